"""Which of the records that resemble a lead is the same one."""

from collections.abc import Iterable, Mapping

from core.writing import Code, Writing, locked
from plugins.leads.conversion.binding import BoundTarget
from plugins.leads.conversion.destination import Destination
from plugins.leads.conversion.enums import Mode
from plugins.leads.conversion.job import Part
from plugins.leads.duplicates import Match

HIDDEN_MATCH = "HIDDEN_MATCH"
TEXT = (
    "is MATCH_OR_CREATE, and the same record is there already, but you may not see it: ask "
    "somebody who may, or choose CREATE or another record."
)


def surest(part: Part) -> Match | None:
    """The surest of what is sure to be the same; of equal ones the oldest that the viewer sees."""
    if part.mode is not Mode.MATCH_OR_CREATE:
        return None
    sure = [m for m in part.eligible if m.is_sure]
    return min(sure, key=lambda m: (-m.score, m.key is None, m.key or 0), default=None)


class Shelf:
    """The records of one target that leads may end in, locked."""

    def __init__(self, rows: Mapping[int, object]) -> None:
        self._found = {key: Destination(row) for key, row in rows.items()}

    def named(self, part: Part) -> Destination | None:
        """The record that the caller named, if it can be used."""
        found = self._found.get(part.key or 0)
        if found is None:
            text = f"names no {part.target.entity} that you may see: name another."
            part.refuse_id(text, Code.NOT_FOUND)
        elif found.row.archived_at is not None:
            part.refuse_id("is archived: restore it first.", Code.ARCHIVED)
            return None
        return found

    def matched(self, part: Part, match: Match) -> Destination | None:
        """The record that is the same one, if the viewer may see it."""
        if match.key is None:
            part.refuse_mode(TEXT, HIDDEN_MATCH)
            return None
        found = self._found.get(match.key)
        if found is None or found.row.archived_at is not None:
            part.refuse_mode("found a record that was just changed: try again.", Code.CONFLICT)
            return None
        return found


async def shelf(writing: Writing, bound: BoundTarget, parts: Iterable[Part]) -> Shelf:
    """The records that parts name, and those that are the same as what they bring."""
    keys: set[int | None] = set()
    for part in parts:
        match = surest(part)
        keys |= {part.key, match.key if match else None}
    found = [key for key in keys if key is not None]
    return Shelf(await locked(writing, bound.writes, found) if found else {})
