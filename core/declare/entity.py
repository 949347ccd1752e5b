"""Entities: GraphQL types that show rows of a model."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from typing import TYPE_CHECKING, Any

import strawberry
from sqlalchemy import CompoundSelect, Select, inspect
from sqlalchemy.orm import DeclarativeBase

from core.declare.column import Column
from core.declare.field import Declared, Predicate
from core.ids import prefix_of

if TYPE_CHECKING:
    from core.registry import Registry
    from core.viewer import Viewer
    from core.visibility import WithParent

Gather = Callable[["Registry", "Viewer"], Select[Any] | CompoundSelect[Any]]
"""Selects the rows of an entity that has no table, by the names of the model's attributes."""


@strawberry.interface(description="A thing with an id that is unique in the whole deployment.")
class Node:
    """What entities whose rows have a key derive from."""

    id: strawberry.ID = strawberry.field(
        description="Id, unique over all types. Opaque: do not build or take apart."
    )


class NotLoaded(AttributeError):
    """A Python field read a column of its parent that it does not name in `needs`."""


class Row:
    """A loaded row: the attributes that a query needs of a model, and its entity.

    A resolver that takes one as its parent may annotate it with the model.
    """

    entity: "Entity"

    def __getattr__(self, name: str) -> Any:
        raise NotLoaded(
            f"'{name}' was not loaded for {type(self).__name__}: name it in `needs` of the field."
        )


@dataclass(frozen=True, eq=False)
class Entity:
    """A GraphQL type, the model whose rows it shows, and who may see which rows.

    A row is visible for `visible`, or for any reason that plugins give (hook
    `register_visibility`); where there is neither, nobody sees it.
    """

    name: str
    origin: type
    model: type[DeclarativeBase]
    read: StrEnum | None
    visible: "Predicate | WithParent | None"
    order: Mapping[str, str]
    search: Callable[..., Any] | None
    rows: Gather | None = None
    fields: dict[str, Declared] = field(default_factory=dict)

    @cached_property
    def prefix(self) -> str:
        """What its ids begin with."""
        return prefix_of(self.name)

    @cached_property
    def row(self) -> type[Row]:
        """The class of its loaded rows."""
        return type(self.name, (Row,), {"entity": self})

    @property
    def archivable(self) -> bool:
        return "archived_at" in inspect(self.model).column_attrs

    @property
    def is_node(self) -> bool:
        return issubclass(self.origin, Node)

    @property
    def columns(self) -> tuple[str, ...]:
        """All column attributes of the model."""
        return tuple(inspect(self.model).column_attrs.keys())

    def bind(self, name: str, declared: Declared) -> Declared:
        """Give a declared field its name and, for a column, its type."""
        declared.name = name
        if isinstance(declared, Column):
            attribute = inspect(self.model).column_attrs[declared.attribute]
            declared.bind(attribute.columns[0])  # type: ignore[arg-type]
        return declared


def entity(
    model: type[DeclarativeBase],
    *,
    read: StrEnum | None = None,
    visible: "Predicate | WithParent | None" = None,
    order: Mapping[str, str] | None = None,
    search: Callable[..., Any] | None = None,
    rows: Gather | None = None,
) -> Callable[[type], type]:
    """Make a class the GraphQL type of a model. Its docstring is the type's description.

    `read` is the permission to see rows at all, `visible` says which ones (see Entity), `order` is
    the default order as in `orderBy`, `search(row, search)` gives a (condition, rank) pair for
    full text search, `rows(registry, viewer)` selects what is no table; only lists lead there.
    """

    def declare(origin: type) -> type:
        declared = {k: v for k, v in vars(origin).items() if isinstance(v, Declared)}
        for name in declared:
            delattr(origin, name)
        decorated = strawberry.type(origin, description=(origin.__doc__ or "").strip())
        made = Entity(
            origin.__name__, decorated, model, read, visible, order or {"id": "ASC"}, search, rows
        )
        made.fields.update({name: made.bind(name, value) for name, value in declared.items()})
        decorated.__entity__ = made  # type: ignore[attr-defined]
        return decorated

    return declare


def entity_of(origin: object) -> Entity | None:
    """The entity of a GraphQL type, or None if it is not one."""
    return getattr(origin, "__entity__", None)
