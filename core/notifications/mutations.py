"""Marking notifications as read."""

from typing import Annotated

import strawberry
from sqlalchemy import update

from core.context import Info
from core.declare import extend
from core.errors import BadInput
from core.ids import decode_as
from core.notifications.models import Notification
from core.reading.rows import keys_parameter
from core.roots import Mutation
from core.writing import Code, UserError

MOST_IDS = 500


@strawberry.input(description="Notifications that you have read.")
class MarkNotificationsReadInput:
    ids: list[strawberry.ID] | None = strawberry.field(
        default=None, description=f"Their ids, at most {MOST_IDS}; null for all of yours."
    )


@strawberry.type(description="The answer to `markNotificationsRead`.")
class MarkNotificationsReadPayload:
    count: int = strawberry.field(description="How many were unread and are read now.")
    user_errors: list[UserError] = strawberry.field(
        description="INVALID: an id is damaged. TOO_MANY: too many ids. Nothing was marked then."
    )


@extend(Mutation)
async def mark_notifications_read(
    info: Info,
    input: Annotated[
        MarkNotificationsReadInput, strawberry.argument(description="Which notifications.")
    ],
) -> MarkNotificationsReadPayload | None:
    """Mark your notifications as read. Ids of others' and of none are passed over."""
    context = info.context
    viewer, deployment = context.require(), context.deployment
    keys, errors = _keys(input.ids)
    if errors:
        return MarkNotificationsReadPayload(count=0, user_errors=errors)
    unread = Notification.employee_id == viewer.employee_id, Notification.read_at.is_(None)
    marked = update(Notification).where(*unread).values(read_at=deployment.clock.now())
    if keys is not None:
        marked = marked.where(Notification.id == keys_parameter(keys))
    async with deployment.database.writing(viewer) as session:
        found = (await session.scalars(marked.returning(Notification.id))).all()
    context.loaders.clear()
    return MarkNotificationsReadPayload(count=len(found), user_errors=[])


def _keys(ids: list[strawberry.ID] | None) -> tuple[list[int] | None, list[UserError]]:
    if ids is None:
        return None, []
    if len(ids) > MOST_IDS:
        text = f"'ids' has {len(ids)} ids: send at most {MOST_IDS} at once."
        return None, [UserError(code=Code.TOO_MANY.value, message=text, path=["input", "ids"])]
    try:
        return [decode_as("notification", text) for text in ids], []
    except BadInput as error:
        path = ["input", "ids"]
        return None, [UserError(code=Code.INVALID.value, message=error.message, path=path)]
