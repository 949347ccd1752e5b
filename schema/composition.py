"""One GraphQL schema out of the core and the enabled plugins."""

from collections.abc import Callable, Iterable
from copy import copy
from operator import attrgetter
from types import MappingProxyType
from typing import Any, cast

import strawberry
from graphql import (
    GraphQLError,
    GraphQLInterfaceType,
    GraphQLObjectType,
    GraphQLTypeResolver,
    GraphQLUnionType,
    default_type_resolver,
)
from strawberry.exceptions import DuplicatedTypeName, StrawberryException
from strawberry.extensions import SchemaExtension
from strawberry.schema.config import StrawberryConfig
from strawberry.schema.schema_converter import GraphQLCoreConverter
from strawberry.types.base import StrawberryObjectDefinition, StrawberryOptional
from strawberry.types.execution import ExecutionContext
from strawberry.types.field import StrawberryField

from core.context import Info
from core.declare import Column, Declared, Entity, PythonField, entity_of
from core.declare.entity import Row
from core.errors import PluginError
from core.ids import encode
from core.registry import Registry
from core.roots import Mutation, Query, Subscription
from core.scalars import scalar_map
from schema.checks import check
from schema.connections import Connections
from schema.errors import log_unexpected
from schema.executor import RowExecutor
from schema.fields import Fields, field_resolver
from schema.functions import direct
from schema.inputs import Inputs
from schema.resolvers import Show, python_resolver

Extensions = Iterable[type[SchemaExtension] | Callable[[], SchemaExtension]]
"""What stands around each operation."""


class Schema(strawberry.Schema):
    """The schema of one deployment. Several may live in one process: nothing is shared."""

    def __init__(self, registry: Registry, extensions: Extensions = ()) -> None:
        check(registry)
        self.registry = registry
        self._inputs = Inputs(registry)
        self._declared = Fields(registry, self._inputs, Connections())
        super().__init__(
            query=Query,
            mutation=Mutation if registry.added(Mutation) else None,
            subscription=Subscription if registry.added(Subscription) else None,
            types=list(registry.types.values()),
            extensions=extensions,
            execution_context_class=RowExecutor,
            config=StrawberryConfig(scalar_map=scalar_map(), info_class=Info),
        )
        self._answer_directly()

    def with_extensions(self, extensions: Extensions) -> "Schema":
        """The same schema with others around its operations; nothing is composed anew."""
        made = copy(self)
        made.extensions = tuple(extensions)
        return made

    def get_fields(self, type_definition: StrawberryObjectDefinition) -> list[StrawberryField]:
        """A type's own fields and those that plugins add, as copies for this schema."""
        origin = type_definition.origin
        if (made := self._inputs.fields(origin)) is not None:
            return made
        entity = entity_of(origin)
        own = [copy(field) for field in super().get_fields(type_definition)]
        added: dict[str, Declared | PythonField] = (
            self.registry.fields(entity) if entity else self.registry.added(origin)
        )
        taken = {field.python_name for field in own}
        if clash := taken & set(added):
            name = min(clash)
            raise PluginError(
                f"The field {origin.__name__}.{name}, which '{self.registry.owner(origin, name)}' "
                "adds, is there already: rename it."
            )
        return [*own, *(self._made(origin, entity, field) for field in added.values())]

    def process_errors(
        self, errors: list[GraphQLError], execution_context: ExecutionContext | None = None
    ) -> None:
        """Log faults of ours; what a caller did wrong is not logged as a crash."""
        log_unexpected(errors)

    def _made(
        self, origin: type, entity: Entity | None, field: Declared | PythonField
    ) -> StrawberryField:
        if isinstance(field, Declared):
            made = self._declared.made(field, entity)
        else:
            made = copy(field.field)
            made.metadata = MappingProxyType({"python": field, "largest_page": field.largest_page})
        if not isinstance(field, Column):
            self._check_nullable(origin, field.name, made)
        return made

    def _check_nullable(self, origin: type, name: str, field: StrawberryField) -> None:
        """A field that fails must not take another plugin's row or answer with it."""
        home, guest = self.registry.type_owner(origin), self.registry.owner(origin, name)
        if guest != home and not isinstance(field.type, StrawberryOptional):
            whose = f"a type of '{home}'" if home else "a type that all plugins share"
            raise PluginError(
                f"The field {origin.__name__}.{name}, which '{guest}' adds to {whose}, "
                "must be nullable: write `… | None`."
            )

    def _answer_directly(self) -> None:
        """Give declared fields their resolvers, without Strawberry's wrapper around each call."""
        for kind in self._schema.type_map.values():
            if kind is self._schema.subscription_type:
                _guard_subscriptions(kind)
            elif isinstance(kind, GraphQLObjectType) and not kind.name.startswith("__"):
                _resolve_fields(
                    kind, root=kind in (self._schema.query_type, self._schema.mutation_type)
                )
            if isinstance(kind, GraphQLInterfaceType | GraphQLUnionType):
                kind.resolve_type = _type_resolver(kind.resolve_type or default_type_resolver)


def _resolve_fields(kind: GraphQLObjectType, *, root: bool) -> None:
    backref = GraphQLCoreConverter.DEFINITION_BACKREF
    entity = entity_of(cast(Any, kind.extensions[backref]).origin)
    if entity is not None:
        kind.is_type_of = None
    for name, field in kind.fields.items():
        made: StrawberryField = field.extensions[backref]
        if resolve := field_resolver(made):
            field.resolve = resolve
        elif (python := made.metadata.get("python")) is not None:
            resolve = direct(made, field) or cast(Any, field.resolve)
            field.resolve = python_resolver(python, resolve, root=root)
        elif name == "id" and entity is not None and entity.is_node:
            field.resolve = _global_id(entity.prefix)
        elif made.is_basic_field:
            field.resolve = Show(attrgetter(made.python_name))


def _guard_subscriptions(kind: GraphQLObjectType) -> None:
    for field in kind.fields.values():
        python = field.extensions[GraphQLCoreConverter.DEFINITION_BACKREF].metadata["python"]
        field.subscribe = python_resolver(python, cast(Any, field.subscribe), root=True)


def _type_resolver(otherwise: GraphQLTypeResolver) -> GraphQLTypeResolver:
    """Rows know their type; other values are looked at as before."""

    def resolve(value: Any, info: Any, kind: Any) -> Any:
        return type(value).entity.name if isinstance(value, Row) else otherwise(value, info, kind)

    return resolve


def _global_id(prefix: str) -> Any:
    return Show(lambda row: encode(prefix, row.id))


def compose(registry: Registry, extensions: Extensions = ()) -> Schema:
    """The schema of a deployment's declarations; PluginError names what does not fit."""
    try:
        return Schema(registry, extensions)
    except DuplicatedTypeName as error:
        found = sorted({c.__module__ for c in (error.first_cls, error.second_cls) if c})
        places = " and ".join(found)
        raise PluginError(f"{error.message}, in {places}: rename one of the two.") from error
    except (StrawberryException, GraphQLError, TypeError) as error:
        # graphql-core reports what a type's fields raise as the cause of an error of its own
        if isinstance(error.__cause__, PluginError):
            raise error.__cause__ from None
        raise PluginError(f"The enabled plugins make no schema together: {error}") from error
