"""Which tools a module offers for some of its records, and where they cannot be run."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import ColumnElement, Select, func, literal, select
from sqlalchemy.orm import aliased

from core.declare import Entity
from core.errors import KortistoError
from core.reading.rows import keys_parameter
from core.reading.visible import visible
from core.tools.finding import Wanted, condition, holds, missing, requirements, wanted
from core.tools.kind import Requirement
from core.tools.models import ModuleTool
from core.tools.running import require_rights
from core.tools.tool import Problem, Ready, read_tool, values_of
from core.viewer import Viewer

if TYPE_CHECKING:
    from core.deployment import Deployment

MOST_TOOLS = 100
"""The most tools of a module that are offered."""


@dataclass(frozen=True)
class RecordOffer:
    """Whether a tool is shown for a record, and why it cannot be run on it."""

    id: str
    shown: bool
    reason: str | None


@dataclass(frozen=True)
class Offer:
    """A tool of a module: its row, what it is now, why nobody could run it, and its records."""

    row: Any
    ready: Ready | None
    reason: str | None
    records: Sequence[RecordOffer]

    @property
    def available(self) -> bool:
        """Whether it can be run on one of the records at least, or in general without any."""
        fit = any(r.shown and r.reason is None for r in self.records)
        return self.reason is None and (fit or not self.records)

    @property
    def shown(self) -> bool:
        """Whether its button is shown for one of the records at least."""
        return not self.records or any(r.shown for r in self.records)


@dataclass(frozen=True)
class Tool:
    """The row of an active tool, and what it is now."""

    row: Any
    ready: Ready | None
    problems: Sequence[Problem]

    def reason(self, viewer: Viewer) -> str | None:
        """Why the viewer cannot run it on any record."""
        if self.ready is None:
            return f"The tool is broken. {' '.join(map(str, self.problems))}"
        try:
            require_rights(self.ready, viewer)
        except KortistoError as error:
            return error.message
        return None


async def offers(
    deployment: "Deployment", viewer: Viewer, entity: Entity, ids: Sequence[str]
) -> list[Offer]:
    """The active tools of a module, in their order; two statements, whatever their number.

    A tool that is shown for none of the records is left out.
    """
    rows = await deployment.database.fetch(_of_module(entity))
    tools = [Tool(row, *read_tool(deployment.registry, values_of(row))) for row in rows]
    judges = [Judge(tool, entity) for tool in tools]
    ones = wanted(entity, ids)
    found = await _found(deployment, viewer, entity, judges, ones)
    made = [
        Offer(
            j.tool.row, j.tool.ready, j.tool.reason(viewer), [j.offer(one, found) for one in ones]
        )
        for j in judges
    ]
    return [offer for offer in made if offer.shown]


class Judge:
    """Asks of each record, in a statement for all tools, what must hold for one of them."""

    def __init__(self, tool: Tool, entity: Entity) -> None:
        self.tool = tool
        self.entity = entity
        self.requirements: Sequence[Requirement] = ()
        self.places = slice(0, 0)

    def asked(self, row: Any, place: int) -> Sequence[ColumnElement[bool]]:
        """What to select of a record: whether the tool is shown, and each requirement."""
        ready = self.tool.ready
        if ready is None:
            return ()
        shown: ColumnElement[bool] = literal(True)
        if ready.visible_if is not None:
            shown = func.coalesce(condition(ready, ready.visible_if, row), False)
        self.requirements = list(requirements(ready, row))
        found = [shown, *map(holds, self.requirements)]
        self.places = slice(place, place + len(found))
        return [c.label(f"a{place + n}") for n, c in enumerate(found)]

    def offer(self, one: Wanted, found: Mapping[int, Sequence[Any]]) -> RecordOffer:
        """What the answers of a record come to."""
        if one.key is None or one.key not in found:
            errors = one.errors or missing(one, self.entity).errors
            return RecordOffer(one.id, shown=True, reason=errors[0].message)
        answers = found[one.key][self.places]
        if not answers:
            return RecordOffer(one.id, shown=True, reason=None)
        asked = zip(self.requirements, answers[1:], strict=True)
        reason = next((r.reason for r, held in asked if not held), None)
        return RecordOffer(one.id, shown=answers[0], reason=reason)


async def _found(
    deployment: "Deployment",
    viewer: Viewer,
    entity: Entity,
    judges: Sequence[Judge],
    ones: Sequence[Wanted],
) -> Mapping[int, Sequence[Any]]:
    """The visible records with the answers to all judges, by their keys."""
    keys = [one.key for one in ones if one.key is not None]
    if not keys or not judges:
        return {}
    row: Any = aliased(entity.model)
    asked: list[ColumnElement[bool]] = []
    for judge in judges:
        asked += judge.asked(row, len(asked))
    statement = select(row.id, *asked).where(
        row.id == keys_parameter(keys), visible(deployment.registry, entity, row, viewer)
    )
    rows = await deployment.database.fetch(statement)
    return {r[0]: r[1:] for r in rows}


def _of_module(entity: Entity) -> Select[Any]:
    return (
        select(ModuleTool)
        .where(
            ModuleTool.module == entity.name,
            ModuleTool.active,
            ModuleTool.archived_at.is_(None),
        )
        .order_by(ModuleTool.position, ModuleTool.id)
        .limit(MOST_TOOLS)
    )
