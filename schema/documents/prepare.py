"""Parsing, limits and validation of one document."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from graphql import (
    DocumentNode,
    GraphQLError,
    GraphQLSchema,
    MaxIntrospectionDepthRule,
    specified_rules,
    validate,
)
from strawberry.schema.validation_rules.maybe_null import MaybeNullValidationRule
from strawberry.schema.validation_rules.one_of import OneOfInputValidationRule

from schema.limits import KnownCosts, Limits, check_document, parse_within

RULES = (
    *specified_rules,
    MaxIntrospectionDepthRule,
    MaybeNullValidationRule,
    OneOfInputValidationRule,
)


@dataclass(frozen=True, slots=True)
class Prepared:
    """A document and why it may not run; without a document there is exactly one error."""

    document: DocumentNode | None
    errors: tuple[GraphQLError, ...] = ()
    costs: KnownCosts = field(default_factory=KnownCosts)


def prepare(schema: GraphQLSchema, query: str, limits: Limits) -> Prepared:
    """Parse, check and validate a query text; never raises for what a client can send."""
    try:
        document = parse_within(query, limits)
        check_document(document, limits)
    except GraphQLError as error:
        return Prepared(None, detach([error], "GRAPHQL_PARSE_FAILED"))
    errors = validate(schema, document, RULES, limits.max_errors)
    return Prepared(document, detach(errors, "GRAPHQL_VALIDATION_FAILED"))


def detach(errors: Iterable[GraphQLError], code: str) -> tuple[GraphQLError, ...]:
    """Copies without nodes or traceback, so that a kept error keeps no frames alive."""
    return tuple(
        GraphQLError(
            error.message,
            source=error.source,
            positions=error.positions,
            extensions={"code": code, **(error.extensions or {})},
        )
        for error in errors
    )
