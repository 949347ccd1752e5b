"""Execution by graphql-core, with a short way to what declared fields show."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any, TypeGuard
from weakref import ref

from graphql import (
    GraphQLError,
    GraphQLField,
    GraphQLObjectType,
    GraphQLOutputType,
    GraphQLResolveInfo,
    GraphQLResolveInfoHelpers,
    get_argument_values,
    get_nullable_type,
    is_leaf_type,
    is_non_null_type,
)
from graphql.execution.collect_fields import FieldDetailsList, GroupedFieldSet
from graphql.pyutils import Path, Undefined
from strawberry.execution import optimized_is_awaitable
from strawberry.schema.schema import StrawberryGraphQLCoreExecutionContext

from core.declare.entity import Row
from schema.resolvers import Lead, Show


@dataclass(frozen=True, slots=True)
class Shown:
    """A field at a place of a document that is shown without its resolver being called."""

    key: str
    read: Callable[[Any], Any]
    write: Callable[[Any], Any]
    nullable: bool

    def of(self, source: Any) -> Any:
        """What the answer shows; Undefined if graphql-core must tell why there is nothing."""
        try:
            value = self.read(source)
            if value is None:
                return None if self.nullable else Undefined
            found = self.write(value)
        except Exception:  # noqa: BLE001 - graphql-core meets it again
            return Undefined
        return Undefined if found is None else found


@dataclass(frozen=True, slots=True)
class Led:
    """A field at a place of a document that leads from all objects there to others."""

    type: GraphQLOutputType
    resolve: Callable[..., Any]
    info: GraphQLResolveInfo[Any]
    arguments: Mapping[str, Any]


class RowExecutor(StrawberryGraphQLCoreExecutionContext):
    """graphql-core's executor, which finds out all about a field for each object it is of.

    Of declared fields this one finds it out once for each place of the document.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.is_awaitable = _is_awaitable
        self.async_helpers = _helpers(ref(self))
        # by id; what an id is of is kept beside, so that it is no other's
        self._parts: dict[int, tuple[GroupedFieldSet, list[Shown], GroupedFieldSet]] = {}
        self._leads: dict[int, tuple[FieldDetailsList, Led | None]] = {}

    def execute_fields(
        self,
        parent_type: GraphQLObjectType,
        source_value: Any,
        path: Path | None,
        grouped_field_set: GroupedFieldSet,
        position_context: Any,
    ) -> Any:
        """The values of an object's fields by response key, or an awaitable of them."""
        shown, rest = self._parted(parent_type, grouped_field_set)
        values: dict[str, Any] = dict.fromkeys(grouped_field_set)
        for field in shown:
            found = field.of(source_value)
            if found is Undefined:
                rest = {**rest, field.key: grouped_field_set[field.key]}
            else:
                values[field.key] = found
        if not rest:
            return values
        others = super().execute_fields(parent_type, source_value, path, rest, position_context)
        if isinstance(others, dict):
            return values | others
        return _completed(values, others)

    def execute_field(
        self,
        parent_type: GraphQLObjectType,
        source: Any,
        field_details_list: FieldDetailsList,
        path: Path,
        position_context: Any,
    ) -> Any:
        """The value of a field of an object, or an awaitable of it."""
        led = self._lead(parent_type, field_details_list, path)
        if led is None:
            return super().execute_field(
                parent_type, source, field_details_list, path, position_context
            )
        place = led.type, field_details_list, led.info, path
        try:
            result = led.resolve(source, led.info, **led.arguments)
            if self.is_awaitable(result):
                return self.complete_awaitable_value(*place, result, position_context)
            completed = self.complete_value(*place, result, position_context)
        except Exception as error:  # noqa: BLE001 - as graphql-core does
            self.handle_field_error(error, led.type, field_details_list, path)
            return None
        if self.is_awaitable(completed):
            return self._awaited(completed, led.type, field_details_list, path)
        return completed

    async def _awaited(
        self,
        completed: Awaitable[Any],
        kind: GraphQLOutputType,
        details: FieldDetailsList,
        path: Path,
    ) -> Any:
        try:
            return await completed
        except Exception as error:  # noqa: BLE001 - as graphql-core does
            self.handle_field_error(error, kind, details, path)
            return None

    def complete_value(
        self,
        return_type: GraphQLOutputType,
        field_details_list: FieldDetailsList,
        info: GraphQLResolveInfo[Any],
        path: Path,
        result: Any,
        position_context: Any,
    ) -> Any:
        """What the answer shows of a result, or an awaitable of it."""
        if isinstance(result, Row):
            kind = get_nullable_type(return_type)
            if isinstance(kind, GraphQLObjectType):
                return self.collect_and_execute_subfields(
                    kind, field_details_list, path, result, position_context
                )
        return super().complete_value(
            return_type, field_details_list, info, path, result, position_context
        )

    def _parted(
        self, kind: GraphQLObjectType, fields: GroupedFieldSet
    ) -> tuple[list[Shown], GroupedFieldSet]:
        """The fields that are shown the short way, and the rest."""
        known = self._parts.get(id(fields))
        if known is None:
            found = {key: self._shown(key, kind, same) for key, same in fields.items()}
            shown = [field for field in found.values() if field is not None]
            rest = {key: same for key, same in fields.items() if found[key] is None}
            known = self._parts[id(fields)] = (fields, shown, rest)
        return known[1:]

    def _shown(self, key: str, kind: GraphQLObjectType, details: FieldDetailsList) -> Shown | None:
        field = self._field(kind, details)
        if field is None or not isinstance(field.resolve, Show):
            return None
        leaf = get_nullable_type(field.type)
        if not is_leaf_type(leaf):
            return None
        nullable = not is_non_null_type(field.type)
        return Shown(key, field.resolve.read, leaf.coerce_output_value, nullable)

    def _lead(self, kind: GraphQLObjectType, details: FieldDetailsList, path: Path) -> Led | None:
        known = self._leads.get(id(details))
        if known is None:
            known = self._leads[id(details)] = (details, self._led(kind, details, path))
        return known[1]

    def _led(self, kind: GraphQLObjectType, details: FieldDetailsList, path: Path) -> Led | None:
        field = self._field(kind, details)
        if field is None or not isinstance(field.resolve, Lead):
            return None
        first = details[0]
        try:
            arguments = get_argument_values(
                field, first.node, self.variable_values, first.fragment_variable_values
            )
        except GraphQLError:
            return None
        info = self.build_resolve_info(field, [d.node for d in details], kind, path)
        return Led(field.type, field.resolve.resolve, info, arguments)

    def _field(self, kind: GraphQLObjectType, details: FieldDetailsList) -> GraphQLField | None:
        """The field of the schema, unless something stands around all resolvers."""
        if self.middleware_manager and self.middleware_manager.middlewares:
            return None
        found: GraphQLField | None = kind.fields.get(details[0].node.name.value)
        return found


def _helpers(executor: Callable[[], Any]) -> GraphQLResolveInfoHelpers:
    """What resolvers get of an executor, which would know itself otherwise.

    It would hold all of its request until Python searches for such things, which takes as long as
    a mutation.
    """
    return GraphQLResolveInfoHelpers(
        lambda values: executor().gather_async_work(values),
        lambda values: executor().track_async_work(values),
    )


def _is_awaitable(value: Any) -> TypeGuard[Awaitable[Any]]:
    """As Strawberry finds out, without looking for attributes that rows do not have."""
    return not isinstance(value, Row) and optimized_is_awaitable(value)


async def _completed(values: dict[str, Any], others: Awaitable[dict[str, Any]]) -> dict[str, Any]:
    return values | await others
