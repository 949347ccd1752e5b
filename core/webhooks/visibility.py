"""For which reasons a request to another system is visible, besides its customer."""

from sqlalchemy import ColumnElement

from core.declare.field import Alias
from core.employees.visibility import holding
from core.viewer import Viewer
from core.visibility import Reason
from core.webhooks.permissions import WebhookPermission


def sent_by(row: Alias, viewer: Viewer) -> ColumnElement[bool]:
    own: ColumnElement[bool] = row.sender_id == viewer.employee_id
    return own


REASONS = (
    Reason("WebhookCall", "SENDER", "You ran the tool.", sent_by),
    Reason(
        "WebhookCall",
        "READ_ALL",
        "Your role shows you every request.",
        holding(WebhookPermission.READ_ALL),
    ),
)
