"""Acknowledging a reminder, and putting it off."""

from datetime import datetime
from typing import Annotated, Any

import strawberry

from core.context import Info
from core.declare import extend
from core.roots import Mutation
from core.writing import Mode, Writes, payload_of, write_batch, writes
from core.writing.mutations import given
from plugins.pupesoft_tools.reminders.permissions import ReminderPermission
from plugins.pupesoft_tools.reminders.rules import AcknowledgingRules, SnoozingRules
from plugins.pupesoft_tools.reminders.types import Reminder

# not registered: they are written by the mutations below alone
ACKNOWLEDGING = writes(
    Reminder, inputs=("note",), update=ReminderPermission.USE, rules=AcknowledgingRules
)
SNOOZING = writes(
    Reminder, inputs=("snoozed_until",), update=ReminderPermission.USE, rules=SnoozingRules
)
PAYLOAD: Any = payload_of(ACKNOWLEDGING.entity)


@strawberry.input(description="A reminder that was done, and what came of it.")
class AcknowledgeReminderInput:
    id: strawberry.ID = strawberry.field(description="Id of the reminder.")
    expected_version: int = strawberry.field(
        description="The version that you know; CONFLICT if it is another one now."
    )
    note: str = strawberry.field(description="What came of it, 1 to 2,000 characters.")


@strawberry.input(description="A reminder to be put off.")
class SnoozeReminderInput:
    id: strawberry.ID = strawberry.field(description="Id of the reminder.")
    expected_version: int = strawberry.field(
        description="The version that you know; CONFLICT if it is another one now."
    )
    snoozed_until: datetime = strawberry.field(
        description="When it reminds again: in the future, within 366 days."
    )


async def _acknowledge(
    info: Info,
    input: Annotated[
        AcknowledgeReminderInput, strawberry.argument(description="What came of which reminder.")
    ],
) -> Any:
    """Acknowledge a reminder that is for you; it is not open any more. Needs `reminders:use`."""
    return await _written(info, ACKNOWLEDGING, input)


async def _snooze(
    info: Info,
    input: Annotated[
        SnoozeReminderInput, strawberry.argument(description="Which reminder, until when.")
    ],
) -> Any:
    """Put off a reminder that is for you; if it is overdue then, a mail tells of it once more.
    Needs `reminders:use`.
    """
    return await _written(info, SNOOZING, input)


async def _written(info: Info, what: Writes, input: Any) -> Any:
    context = info.context
    batch = await write_batch(
        context.deployment,
        context.viewer,
        what,
        [given(input)],
        mode=Mode.UPDATE,
        path=("input",),
        single=True,
    )
    context.loaders.clear()
    [outcome] = batch.outcomes
    return PAYLOAD(key=outcome.key, user_errors=list(outcome.errors))


_acknowledge.__name__ = "acknowledge_reminder"
_acknowledge.__annotations__["return"] = PAYLOAD | None
acknowledge_reminder = extend(Mutation, permission=ReminderPermission.USE)(_acknowledge)

_snooze.__name__ = "snooze_reminder"
_snooze.__annotations__["return"] = PAYLOAD | None
snooze_reminder = extend(Mutation, permission=ReminderPermission.USE)(_snooze)
