"""Ways to one's notifications."""

from core.declare import by_id, connection, extend
from core.roots import Query

fields = extend(
    Query,
    notification=by_id("Notification", "Your notification with an id."),
    notifications=connection(
        "Notification",
        None,
        "Your notifications, the latest first; those unread with "
        "`filter: {readAt: {isNull: true}}`.",
    ),
)
