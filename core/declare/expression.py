"""A field that is an SQL expression over the entity's row."""

from collections.abc import Callable
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, type_coerce
from sqlalchemy.types import NullType

from core.declare.field import Alias, Scalar
from core.declare.kinds import SQL_TYPES, optional_free
from core.viewer import Viewer

Formula = Callable[[Alias, Viewer], ColumnElement[Any]]


class Expression(Scalar):
    """A value computed by PostgreSQL from the row, and from who is looking."""

    def __init__(
        self,
        annotation: Any,
        description: str,
        formula: Formula,
        *,
        permission: StrEnum | None = None,
    ) -> None:
        super().__init__(description, permission)
        self.annotation = annotation
        self._formula = formula

    @property
    def key(self) -> str:
        """Where a loaded row keeps the value; apart from a column of the same name."""
        return f"={self.name}"

    def sql(self, row: Alias, viewer: Viewer) -> ColumnElement[Any]:
        found = self._formula(row, viewer)
        kind = SQL_TYPES.get(optional_free(self.annotation))
        return type_coerce(found, kind) if kind and isinstance(found.type, NullType) else found


def expression(
    annotation: Any, description: str, formula: Formula, *, permission: StrEnum | None = None
) -> Any:
    """Show an SQL expression: `expression(int | None, "Age in days.", lambda row, viewer: …)`."""
    return Expression(annotation, description, formula, permission=permission)
