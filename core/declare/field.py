"""What all declared fields share."""

from collections.abc import Callable
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement
from strawberry.utils.str_converters import to_camel_case

from core.viewer import Viewer

Alias = Any
"""A model, aliased for one place of one statement; its attributes are SQL columns.

It need not be one of the ORM's. What a predicate or an expression reads besides gets its own, by
`core.declare.aliases.alias`.
"""

Predicate = Callable[[Alias, Viewer], ColumnElement[bool]]
"""Which rows of an alias hold for a viewer."""


class Declared:
    """A field whose value SQL can say.

    `description` is the field's text in the schema; `permission` is what a viewer needs to read it
    beyond the entity's own.
    """

    name: str

    def __init__(self, description: str, permission: StrEnum | None = None) -> None:
        self.description = description
        self.permission = permission

    def __set_name__(self, owner: type, name: str) -> None:
        self.name = name

    @property
    def graphql_name(self) -> str:
        return to_camel_case(self.name)

    @property
    def needs(self) -> tuple[str, ...]:
        """Columns of the row's model that must be loaded to resolve this field."""
        return ()


class Scalar(Declared):
    """A declared field with a single value: it can be selected, filtered and ordered by."""

    annotation: Any
    """The Python type Strawberry turns into the GraphQL type, `| None` where null may stand."""

    def sql(self, row: Alias, viewer: Viewer) -> ColumnElement[Any]:
        """The value, as SQL over an alias of the entity's model."""
        raise NotImplementedError

    def sort_sql(self, row: Alias, viewer: Viewer) -> ColumnElement[Any]:
        """What to order by when clients order by this field."""
        return self.sql(row, viewer)
