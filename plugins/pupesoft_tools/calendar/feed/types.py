"""The GraphQL type of feeds."""

from sqlalchemy import ColumnElement

from core.declare import Node, column, entity, one
from core.declare.field import Alias
from core.viewer import Viewer
from plugins.pupesoft_tools.calendar.feed import models
from plugins.pupesoft_tools.calendar.permissions import CalendarPermission


def own(row: Alias, viewer: Viewer) -> ColumnElement[bool]:
    """The viewer's feeds."""
    found: ColumnElement[bool] = row.employee_id == viewer.employee_id
    return found


@entity(models.CalendarFeed, read=CalendarPermission.READ, visible=own, order={"id": "DESC"})
class CalendarFeed(Node):
    """A secret address at which other programs read your calendar. The address is not kept."""

    employee = one("Employee", "Whose calendar it shows: yours.")
    created_at = column("When it was issued.")
    revoked_at = column("When it was revoked; null while it is in use.")
