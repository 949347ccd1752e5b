"""Lists of Python types as text that PostgreSQL makes, within what graphql-core executes."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import orjson
from graphql import FieldNode, GraphQLObjectType
from graphql.execution.collect_fields import FieldDetailsList
from graphql.pyutils import Path
from sqlalchemy import ColumnElement, func, literal, select
from strawberry.schema.schema_converter import GraphQLCoreConverter

from core.context import Context
from core.errors import KortistoError, TooSlow
from core.reader import Unfit
from core.reading.kept import kept
from core.reading.late import Binds, Given
from core.reading.texts import IN_SQL, Inside, Listed, RowOf, Tell, Value
from schema.compiled.building import Builder
from schema.compiled.json import Entry, as_bytes, entry, listed, pairs
from schema.compiled.uncompiled import Uncompiled
from schema.executor import RowExecutor


@dataclass(frozen=True)
class Teller:
    """Reads lists as JSON, for one request."""

    builder: Builder
    binds: Binds
    given: Given
    context: Context

    async def text(self, told: Listed, nodes: Sequence[FieldNode]) -> orjson.Fragment:
        """The list as its nodes select it; Uncompiled if only Python can make it."""
        shown = listed(self._entries(told.item, nodes), told.rows)
        database, viewer = self.context.deployment.database, self.context.require()
        statement = kept(select(as_bytes(shown)), self.binds, database.engine.dialect)
        today = self.context.deployment.clock.today()
        arguments = statement.arguments(viewer, self.given, today)
        return orjson.Fragment(await database.reader.document(statement.sql, arguments))

    def _entries(self, item: Inside, nodes: Sequence[FieldNode]) -> list[Entry]:
        found = self.builder.collecting.fields(nodes, frozenset({item.type}))
        return [entry(key, same, self._value(item, same)) for key, same in found.items()]

    def _value(self, item: Inside, nodes: Sequence[FieldNode]) -> ColumnElement[Any]:
        name = nodes[0].name.value
        if name == "__typename":
            return literal(item.type)
        if name not in item.values:
            raise Uncompiled(f"{item.type}.{name} is not told by SQL")
        return self._shown(item.values[name], nodes)

    def _shown(self, value: Value, nodes: Sequence[FieldNode]) -> ColumnElement[Any]:
        if isinstance(value, ColumnElement):
            return value
        if isinstance(value, Inside):
            return pairs([(each.key, each.value) for each in self._entries(value, nodes)])
        if isinstance(value, RowOf):
            entity, key = self.builder.registry.entity(value.entity), value.key
            self.builder.require(entity.read)
            return self.builder.one(entity, nodes, lambda row: row.id == key)
        return func.json_build_array(*(self._shown(each, nodes) for each in value))


class TellingExecutor(RowExecutor):
    """The executor of compiled reads: lists that PostgreSQL can tell need no objects."""

    make_teller: Callable[[], Teller]

    def execute_field(
        self,
        parent_type: GraphQLObjectType,
        source: Any,
        field_details_list: FieldDetailsList,
        path: Path,
        position_context: Any,
    ) -> Any:
        """The value of a field of an object, text where SQL tells it, or an awaitable of it."""
        tell = _tells(parent_type, field_details_list)
        if tell is not None and (told := tell(source)) is not None:
            return self._told(told, parent_type, source, field_details_list, path)
        return super().execute_field(
            parent_type, source, field_details_list, path, position_context
        )

    async def _told(
        self,
        told: Listed,
        kind: GraphQLObjectType,
        source: Any,
        details: FieldDetailsList,
        path: Path,
    ) -> Any:
        try:
            return await self.make_teller().text(told, [each.node for each in details])
        except TooSlow:
            # the other way would take as long again
            raise
        except (KortistoError, Unfit, Uncompiled):
            found = super().execute_field(kind, source, details, path, None)
            return await found if self.is_awaitable(found) else found


def _tells(kind: GraphQLObjectType, details: FieldDetailsList) -> Tell | None:
    field = kind.fields.get(details[0].node.name.value)
    if field is None:
        return None
    made = field.extensions.get(GraphQLCoreConverter.DEFINITION_BACKREF)
    found: Tell | None = getattr(made, "metadata", {}).get(IN_SQL)
    return found
