"""Declared fields as fields of one Strawberry schema: their types, arguments and resolvers."""

from datetime import date
from functools import cache
from typing import Any

import strawberry
from graphql import GraphQLFieldResolver
from strawberry.annotation import StrawberryAnnotation
from strawberry.types.arguments import StrawberryArgument
from strawberry.types.field import StrawberryField

from core.declare import (
    AnyByKey,
    AnyByKeys,
    ByKey,
    ByKeyAsOf,
    Connection,
    Declared,
    Entity,
    Node,
    ToMany,
    ToOneThrough,
)
from core.declare.field import Scalar
from core.declare.root import MOST_IDS
from core.reading.pages import DEFAULT_PAGE, LARGEST_PAGE, Archived
from core.reading.reports import Report
from core.reading.search import LONGEST_SEARCH
from core.registry import Registry
from schema.connections import Connections
from schema.inputs import Inputs
from schema.resolvers import resolver


class Fields:
    """Turns declared fields into fields of one schema."""

    def __init__(self, registry: Registry, inputs: Inputs, connections: Connections) -> None:
        self._registry = registry
        self._inputs = inputs
        self._connections = connections
        self._kind = cache(StrawberryAnnotation)

    def made(self, declared: Declared, parent: Entity | None) -> StrawberryField:
        """A declared field of a parent entity, or of a root or payload."""
        field = StrawberryField(
            python_name=declared.name,
            type_annotation=self._kind(self._annotation(declared)),
            description=declared.description,
            metadata={
                "resolve": resolver(self._registry, declared, parent),
                "page_size": _page_size(declared),
            },
        )
        field.arguments = self._arguments(declared)
        return field

    def _annotation(self, declared: Declared) -> Any:
        if isinstance(declared, Scalar):
            # a denial shows null, and must not take the row with it
            return declared.annotation | None if declared.permission else declared.annotation
        if isinstance(declared, AnyByKey):
            return Node | None
        if isinstance(declared, AnyByKeys):
            return list[Node | None] | None
        target = self._registry.entity(declared.target)  # type: ignore[attr-defined]
        if isinstance(declared, Connection):
            return self._connections.of(target) | None
        if isinstance(declared, ToOneThrough):
            return target.origin | None
        if isinstance(declared, ToMany | Report):
            return list[target.origin] | None  # type: ignore[name-defined]
        return target.origin | None

    def _arguments(self, declared: Declared) -> list[StrawberryArgument]:
        if isinstance(declared, ByKeyAsOf):
            text = "Show it as it was when this day ended; null if it was not there yet."
            return [self._id(), self._argument("as_of", date | None, text)]
        if isinstance(declared, ByKey):
            return [self._id()]
        if isinstance(declared, Connection):
            return self._list_arguments(self._registry.entity(declared.target))
        if isinstance(declared, Report):
            return self._report_arguments(declared)
        if isinstance(declared, AnyByKey):
            return [self._argument("id", strawberry.ID, "Id of the thing.")]
        if isinstance(declared, AnyByKeys):
            return [self._argument("ids", list[strawberry.ID], f"Ids, at most {MOST_IDS}.")]
        return []

    def _report_arguments(self, report: Report) -> list[StrawberryArgument]:
        found = [self._argument(name, *argument) for name, argument in report.arguments.items()]
        if report.filters:
            kind = self._inputs.filter(self._registry.entity(report.filters))
            found.append(self._argument("filter", kind | None, "What is counted."))
        return found

    def _list_arguments(self, entity: Entity) -> list[StrawberryArgument]:
        text = f"Rows on the page: 0 to {LARGEST_PAGE}, {DEFAULT_PAGE} by default."
        found = [
            self._argument("first", int | None, text),
            self._argument("after", str | None, "The page begins after this cursor."),
            self._argument("filter", self._inputs.filter(entity) | None, "Which rows."),
            self._argument(
                "order_by",
                list[self._inputs.order(entity)] | None,  # type: ignore[misc]
                "In which order; a list of single fields. Default: "
                + ", ".join(f"{k} {v}" for k, v in entity.order.items())
                + ".",
            ),
        ]
        if entity.search:
            words = (
                "Words, or parts of words, in any case and without accents; "
                f"at most {LONGEST_SEARCH} characters."
            )
            found.append(self._argument("search", str | None, words))
        if entity.archivable:
            found.append(
                self._argument("archived", Archived | None, "Archived rows; EXCLUDE by default.")
            )
        return found

    def _id(self) -> StrawberryArgument:
        return self._argument("id", strawberry.ID, "Id of the row.")

    def _argument(self, name: str, kind: Any, text: str) -> StrawberryArgument:
        return StrawberryArgument(
            python_name=name,
            graphql_name=None,
            type_annotation=self._kind(kind),
            description=text,
        )


def field_resolver(field: StrawberryField) -> "GraphQLFieldResolver | None":
    """The resolver that a field made here, or of a connection, is answered by."""
    found: GraphQLFieldResolver | None = field.metadata.get("resolve")
    return found


def _page_size(declared: Declared) -> int | None:
    """How many rows the cost of an operation takes a field to have."""
    if isinstance(declared, Report):
        return declared.limit
    return DEFAULT_PAGE if isinstance(declared, Connection) else None
