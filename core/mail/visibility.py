"""For which reasons an e-mail is visible, besides its customer."""

from sqlalchemy import ColumnElement

from core.declare.field import Alias
from core.employees.visibility import holding
from core.mail.permissions import MailPermission
from core.viewer import Viewer
from core.visibility import Reason


def sent_by(row: Alias, viewer: Viewer) -> ColumnElement[bool]:
    own: ColumnElement[bool] = row.sender_id == viewer.employee_id
    return own


REASONS = (
    Reason("Email", "SENDER", "You sent it.", sent_by),
    Reason(
        "Email", "READ_ALL", "Your role shows you every e-mail.", holding(MailPermission.READ_ALL)
    ),
)
