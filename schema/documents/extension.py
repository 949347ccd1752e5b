"""The step between a query text and its execution."""

from collections.abc import Iterator, Mapping
from functools import partial

from graphql import (
    DocumentNode,
    GraphQLError,
    GraphQLSchema,
    OperationDefinitionNode,
    get_operation_ast,
)
from strawberry.extensions import SchemaExtension

from schema.documents.cache import BoundedCache
from schema.documents.prepare import Prepared, detach, prepare
from schema.internals import graphql_schema, requested_operation
from schema.limits import Limits, check_variables, long_lists

INVALID_SHARE = 10


class DocumentCache:
    """Prepared documents of one schema; give it to that schema's `extensions`."""

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self.valid: BoundedCache[Prepared] = BoundedCache(limits.max_cached_chars)
        self.invalid: BoundedCache[Prepared] = BoundedCache(
            limits.max_cached_chars // INVALID_SHARE
        )

    def __call__(self) -> "DocumentExtension":
        """The extension for one operation."""
        return DocumentExtension(self)

    def prepared(self, schema: GraphQLSchema, query: str) -> Prepared:
        """The prepared document, kept among the valid or the invalid ones."""
        known = self.valid.get(query) or self.invalid.get(query)
        if known is None:
            known = prepare(schema, query, self.limits)
            (self.invalid if known.errors else self.valid).put(query, known)
        return known

    def check(
        self,
        schema: GraphQLSchema,
        prepared: Prepared,
        operation: OperationDefinitionNode,
        variables: Mapping[str, object],
    ) -> None:
        """Raise a GraphQLError for what a request asks too much, which depends on its variables."""
        allowed = partial(long_lists, schema, operation, variables)
        check_variables(variables, self.limits, allowed)
        if prepared.document is not None:
            prepared.costs.check(schema, prepared.document, operation, variables, self.limits)


class DocumentExtension(SchemaExtension):
    """Parses and validates through the cache, and refuses operations that cost too much."""

    def __init__(self, documents: DocumentCache) -> None:
        super().__init__()
        self.documents = documents
        self.known: Prepared | None = None

    def on_parse(self) -> Iterator[None]:
        """Take the document from the cache."""
        query = self.execution_context.query
        if query:
            schema = graphql_schema(self.execution_context.schema)
            prepared = self.documents.prepared(schema, query)
            if prepared.document is None:
                raise detach(prepared.errors, "")[0]
            self.execution_context.graphql_document = prepared.document
            self.known = prepared
        yield

    def on_validate(self) -> Iterator[None]:
        """Report why the document may not run, or what this request asks too much."""
        known = self.known
        self.execution_context.pre_execution_errors = (
            list(known.errors or self.request_errors(known)) if known else []
        )
        yield

    def request_errors(self, prepared: Prepared) -> Iterator[GraphQLError]:
        """What depends on the variables and on the operation chosen."""
        context = self.execution_context
        try:
            operation = self.chosen(prepared.document)
            schema = graphql_schema(context.schema)
            self.documents.check(schema, prepared, operation, context.variables or {})
        except GraphQLError as error:
            yield error

    def chosen(self, document: DocumentNode | None) -> OperationDefinitionNode:
        """The operation to run; Strawberry alone would take the first of several."""
        name = requested_operation(self.execution_context)
        operation = get_operation_ast(document, name) if document else None
        if operation is None:
            raise GraphQLError(
                "The document has several operations; name one in `operationName`.",
                extensions={"code": "GRAPHQL_VALIDATION_FAILED"},
            )
        return operation
