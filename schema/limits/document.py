"""The limits that depend on the document alone, checked before validation."""

from graphql import (
    DocumentNode,
    FragmentDefinitionNode,
    GraphQLError,
    GraphQLSyntaxError,
    OperationDefinitionNode,
    parse,
)

from schema.limits.errors import require
from schema.limits.overlaps import count_overlaps
from schema.limits.settings import Limits
from schema.limits.tally import Tally, tally_roots
from schema.limits.values import check_literals


def parse_within(query: str, limits: Limits) -> DocumentNode:
    """Parse a query; raise a GraphQLError if it is too long or no GraphQL."""
    require("query_chars", len(query), limits.max_query_chars)
    try:
        return parse(query, max_lexical_tokens=limits.max_tokens, max_comments=limits.max_tokens)
    except GraphQLSyntaxError as error:
        raise with_code(error) from None


def with_code(error: GraphQLSyntaxError) -> GraphQLError:
    """The same error with the code of the limit it speaks of, or of a syntax error."""
    code = "GRAPHQL_PARSE_FAILED"
    if error.message.endswith("Parsing aborted."):
        code = "LIMIT_DEPTH" if "nested" in error.message else "LIMIT_TOKENS"
    return GraphQLError(
        error.message, source=error.source, positions=error.positions, extensions={"code": code}
    )


def check_document(document: DocumentNode, limits: Limits) -> None:
    """Raise a GraphQLError if any operation or fragment passes a limit; linear in its size."""
    check_definitions(document, limits)
    roots = tally_roots(document)
    require("selections", sum(tally.selections for _, tally in roots), limits.max_selections)
    for _, tally in roots:
        check_tally(tally, limits)
    check_literals(document, limits)
    fragments = {
        definition.name.value: definition
        for definition in document.definitions
        if isinstance(definition, FragmentDefinitionNode)
    }
    overlaps = sum(count_overlaps([root.selection_set], fragments) for root, _ in roots)
    require("overlaps", overlaps, limits.max_overlaps)


def check_definitions(document: DocumentNode, limits: Limits) -> None:
    """Raise if there are too many operations or fragments."""
    counted = {
        kind: sum(isinstance(definition, kind) for definition in document.definitions)
        for kind in (OperationDefinitionNode, FragmentDefinitionNode)
    }
    require("operations", counted[OperationDefinitionNode], limits.max_operations)
    require("fragments", counted[FragmentDefinitionNode], limits.max_fragments)


def check_tally(tally: Tally, limits: Limits) -> None:
    """Raise if one operation passes a limit."""
    require("depth", tally.depth, limits.max_depth)
    require("root_fields", tally.root_fields, limits.max_root_fields)
    require("aliases", tally.aliases, limits.max_aliases)
    require("directives", tally.directives, limits.max_directives)
