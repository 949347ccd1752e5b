"""For which reasons an external id is visible, besides its customer."""

from sqlalchemy import ColumnElement

from core.declare.field import Alias
from core.viewer import Viewer
from core.visibility import Reason


def without_customer(row: Alias, viewer: Viewer) -> ColumnElement[bool]:
    free: ColumnElement[bool] = row.customer_id.is_(None)
    return free


REASONS = (
    Reason("ExternalId", "NO_CUSTOMER", "Its record hangs on no customer.", without_customer),
)
