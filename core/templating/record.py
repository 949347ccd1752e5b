"""The fields of records by their paths, as SQL and as values."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import ColumnElement, select, true
from sqlalchemy.orm import aliased

from core.declare import Entity, ToOne, ToOneThrough
from core.declare.field import Alias, Scalar
from core.errors import BadInput
from core.ids import encode_sql
from core.reading.rows import keys_parameter
from core.reading.visible import visible
from core.templating.problem import TemplateProblem
from core.templating.template import Path, Template
from core.viewer import Viewer, require
from core.writing.writing import Writing

if TYPE_CHECKING:
    from core.registry import Registry

LONGEST_PATH = 3


@dataclass(frozen=True)
class Fields:
    """Fields of records of an entity, as a viewer may read them."""

    registry: "Registry"
    entity: Entity
    viewer: Viewer

    def sql(self, row: Alias, path: Path) -> ColumnElement[Any]:
        """The value at a path: null where it leads to nothing, or nothing that the viewer sees.

        BadInput for a path that leads nowhere, Forbidden for one that the viewer may not read.
        """
        return self._of(self.entity, row, path)

    def _of(self, entity: Entity, row: Alias, path: Path) -> ColumnElement[Any]:
        name, *rest = path
        if name == "id" and entity.is_node and not rest:
            return encode_sql(entity.prefix, row.id)
        field = self.registry.by_graphql_name(entity).get(name)
        if isinstance(field, Scalar) and not rest:
            require(self.viewer, field.permission)
            return field.sql(row, self.viewer)
        if isinstance(field, ToOne | ToOneThrough) and 0 < len(rest) < LONGEST_PATH:
            require(self.viewer, field.permission)
            return self._below(field, row, tuple(rest))
        raise BadInput(f"'{'.'.join(path)}' is no value of a {entity.name}.")

    def _below(self, field: ToOne | ToOneThrough, row: Alias, path: Path) -> ColumnElement[Any]:
        entity = self.registry.entity(field.target)
        require(self.viewer, entity.read)
        other: Any = aliased(entity.model)
        seen = visible(self.registry, entity, other, self.viewer)
        if isinstance(field, ToOne):
            found = select(self._of(entity, other, path)).where(other.id == getattr(row, field.via))
        else:
            in_use = other.archived_at.is_(None) if entity.archivable else true()
            found = select(self._of(entity, other, path)).where(field.join(row, other), in_use)
        return found.where(seen).scalar_subquery()


async def read_fields(
    writing: Writing, entity: Entity, keys: Sequence[int], paths: Iterable[Path]
) -> Mapping[int, Mapping[Path, Any]]:
    """The values at paths of visible records, by their keys; one statement for all."""
    fields = Fields(writing.deployment.registry, entity, writing.viewer)
    row: Any = aliased(entity.model)
    wanted = sorted(set(paths))
    values = [fields.sql(row, path).label(f"v{n}") for n, path in enumerate(wanted)]
    statement = select(row.id, *values).where(
        row.id == keys_parameter(keys), writing.sees(entity, row)
    )
    rows = await writing.session.execute(statement)
    return {r[0]: dict(zip(wanted, r[1:], strict=True)) for r in rows}


def problems_with(
    registry: "Registry", entity: Entity, name: str, text: str, *, html: bool = False
) -> Iterable[str]:
    """What is wrong with a template for records of an entity, in sentences."""
    try:
        paths = Template(text, html=html).paths
    except TemplateProblem as problem:
        return [f"'{name}': {problem}"]
    everything = Viewer(0, frozenset(registry.permissions))
    fields = Fields(registry, entity, everything)
    return [f"'{name}': {told}" for path in sorted(paths) if (told := _problem(fields, path))]


def _problem(fields: Fields, path: Path) -> str | None:
    try:
        fields.sql(aliased(fields.entity.model), path)
    except BadInput as error:
        return error.message
    return None
