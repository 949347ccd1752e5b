"""Reports as SELECT statements, over the rows and fields that their viewer sees."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING, Any, get_origin

from sqlalchemy import ColumnElement, Numeric, Select, and_, func, literal_column, or_, select

from core.declare import Column, Declared, Entity, ToOne, ToOneThrough
from core.declare.field import Scalar
from core.declare.kinds import optional_free
from core.errors import BadInput
from core.ids import decode_as, encode_sql
from core.models import Computed
from core.scalars import JSON
from core.viewer import Viewer
from plugins.pupesoft_tools.sql_generator.conditions import compared
from plugins.pupesoft_tools.sql_generator.definition import (
    Condition,
    Definition,
    ReportColumn,
    Wrong,
)
from plugins.pupesoft_tools.sql_generator.enums import Aggregate
from plugins.pupesoft_tools.sql_generator.sources import Source

if TYPE_CHECKING:
    from core.registry import Registry

DEEPEST = 5
"""How many relations a field may lead through."""

MakeSource = Callable[["Registry", Viewer, Entity, int], Source]

At = tuple[str, ...]
"""A place in a definition."""

NUMBERS = (int, Decimal)

LEADING = (ToOne, ToOneThrough)


@dataclass(frozen=True)
class Found:
    """What a path of a report leads to; without a field, the id of a row."""

    source: Source
    field: Scalar | None

    @property
    def annotation(self) -> Any:
        return str if self.field is None else self.field.annotation

    @property
    def value(self) -> ColumnElement[Any]:
        if self.field is None:
            return encode_sql(self.source.entity.prefix, self.source.key)
        return self.source.value(self.field)

    @property
    def own_order(self) -> ColumnElement[Any] | None:
        """What it is ordered by, if not by its value."""
        if self.field is None:
            return self.source.key
        return self.source.sort(self.field) if has_own_order(self.field) else None


@dataclass
class Compiling:
    """One report on its way into a statement."""

    registry: "Registry"
    viewer: Viewer
    definition: Definition
    make: MakeSource
    places: dict[tuple[str, ...], Source] = field(default_factory=dict)
    joins: list[tuple[Any, ColumnElement[bool]]] = field(default_factory=list)

    def statement(self, limit: int) -> Select[Any]:
        """The statement with at most so many rows; Wrong if the definition cannot be used."""
        root = self._root()
        outputs = [self._output(c, i) for i, c in enumerate(self.definition.columns, 1)]
        where = [root.seen, *self._archived(root), *self._where()]
        order = self._order(outputs)
        statement = select(*(o.value.label(f"c{o.number}") for o in outputs))
        statement = statement.select_from(root.rows)
        for other, on in self.joins:
            statement = statement.outerjoin(other, on)
        if self._is_grouped:
            groups = [output for output in outputs if output.found is not None]
            statement = statement.group_by(*(by for g in groups for by in g.groups))
            order += [group.order.asc() for group in groups]
        else:
            order.append(root.key.asc())
        most = min(limit, self.definition.limit or limit)
        return statement.where(*where).order_by(*order).limit(most)

    @property
    def _is_grouped(self) -> bool:
        return any(column.aggregate for column in self.definition.columns)

    def _root(self) -> Source:
        entity = self.registry.entities.get(self.definition.entity)
        if entity is None or not is_open(entity, self.viewer) or not entity.is_node:
            raise Wrong(f"There is no entity '{self.definition.entity}' to report on.", "entity")
        return self._source((), entity)

    def _source(self, place: tuple[str, ...], entity: Entity) -> Source:
        made = self.make(self.registry, self.viewer, entity, len(self.places) + 1)
        self.places[place] = made
        return made

    def _output(self, column: ReportColumn, number: int) -> "Output":
        at = ("columns", str(number - 1))
        if column.field is None:
            if column.aggregate != Aggregate.COUNT.name:
                raise Wrong("is missing; rows alone can only be counted.", *at, "field")
            return Output(number, func.count(), None)
        found = self.find(column.field, (*at, "field"))
        if column.aggregate is None:
            return Output(number, found.value, found)
        value = _aggregated(Aggregate[column.aggregate], found, (*at, "aggregate"))
        return Output(number, value, None)

    def find(self, path: str, at: At) -> Found:
        """What a path leads to; Wrong if there is nothing that the viewer may read."""
        *relations, last = path.split(".")
        if len(relations) > DEEPEST:
            raise Wrong(f"leads through {len(relations)} relations; {DEEPEST} are allowed.", *at)
        source = self.places[()]
        for depth, name in enumerate(relations, 1):
            source = self._follow(source, name, tuple(relations[:depth]), at)
        if last == "id" and source.entity.is_node:
            return Found(source, None)
        return Found(source, self._declared(source.entity, last, Scalar, at))

    def _follow(self, source: Source, name: str, place: tuple[str, ...], at: At) -> Source:
        if place in self.places:
            return self.places[place]
        relation = self._declared(source.entity, name, LEADING, at)
        target = self.registry.entity(relation.target)
        if not is_open(target, self.viewer):
            raise Wrong(f"{source.entity.name} has no field '{name}'.", *at)
        other = self._source(place, target)
        self.joins.append((other.rows, and_(source.joined(relation, other), other.seen)))
        return other

    def _declared(self, entity: Entity, name: str, kind: Any, at: At) -> Any:
        declared = self.registry.by_graphql_name(entity).get(name)
        if not isinstance(declared, kind) or not readable(declared, self.viewer):
            raise Wrong(f"{entity.name} has no field '{name}' for reports.", *at)
        return declared

    def _archived(self, root: Source) -> Sequence[ColumnElement[bool]]:
        wanted = self.definition.archived
        if not root.entity.archivable or wanted == "INCLUDE":
            return ()
        is_kept = root.archived_at().is_(None)
        return (is_kept if wanted == "EXCLUDE" else ~is_kept,)

    def _where(self) -> Sequence[ColumnElement[bool]]:
        where = self.definition.where
        return () if where is None else (self._condition(where, ("where",)),)

    def _condition(self, condition: Condition, at: At) -> ColumnElement[bool]:
        given = {name for name in ("field", "all", "any") if getattr(condition, name) is not None}
        if len(given) != 1:
            raise Wrong("needs one of 'field', 'all' and 'any'.", *at)
        if condition.field is not None:
            return self._comparison(condition, at)
        name, join = ("all", and_) if condition.all is not None else ("any", or_)
        parts = getattr(condition, name)
        if not parts:
            raise Wrong("is empty: leave it out, or give conditions.", *at, name)
        return join(*(self._condition(p, (*at, name, str(i))) for i, p in enumerate(parts)))

    def _comparison(self, condition: Condition, at: At) -> ColumnElement[bool]:
        found = self.find(condition.field or "", (*at, "field"))
        if found.field is not None:
            return compared(found.annotation, found.value, condition.operator, condition.value, at)
        return _keyed(found, condition, at)

    def _order(self, outputs: Sequence["Output"]) -> list[ColumnElement[Any]]:
        order: list[ColumnElement[Any]] = []
        for number, step in enumerate(self.definition.order_by):
            if step.column > len(outputs):
                at = ("orderBy", str(number), "column")
                raise Wrong(f"is {step.column}; there are {len(outputs)} columns.", *at)
            by = outputs[step.column - 1].order
            order.append(by.desc() if step.descending else by.asc())
        return order


@dataclass(frozen=True)
class Output:
    """A column of the result, by its number; `found` is what it is grouped by, if it is."""

    number: int
    value: ColumnElement[Any]
    found: Found | None

    @property
    def place(self) -> ColumnElement[Any]:
        """The column by its number: said again, values would be other parameters."""
        return literal_column(str(self.number))

    @property
    def order(self) -> ColumnElement[Any]:
        """What the column is ordered by."""
        return self.place if self._own_order is None else self._own_order

    @property
    def groups(self) -> Sequence[ColumnElement[Any]]:
        """What rows must have in common to be in one group."""
        return (self.place,) if self._own_order is None else (self.place, self._own_order)

    @property
    def _own_order(self) -> ColumnElement[Any] | None:
        return None if self.found is None else self.found.own_order


def is_open(entity: Entity, viewer: Viewer) -> bool:
    """Whether reports may read rows of an entity for a viewer."""
    allowed = entity.read is None or viewer.may(entity.read)
    return allowed and not issubclass(entity.model, Computed)


def readable(field: Declared, viewer: Viewer) -> bool:
    return field.permission is None or viewer.may(field.permission)


def _aggregated(aggregate: Aggregate, found: Found, at: At) -> ColumnElement[Any]:
    kind = optional_free(found.annotation)
    if aggregate in (Aggregate.SUM, Aggregate.AVERAGE) and kind not in NUMBERS:
        raise Wrong(f"is {aggregate.name}, which needs numbers.", *at)
    if aggregate in (Aggregate.MIN, Aggregate.MAX) and (
        get_origin(kind) is list or kind in (bool, JSON)
    ):
        raise Wrong(f"is {aggregate.name}, which needs values that have an order.", *at)
    return AGGREGATES[aggregate](found.value)


AGGREGATES: Mapping[Aggregate, Callable[[ColumnElement[Any]], ColumnElement[Any]]] = {
    Aggregate.COUNT: func.count,
    Aggregate.COUNT_DISTINCT: lambda value: func.count(value.distinct()),
    Aggregate.SUM: func.sum,
    Aggregate.AVERAGE: lambda value: func.round(func.avg(value), 6, type_=Numeric()),
    Aggregate.MIN: func.min,
    Aggregate.MAX: func.max,
}


def _keyed(found: Found, condition: Condition, at: At) -> ColumnElement[bool]:
    """A comparison of ids."""
    if condition.operator not in ("eq", "ne", "in", "notIn", "isNull"):
        raise Wrong("is no operator for ids: eq, ne, in, notIn, isNull.", *at, "operator")
    prefix = found.source.entity.prefix

    def key(given: Any) -> int:
        try:
            return decode_as(prefix, str(given))
        except BadInput as problem:
            raise Wrong(f"is not usable: {problem.message}", *at, "value") from None

    value = condition.value
    if condition.operator in ("in", "notIn") and isinstance(value, list):
        value = [key(each) for each in value]
    elif condition.operator in ("eq", "ne"):
        value = key(value)
    return compared(int, found.source.key, condition.operator, value, at)


def has_own_order(field: Scalar) -> bool:
    """Whether a field is ordered by another column than its own."""
    return isinstance(field, Column) and field.sort_attribute != field.attribute
