"""For which reasons a reminder is visible, besides its customer."""

from sqlalchemy import ColumnElement, or_

from core.declare.field import Alias
from core.viewer import Viewer
from core.visibility import Reason


def concerns(row: Alias, viewer: Viewer) -> ColumnElement[bool]:
    """Reminders of the viewer, and those that he made."""
    return or_(row.employee_id == viewer.employee_id, row.author_id == viewer.employee_id)


REASONS = (Reason("Reminder", "CONCERNS", "It is for you, or you made it.", concerns),)
