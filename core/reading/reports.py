"""Reports: root fields whose rows one statement computes, of what the viewer sees."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Any, NamedTuple

from sqlalchemy import ColumnElement, Select, inspect, literal, null, type_coerce
from sqlalchemy.types import TypeEngine

from core.declare.aliases import Aliased
from core.declare.field import Alias
from core.declare.relation import PLAIN_LIST_LIMIT, Relation
from core.reading.filters import filtered
from core.reading.late import Late, as_sql
from core.reading.visible import visible
from core.viewer import Viewer, require

if TYPE_CHECKING:
    from core.registry import Registry


@dataclass(frozen=True)
class Asked:
    """What a report is asked, and by whom; arguments have the names of the schema."""

    registry: "Registry"
    viewer: Viewer
    arguments: Mapping[str, Any] = field(default_factory=dict)

    def get(self, name: str) -> Any:
        """What was given for an argument that decides how the statement reads: an enum."""
        return self.arguments.get(name)

    def sql(self, name: str, kind: TypeEngine[Any]) -> ColumnElement[Any] | None:
        """What was given for an argument, as SQL; None if nothing was."""
        value = self.get(name)
        return None if value is None else as_sql(value, kind)

    def made(
        self, kind: TypeEngine[Any], make: Callable[[Mapping[str, Any]], Any]
    ) -> ColumnElement[Any]:
        """What follows from all that was given, as SQL; `make` may raise BadInput."""
        given = next((v for v in self.arguments.values() if isinstance(v, Late)), None)
        if given is None:
            return literal(make(self.arguments), kind)
        place = given.place
        return given.binds.add(kind, lambda all_given: make(all_given[place]))

    def seen(self, entity: str, row: Alias) -> ColumnElement[bool]:
        """Whether the viewer sees a row of an entity; Forbidden if he may see none at all."""
        found = self.registry.entity(entity)
        require(self.viewer, found.read)
        return visible(self.registry, found, row, self.viewer)

    def chosen(self, entity: str, row: Alias) -> list[ColumnElement[bool]]:
        """What holds for the rows that the viewer sees and the argument `filter` lets through."""
        conditions = [self.seen(entity, row)]
        if where := self.get("filter"):
            found = self.registry.entity(entity)
            conditions.append(filtered(self.registry, found, row, self.viewer, where))
        return conditions


class Argument(NamedTuple):
    """The type of an argument, as Strawberry takes it, and its description."""

    annotation: Any
    description: str


Rows = Callable[[Asked], Select[Any]]
"""Selects what a report shows, by the names of the attributes of its entity's model; what it
leaves out is null. `id` tells the rows apart.
"""


class Report(Relation):
    """A root field with the rows of a report, in the order of their entity, at most `limit`."""

    def __init__(
        self,
        target: str,
        rows: Rows,
        description: str,
        *,
        arguments: Mapping[str, Argument],
        filters: str | None,
        limit: int,
        permission: StrEnum | None,
    ) -> None:
        super().__init__(target, description, permission)
        self.arguments = arguments
        self.filters = filters
        self.limit = limit
        self._rows = rows

    def row(self, asked: Asked) -> Alias:
        """The rows, as an alias of the model of their entity."""
        model = asked.registry.entity(self.target).model
        found = self._rows(asked)
        known = {column.key: column for column in found.selected_columns}
        columns = []
        for attribute in inspect(model).column_attrs:
            kind = attribute.columns[0].type
            value = known.get(attribute.key)
            typed = null().cast(kind) if value is None else type_coerce(value, kind)
            columns.append(typed.label(attribute.key))
        rows = found.with_only_columns(*columns).subquery()
        return Aliased(model, rows)


def report(
    target: str,
    rows: Rows,
    description: str,
    *,
    arguments: Mapping[str, Argument] | None = None,
    filters: str | None = None,
    limit: int = PLAIN_LIST_LIMIT,
    permission: StrEnum | None = None,
) -> Any:
    """Compute rows: a root field. The entity `target` has a model that derives from `Computed`.

    `arguments` are given by their names in Python; `filters` names the entity by which an argument
    `filter` chooses. `rows` gets what was given, and sees to it that only visible rows count.
    """
    return Report(
        target,
        rows,
        description,
        arguments=arguments or {},
        filters=filters,
        limit=limit,
        permission=permission,
    )
