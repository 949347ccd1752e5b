"""For which reasons a change is visible, besides its customer."""

from sqlalchemy import ColumnElement, false, true

from core.changes.permissions import ChangePermission
from core.declare.field import Alias
from core.viewer import Viewer
from core.visibility import Reason


def read_all(row: Alias, viewer: Viewer) -> ColumnElement[bool]:
    return true() if viewer.may(ChangePermission.READ_ALL) else false()


REASONS = (Reason("Change", "READ_ALL", "Your role shows you every change.", read_all),)
