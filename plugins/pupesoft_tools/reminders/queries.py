"""Ways to reminders."""

from core.declare import by_id, connection, extend
from core.roots import Query

fields = extend(
    Query,
    reminder=by_id("Reminder", "The reminder with an id."),
    reminders=connection(
        "Reminder",
        None,
        "The reminders that you see, the earliest due first; those you have to do, overdue ones "
        "before the others, with `filter: {mine: {eq: true}, open: {eq: true}}`.",
    ),
)
