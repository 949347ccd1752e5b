"""Where the values of a report come from: rows that the viewer sees, or names to be shown."""

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from sqlalchemy import ColumnElement, FromClause, and_, table, true
from sqlalchemy import column as named
from sqlalchemy.orm import aliased

from core.declare import Entity, ToOne, ToOneThrough
from core.declare.field import Alias, Scalar
from core.reading import visible
from core.viewer import Viewer

if TYPE_CHECKING:
    from core.registry import Registry


@dataclass(frozen=True)
class Source:
    """The rows of an entity at one place of a report."""

    registry: "Registry"
    viewer: Viewer
    entity: Entity
    place: int

    @property
    def rows(self) -> Any:
        """What is selected from."""
        raise NotImplementedError

    @property
    def key(self) -> ColumnElement[int]:
        """The rows' own key."""
        raise NotImplementedError

    @property
    def seen(self) -> ColumnElement[bool]:
        """Whether the viewer sees the row."""
        raise NotImplementedError

    def value(self, field: Scalar) -> ColumnElement[Any]:
        """The value of a field."""
        raise NotImplementedError

    def sort(self, field: Scalar) -> ColumnElement[Any]:
        """What a field is ordered by."""
        raise NotImplementedError

    def joined(self, field: ToOne | ToOneThrough, other: "Source") -> ColumnElement[bool]:
        """Whether a field leads to the row of another place."""
        raise NotImplementedError

    def archived_at(self) -> ColumnElement[Any]:
        """When the row was archived."""
        raise NotImplementedError


@dataclass(frozen=True)
class Rows(Source):
    """The rows of the database."""

    @cached_property
    def rows(self) -> Alias:
        return aliased(self.entity.model)

    @property
    def key(self) -> ColumnElement[int]:
        found: ColumnElement[int] = self.rows.id
        return found

    @property
    def seen(self) -> ColumnElement[bool]:
        return visible(self.registry, self.entity, self.rows, self.viewer)

    def value(self, field: Scalar) -> ColumnElement[Any]:
        return field.sql(self.rows, self.viewer)

    def sort(self, field: Scalar) -> ColumnElement[Any]:
        return field.sort_sql(self.rows, self.viewer)

    def joined(self, field: ToOne | ToOneThrough, other: Source) -> ColumnElement[bool]:
        if isinstance(field, ToOneThrough):
            tied = field.join(self.rows, other.rows)
            in_use = other.archived_at().is_(None) if other.entity.archivable else true()
            return and_(tied, in_use)
        found: ColumnElement[bool] = other.key == getattr(self.rows, field.via)
        return found

    def archived_at(self) -> ColumnElement[Any]:
        found: ColumnElement[Any] = self.rows.archived_at
        return found


@dataclass(frozen=True)
class Names(Source):
    """The tables and columns that SQL search has for them, in which only visible rows are."""

    @cached_property
    def rows(self) -> FromClause:
        return table(self.entity.prefix).alias(f"{self.entity.prefix}_{self.place}")

    @property
    def key(self) -> ColumnElement[int]:
        return self._column("id", self._real.key)

    @property
    def seen(self) -> ColumnElement[bool]:
        return true()

    def value(self, field: Scalar) -> ColumnElement[Any]:
        return self._column(field.name, self._real.value(field))

    def sort(self, field: Scalar) -> ColumnElement[Any]:
        return self._column(f"{field.name}_sort", self._real.sort(field))

    def joined(self, field: ToOne | ToOneThrough, other: Source) -> ColumnElement[bool]:
        return other.key == self._column(f"{field.name}_id", self._real.key)

    def archived_at(self) -> ColumnElement[Any]:
        return self._column("archived_at", self._real.archived_at())

    @cached_property
    def _real(self) -> Rows:
        return Rows(self.registry, self.viewer, self.entity, self.place)

    def _column(self, name: str, like: ColumnElement[Any]) -> ColumnElement[Any]:
        return named(name, like.type, _selectable=self.rows)
