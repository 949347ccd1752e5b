"""What can be written to an entity: its columns, references to one row, and sets of rows."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from sqlalchemy import Column as TableColumn
from sqlalchemy import ColumnElement, inspect
from sqlalchemy.orm import DeclarativeBase, InstrumentedAttribute
from strawberry import ID
from strawberry.utils.str_converters import to_camel_case

from core.declare import Column, Declared, Entity, ToOne, ToOneThrough
from core.declare.column import python_type
from core.declare.field import Alias
from core.declare.relation import Relation
from core.writing.defaults import constant_default

Only = Callable[[Alias], ColumnElement[bool]]
"""Which rows of the target a reference may lead to."""


@dataclass(frozen=True)
class Links:
    """The two columns of an association table: the key of this entity's row, and of the other."""

    own: InstrumentedAttribute[int]
    other: InstrumentedAttribute[int]


@dataclass(frozen=True)
class Input:
    """One thing that a client may set. `name` is its name in Python, as `owner_id`."""

    name: str
    description: str
    permission: str | None

    @cached_property
    def graphql_name(self) -> str:
        return to_camel_case(self.name)

    @property
    def annotation(self) -> Any:
        """The Python type of its values, which Strawberry turns into the GraphQL type."""
        raise NotImplementedError

    @property
    def needed(self) -> bool:
        """Whether a new row must have a value from the caller."""
        return False


@dataclass(frozen=True)
class ValueInput(Input):
    """The value of a column."""

    column: TableColumn[Any]

    @property
    def annotation(self) -> Any:
        return python_type(self.column.type)

    @property
    def nullable(self) -> bool:
        return bool(self.column.nullable)

    @property
    def needed(self) -> bool:
        return not self.nullable and self.default is None

    @property
    def default(self) -> Any:
        """What a new row has without a value; None if there is nothing."""
        return constant_default(self.column)


@dataclass(frozen=True)
class ReferenceInput(ValueInput):
    """The id of a row of the entity `target`."""

    target: str
    only: Only | None

    @property
    def annotation(self) -> Any:
        return ID


@dataclass(frozen=True)
class LinksInput(Input):
    """The ids of all rows of the entity `target` that are linked; the whole set at once.

    A `single` one takes one id; drafts hold a list of it all the same.
    """

    target: str
    only: Only | None
    links: Links
    single: bool = False

    @property
    def annotation(self) -> Any:
        return ID if self.single else list[ID]


def input_of(entity: Entity, name: str, links: Links | None, only: Only | None) -> Input:
    """What a declared field of an entity takes; TypeError if it cannot be written."""
    declared = entity.fields.get(name)
    permission = declared.permission if declared else None
    if links is not None and isinstance(declared, Relation):
        return links_input(declared, links, only)
    if isinstance(declared, ToOne):
        column = column_of(entity.model, declared.via)
        text = f"{declared.description} Its id."
        return ReferenceInput(declared.via, text, permission, column, declared.target, only)
    if isinstance(declared, Column):
        column = column_of(entity.model, declared.attribute)
        return ValueInput(declared.attribute, declared.description, permission, column)
    raise TypeError(f"{entity.name}.{name} cannot be written: {_kind(declared)}.")


def links_input(declared: Relation, links: Links, only: Only | None = None) -> LinksInput:
    """What a relation takes whose rows are tied by a table of pairs."""
    kind = declared.target, only, links
    if isinstance(declared, ToOneThrough):
        text = f"{declared.description} Its id."
        return LinksInput(f"{declared.name}_id", text, declared.permission, *kind, single=True)
    text = f"{declared.description} All ids; others are removed."
    return LinksInput(f"{declared.name.removesuffix('s')}_ids", text, declared.permission, *kind)


def column_of(model: type[DeclarativeBase], attribute: str) -> TableColumn[Any]:
    """The table's column behind an attribute of a model."""
    column: Any = inspect(model).column_attrs[attribute].columns[0]
    found: TableColumn[Any] = column
    return found


def _kind(declared: Declared | None) -> str:
    return "there is no such field" if declared is None else f"it is a {type(declared).__name__}"
