"""Making and changing calendar entries."""

from core.keywords.rules import in_list
from core.writing import writes
from plugins.pupesoft_tools.calendar.permissions import CalendarPermission
from plugins.pupesoft_tools.calendar.rules import CalendarRules
from plugins.pupesoft_tools.calendar.types import KINDS, CalendarEntry

entry_writes = writes(
    CalendarEntry,
    inputs=(
        *("owner", "customer", "contact", "kind", "title", "comment"),
        *("starts_at", "ends_at", "starts_on", "ends_on", "kilometres", "per_diems", "done"),
    ),
    create=CalendarPermission.WRITE,
    update=CalendarPermission.WRITE,
    archive=CalendarPermission.WRITE,
    rules=CalendarRules,
    only={"kind": in_list(KINDS)},
    filled=("owner_id",),
    plural="CalendarEntries",
)
