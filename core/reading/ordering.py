"""Order of lists, and where a page begins in it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from itertools import takewhile
from typing import TYPE_CHECKING, Any

import strawberry
from sqlalchemy import ColumnElement, and_, false, or_, tuple_

from core.declare import Declared, Entity, PythonField
from core.declare.field import Alias, Scalar
from core.errors import BadInput
from core.reading.operators import operand
from core.viewer import Viewer, require

if TYPE_CHECKING:
    from core.registry import Registry


@strawberry.enum(description="Direction of an order. Nulls are the greatest values.")
class OrderDirection(Enum):
    ASC = strawberry.enum_value("ASC", description="Smallest, earliest or first letter first.")
    DESC = strawberry.enum_value("DESC", description="Greatest, latest or last letter first.")


MOST_TERMS = 8
"""The most fields a list may be ordered by."""


@dataclass(frozen=True)
class Term:
    """One step of an order: a value and its direction. Nulls are the greatest values."""

    name: str
    sql: ColumnElement[Any]
    descending: bool
    nullable: bool

    def by(self) -> ColumnElement[Any]:
        return self.sql.desc() if self.descending else self.sql.asc()

    def operand(self, value: object) -> ColumnElement[Any]:
        return operand(self.sql, value)

    def equals(self, value: object) -> ColumnElement[bool]:
        if value is None:
            return self.sql.is_(None)
        found: ColumnElement[bool] = self.sql == self.operand(value)
        return found

    def beyond(self, value: Any) -> ColumnElement[bool]:
        """Comes after `value` in this order."""
        if value is None:
            return self.sql.is_not(None) if self.descending else false()
        if self.descending:
            return self.sql < self.operand(value)
        greater: ColumnElement[bool] = self.sql > self.operand(value)
        return or_(greater, self.sql.is_(None)) if self.nullable else greater


@dataclass(frozen=True)
class Step:
    """The name of a term and its direction."""

    name: str
    descending: bool


def steps(order: Sequence[Mapping[str, Any]]) -> list[Step]:
    """The steps of an order, ended by the row's key so that no two rows tie."""
    given = [step for single in order for step in single.items()]
    if len(given) > MOST_TERMS:
        raise BadInput(f"orderBy has {len(given)} fields; {MOST_TERMS} are allowed.")
    before = [*takewhile(lambda step: step[0] != "id", given)]
    last = given[len(before)][1] if len(before) < len(given) else "ASC"
    return [Step(name, _descending(name, to)) for name, to in [*before, ("id", last)]]


def terms(
    registry: "Registry",
    entity: Entity,
    row: Alias,
    viewer: Viewer,
    order: Sequence[Mapping[str, Any]],
) -> list[Term]:
    """The steps of an order as SQL."""
    fields = registry.by_graphql_name(entity)
    *before, last = steps(order)
    found = [_term(fields, entity, row, viewer, step) for step in before]
    return [*found, Term("id", row.id, last.descending, nullable=False)]


def _term(
    fields: Mapping[str, Declared | PythonField],
    entity: Entity,
    row: Alias,
    viewer: Viewer,
    step: Step,
) -> Term:
    field = fields.get(step.name)
    if not isinstance(field, Scalar):
        raise BadInput(f"{entity.name} cannot be ordered by '{step.name}'.")
    require(viewer, field.permission)
    nullable = type(None) in getattr(field.annotation, "__args__", ())
    return Term(step.name, field.sort_sql(row, viewer), step.descending, nullable)


def _descending(name: str, direction: "OrderDirection | str | None") -> bool:
    if direction is None:
        raise BadInput(f"The direction of '{name}' in orderBy is null.")
    return OrderDirection(direction) is OrderDirection.DESC


def after(order: Sequence[Term], values: Sequence[Any]) -> ColumnElement[bool]:
    """The rows that come after the given values of all terms."""
    if len({t.descending for t in order}) == 1 and not any(t.nullable for t in order):
        here = tuple_(*(t.sql for t in order))
        there = tuple_(*(t.operand(v) for t, v in zip(order, values, strict=True)))
        return here < there if order[0].descending else here > there
    return or_(
        *(
            and_(
                *(t.equals(v) for t, v in zip(order[:i], values[:i], strict=True)),
                term.beyond(values[i]),
            )
            for i, term in enumerate(order)
        )
    )
