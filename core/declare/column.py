"""A field that is a column of the entity's table."""

from enum import Enum, StrEnum
from typing import Any

from sqlalchemy import ARRAY, ColumnElement, types
from sqlalchemy import Column as TableColumn
from sqlalchemy.types import TypeEngine

from core.declare.field import Alias, Scalar
from core.scalars import JSON
from core.viewer import Viewer


class Column(Scalar):
    """One column; its GraphQL type follows the column's type and nullability."""

    def __init__(
        self,
        description: str,
        *,
        attribute: str | None = None,
        sort: str | None = None,
        permission: StrEnum | None = None,
    ) -> None:
        super().__init__(description, permission)
        self._attribute = attribute
        self._sort = sort

    @property
    def attribute(self) -> str:
        return self._attribute or self.name

    @property
    def sort_attribute(self) -> str:
        """The attribute that it is ordered by."""
        return self._sort or self.attribute

    @property
    def needs(self) -> tuple[str, ...]:
        return (self.attribute,)

    def bind(self, column: TableColumn[Any]) -> None:
        """Take the GraphQL type from the table's column."""
        python = python_type(column.type)
        self.annotation = python | None if column.nullable else python

    def sql(self, row: Alias, viewer: Viewer) -> ColumnElement[Any]:
        column: ColumnElement[Any] = getattr(row, self.attribute)
        return column

    def sort_sql(self, row: Alias, viewer: Viewer) -> ColumnElement[Any]:
        column: ColumnElement[Any] = getattr(row, self.sort_attribute)
        return column


def column(
    description: str,
    *,
    attribute: str | None = None,
    sort: str | None = None,
    permission: StrEnum | None = None,
) -> Any:
    """Show a column of the model.

    `attribute` names the model's attribute where it differs from the field's name; `sort` names the
    attribute that holds its sort key.
    """
    return Column(description, attribute=attribute, sort=sort, permission=permission)


def python_type(kind: TypeEngine[Any]) -> Any:
    """The Python type whose GraphQL counterpart shows values of a column type."""
    if isinstance(kind, ARRAY):
        return list[python_type(kind.item_type)]  # type: ignore[misc]
    if isinstance(kind, types.JSON):
        return JSON
    found: type[Enum] | type = kind.python_type
    return found
