"""The way of a compiled read from a request to its answer."""

from collections.abc import AsyncIterator, Callable, Mapping
from functools import partial
from typing import Any

from graphql import (
    DocumentNode,
    GraphQLError,
    GraphQLSchema,
    OperationDefinitionNode,
    get_operation_ast,
)
from strawberry.extensions import SchemaExtension
from strawberry.types.execution import ExecutionResult
from strawberry.types.graphql import OperationType

from core.context import Context
from core.errors import KortistoError, TooSlow
from core.reader import Unfit
from schema.compiled.executing import executor_of
from schema.compiled.filling import filled
from schema.compiled.plans import Plans
from schema.compiled.uncompiled import Uncompiled
from schema.internals import graphql_schema, requested_operation

HEADER = "X-Kortisto-Plan"
"""Tells how a query was answered, where a setting asks for it: `compiled` or `reference`."""

COMPILED = "compiled"


class CompiledReads:
    """The compiled reads of one schema; give it to that schema's `extensions`.

    `observe` is told how each query was answered.
    """

    def __init__(
        self, *, header: bool = False, observe: Callable[[str], None] | None = None
    ) -> None:
        self._plans: Plans | None = None
        self._header = header
        self._observe = observe

    def __call__(self) -> "CompiledReadExtension":
        """The extension for one operation."""
        return CompiledReadExtension(self)

    async def answer(
        self,
        schema: GraphQLSchema,
        document: DocumentNode,
        operation: OperationDefinitionNode,
        variables: Mapping[str, object],
        context: Context,
    ) -> ExecutionResult | None:
        """The result of a query, its data as JSON; None if the reference path must answer."""
        if context.viewer is None or context.is_left_to_reference:
            return None
        plans = self._plans_of(schema, context)
        found = plans.find(document, operation, variables, context.viewer)
        if found is None:
            return None
        plan, asked = found
        data: Any
        errors: list[GraphQLError] | None = None
        try:
            today = context.deployment.clock.today()
            arguments = plan.arguments(context.viewer, asked.given, today)
            data = await context.deployment.database.reader.document(plan.sql, arguments)
            if plan.fill is not None:
                teller = partial(plans.teller, document, operation, asked, context)
                of_request = (document, operation, asked.variables, context, teller)
                executor = partial(executor_of, schema, *of_request)
                data, errors = await filled(plan.fill, data, executor)
        except TooSlow as error:
            data, errors = None, [GraphQLError(error.message, original_error=error)]
        except (KortistoError, Unfit, Uncompiled):
            # the reference path tells where the values stand that the schema cannot show
            context.is_left_to_reference = True
            return None
        context.plan = COMPILED
        return ExecutionResult(data=data, errors=errors)

    def answered(self, context: Context) -> None:
        """Tell how a query was answered to those who want to know."""
        if self._header:
            context.response_headers.append((HEADER, context.plan))
        if self._observe is not None:
            self._observe(context.plan)

    def _plans_of(self, schema: GraphQLSchema, context: Context) -> Plans:
        if self._plans is None:
            deployment = context.deployment
            self._plans = Plans(schema, deployment.registry, deployment.database.engine.dialect)
        return self._plans


class CompiledReadExtension(SchemaExtension):
    """Answers a query by one statement where it can be compiled."""

    def __init__(self, reads: CompiledReads) -> None:
        super().__init__()
        self._reads = reads

    async def on_execute(self) -> AsyncIterator[None]:
        """Set the result, or leave the operation to the reference path."""
        asked = self.execution_context
        if asked.operation_type is OperationType.QUERY and asked.graphql_document is not None:
            await self._answer(asked.graphql_document)
            self._reads.answered(asked.context)
        yield

    async def _answer(self, document: DocumentNode) -> None:
        asked = self.execution_context
        operation = get_operation_ast(document, requested_operation(asked))
        if operation is None:
            return
        schema, variables = graphql_schema(asked.schema), asked.variables or {}
        result = await self._reads.answer(schema, document, operation, variables, asked.context)
        if result is not None:
            asked.result = result
