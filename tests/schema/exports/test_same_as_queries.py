"""Whatever a list shows to whomever, a file of it holds the same."""

from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pytest

from core.declare import Connection, Declared, Entity, ToOne, ToOneThrough
from core.declare.field import Scalar
from core.declare.kinds import optional_free
from core.registry import Registry
from core.roots import Query
from core.sheets import Cells
from core.viewer import Viewer
from schema.exports.csv_file import guarded
from tests.api import ALL_PLUGINS, declared
from tests.schema.exports.exporter import Exporter
from tests.world import LEAD, OWNER, STRANGER, World

LISTS = sorted(
    field.graphql_name
    for field in declared(ALL_PLUGINS).added(Query).values()
    if isinstance(field, Connection)
)
READ: dict[Any, Any] = {
    datetime: datetime.fromisoformat,
    date: date.fromisoformat,
    Decimal: Decimal,
}

Path = tuple[tuple[str, ...], Any]
"""The names that lead to a value, and its type."""


def viewers(world: World) -> list[Viewer]:
    return [world.admin, world.reader(OWNER), world.reader(LEAD), world.reader(STRANGER)]


def paths(registry: Registry, viewer: Viewer, entity: Entity, deep: int) -> Iterator[Path]:
    """All single values of a row, and of the rows it leads to, that the viewer may read."""
    if entity.is_node:
        yield ("id",), str
    for field in registry.declared(entity).values():
        if not may(viewer, field):
            continue
        if isinstance(field, Scalar) and optional_free(field.annotation) is not float:
            yield (field.graphql_name,), optional_free(field.annotation)
        elif isinstance(field, ToOne | ToOneThrough) and deep:
            target = registry.entity(field.target)
            if target.read is None or viewer.may(target.read):
                for names, kind in paths(registry, viewer, target, deep - 1):
                    yield (field.graphql_name, *names), kind


def may(viewer: Viewer, field: Declared) -> bool:
    return field.permission is None or viewer.may(field.permission)


def selection(found: list[tuple[str, ...]]) -> str:
    """The paths as a selection set, in their order."""
    parts: dict[str, list[tuple[str, ...]]] = {}
    for first, *rest in found:
        below = parts.setdefault(first, [])
        if rest:
            below.append(tuple(rest))
    return " ".join(f"{name} {{ {selection(b)} }}" if b else name for name, b in parts.items())


def value_at(row: Any, names: tuple[str, ...], kind: Any) -> Any:
    for name in names:
        row = None if row is None else row[name]
    read = READ.get(kind)
    return row if row is None or read is None else read(row)


@pytest.mark.parametrize("name", LISTS)
async def test_a_file_holds_what_the_list_shows(
    exporter: Exporter, world: World, name: str
) -> None:
    registry = world.api.deployment.registry
    field = next(f for f in registry.added(Query).values() if f.graphql_name == name)
    assert isinstance(field, Connection)
    entity = registry.entity(field.target)
    cells = Cells("en", world.api.deployment.settings.time_zone)
    for viewer in viewers(world):
        if not may(viewer, field) or (entity.read is not None and not viewer.may(entity.read)):
            continue
        found = list(paths(registry, viewer, entity, deep=1))
        asked = f"{{ {name}(first: 500) {{ nodes {{ {selection([p for p, _ in found])} }} }} }}"
        answer = await world(asked, viewer)
        rows = answer[name]["nodes"]
        expected = [
            [guarded(cells.of(value_at(row, names, kind))) for names, kind in found] for row in rows
        ]
        _, *written = await exporter.csv(asked, viewer, language="en")
        assert written == expected
