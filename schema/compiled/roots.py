"""Root fields as SQL."""

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from graphql import FieldNode
from sqlalchemy import ColumnElement, Date, Select, Text, case, func, literal, select
from sqlalchemy import cast as sql_cast
from sqlalchemy.dialects.postgresql import ARRAY, aggregate_order_by
from sqlalchemy.types import BigInteger, TypeEngine

from core.declare import (
    AnyByKey,
    AnyByKeys,
    ByKey,
    ByKeyAsOf,
    Connection,
    Declared,
    Entity,
    PythonField,
)
from core.ids import decode, decode_as
from core.reading.late import Late, Prepare, as_sql, converted, known, number
from core.reading.ordering import terms
from core.reading.reports import Asked, Report
from core.reading.rows import row_as_of
from core.roots import Query
from schema.compiled.json import listed, or_empty
from schema.compiled.uncompiled import Uncompiled

if TYPE_CHECKING:
    from schema.compiled.building import Builder
    from schema.compiled.collecting import Fields


class Roots:
    """Builds the values of the fields of Query."""

    def __init__(self, builder: "Builder") -> None:
        self._builder = builder
        self._registry = builder.registry
        self._fields = self._registry.root_fields(Query)

    def are_read(self, found: "Fields") -> bool:
        """Whether a statement has something to read: it has not for Python fields alone."""
        known = [self._fields.get(nodes[0].name.value) for nodes in found.values()]
        return not any(isinstance(field, PythonField) for field in known) or any(
            isinstance(field, Declared) for field in known
        )

    def value(self, nodes: Sequence[FieldNode]) -> ColumnElement[Any]:
        """The value of one root field."""
        name = nodes[0].name.value
        field = self._fields.get(name)
        if name == "__typename":
            return literal("Query")
        if isinstance(field, ByKey):
            return self._by_key(field, nodes)
        if isinstance(field, Connection):
            self._builder.require(field.permission, self._registry.entity(field.target).read)
            return self._builder.connection(field, nodes, "Query", None)
        if isinstance(field, Report):
            return self._report(field, nodes)
        if isinstance(field, AnyByKey):
            return self._any(nodes)
        if isinstance(field, AnyByKeys):
            return self._all(nodes)
        if isinstance(field, PythonField):
            self._builder.require(field.permission)
            return self._builder.mark(nodes)
        raise Uncompiled(f"Query.{name} is no declared field")

    def _argument(self, nodes: Sequence[FieldNode], name: str) -> Any:
        field = self._builder.definition("Query", nodes[0])
        return self._builder.requested.arguments(field, nodes[0]).get(name)

    def _by_key(self, field: ByKey, nodes: Sequence[FieldNode]) -> ColumnElement[Any]:
        self._builder.require(field.permission)
        day = self._argument(nodes, "asOf")
        if isinstance(field, ByKeyAsOf) and day is not None:
            return self._as_of(field, nodes, as_sql(day, Date()))
        return self._one(field.target, nodes)

    def _as_of(
        self, field: ByKeyAsOf, nodes: Sequence[FieldNode], day: ColumnElement[date]
    ) -> ColumnElement[Any]:
        entity = self._registry.entity(field.target)
        self._builder.require(entity.read)
        key = self._key(entity, nodes)
        row = row_as_of(self._registry, field, self._builder.viewer, key, day)
        return self._builder.shown(entity, nodes, row)

    def _report(self, field: Report, nodes: Sequence[FieldNode]) -> ColumnElement[Any]:
        builder, entity = self._builder, self._registry.entity(field.target)
        builder.require(field.permission, entity.read)
        arguments = builder.requested.arguments(builder.definition("Query", nodes[0]), nodes[0])
        row = field.row(Asked(self._registry, builder.viewer, arguments))
        order = terms(self._registry, entity, row, builder.viewer, [entity.order])

        def rows(columns: Sequence[ColumnElement[Any]]) -> Select[Any]:
            found = select(*columns).select_from(row).limit(field.limit)
            return found.order_by(*(t.by() for t in order)).correlate_except(row)

        return listed(builder.entries(entity, row, nodes), rows)

    def _any(self, nodes: Sequence[FieldNode]) -> ColumnElement[Any]:
        prefix = decode(known(self._argument(nodes, "id"))).prefix
        found = self._one(self._registry.by_prefix(prefix).name, nodes)
        return self._told(literal(prefix, Text()), found, nodes)

    def _one(self, target: str, nodes: Sequence[FieldNode]) -> ColumnElement[Any]:
        entity = self._registry.entity(target)
        self._builder.require(entity.read)
        key = self._key(entity, nodes)
        return self._builder.one(entity, nodes, lambda row: row.id == key)

    def _key(self, entity: Entity, nodes: Sequence[FieldNode]) -> ColumnElement[int]:
        text = self._argument(nodes, "id")
        return number(converted(text, lambda text: decode_as(entity.prefix, text)))

    def _all(self, nodes: Sequence[FieldNode]) -> ColumnElement[Any]:
        """Rows of several types, in the order of their ids."""
        ids = converted(self._argument(nodes, "ids"), AnyByKeys.checked)
        prefixes = sorted({decode(text).prefix for text in known(ids)})
        wanted = (
            func.unnest(
                _array(ids, Text(), lambda texts: [decode(text).prefix for text in texts]),
                _array(ids, BigInteger(), lambda texts: [decode(text).key for text in texts]),
            )
            .table_valued("prefix", "key", with_ordinality="place")
            .render_derived()
        )
        if not prefixes:
            return or_empty(literal(None))
        found = case(*(self._of_type(prefix, nodes, wanted) for prefix in prefixes))
        told = self._told(wanted.c.prefix, found, nodes)
        rows = func.json_agg(aggregate_order_by(told, wanted.c.place))
        return select(rows).select_from(wanted).scalar_subquery()

    def _told(
        self, prefix: ColumnElement[str], row: ColumnElement[Any], nodes: Sequence[FieldNode]
    ) -> ColumnElement[Any]:
        """A row of any type, behind its prefix if Python fields are to be filled."""
        return func.json_build_array(prefix, row) if self._builder.fills.branches(nodes) else row

    def _of_type(self, prefix: str, nodes: Sequence[FieldNode], wanted: Any) -> Any:
        entity = self._registry.by_prefix(prefix)
        self._builder.require(entity.read)
        row = self._builder.one(entity, nodes, lambda row: row.id == wanted.c.key)
        return wanted.c.prefix == prefix, row


def _array(values: Any, kind: TypeEngine[Any], convert: Prepare) -> ColumnElement[Any]:
    array = ARRAY(kind)
    if isinstance(values, Late):
        return sql_cast(values.bind(array, convert), array)
    return sql_cast(literal(convert(values), array), array)
