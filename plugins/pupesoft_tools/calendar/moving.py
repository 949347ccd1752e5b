"""Moving a calendar entry to another time or calendar."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Annotated, Any

import strawberry
from strawberry.utils.str_converters import to_camel_case

from core.context import Info
from core.declare import extend
from core.roots import Mutation
from core.writing import Code, Mode, Outcome, Writing, attempt, locked, write
from core.writing.refusing import Refusal, key_of, refusal, unseen
from plugins.pupesoft_tools.calendar.mutations import entry_writes
from plugins.pupesoft_tools.calendar.period import DAYS, TIMES
from plugins.pupesoft_tools.calendar.permissions import CalendarPermission
from plugins.pupesoft_tools.calendar.warnings import PAYLOAD

PATH = ("input",)


@strawberry.input(description="Where an entry goes; it lasts as long as before.")
class MoveCalendarEntryInput:
    id: strawberry.ID = strawberry.field(description="Id of the entry.")
    expected_version: int = strawberry.field(
        description="The version that you know; CONFLICT if it is another one now."
    )
    starts_at: datetime | None = strawberry.field(
        default=None, description="When it begins from now on, if it has times."
    )
    starts_on: date | None = strawberry.field(
        default=None, description="Its first day from now on, if it is whole days."
    )
    owner_id: strawberry.ID | None = strawberry.field(
        default=None,
        description="Whose calendar it goes to. Others' need `calendar:write_all`.",
    )


async def _move(
    info: Info,
    input: Annotated[MoveCalendarEntryInput, strawberry.argument(description="What goes where.")],
) -> Any:
    """Move a calendar entry to another time, another calendar or both. Needs `calendar:write`."""
    context = info.context

    async def work(writing: Writing) -> Outcome:
        return await move(writing, input)

    found = await attempt(
        context.deployment, context.require(), work, lambda outcome: not outcome.errors
    )
    context.loaders.clear()
    return PAYLOAD(key=found.key, user_errors=list(found.errors))


async def move(writing: Writing, given: MoveCalendarEntryInput) -> Outcome:
    """Move an entry by the rules of a change of it."""
    try:
        values = await _values(writing, given)
    except Refusal as problem:
        return Outcome(None, None, [problem.error])
    batch = await write(writing, entry_writes, [values], mode=Mode.UPDATE, path=PATH, single=True)
    return batch.outcomes[0]


async def _values(writing: Writing, given: MoveCalendarEntryInput) -> Mapping[str, object]:
    key = key_of(writing.deployment, "CalendarEntry", "id", str(given.id))
    row: Any = (await locked(writing, entry_writes, [key])).get(key)
    if row is None:
        raise unseen("id", "CalendarEntry")
    owner = {} if given.owner_id is None else {"owner_id": given.owner_id}
    return {
        "id": key,
        "expected_version": given.expected_version,
        **owner,
        **_period(row, given),
    }


def _period(row: Any, given: MoveCalendarEntryInput) -> Mapping[str, object]:
    whole = row.starts_on is not None
    first, last = DAYS if whole else TIMES
    if (given.starts_at if whole else given.starts_on) is not None:
        name, fits = ("startsAt", "startsOn") if whole else ("startsOn", "startsAt")
        kind = "is whole days" if whole else "has times"
        raise refusal(name, f"does not fit: the entry {kind}, give '{fits}'.")
    start: Any = given.starts_on if whole else given.starts_at
    if start is None and given.owner_id is None:
        name = to_camel_case(first)
        raise refusal(name, "is required: say where it goes.", Code.REQUIRED)
    if start is None:
        return {}
    try:
        return {first: start, last: start + (getattr(row, last) - getattr(row, first))}
    except OverflowError:
        raise refusal(to_camel_case(first), "is too late.") from None


_move.__name__ = "move_calendar_entry"
_move.__annotations__["return"] = PAYLOAD | None
move_calendar_entry = extend(Mutation, permission=CalendarPermission.WRITE)(_move)
