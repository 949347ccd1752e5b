"""For which reasons a lead is visible. A lead that nobody owns is not everybody's."""

from sqlalchemy import ColumnElement, and_

from core.declare.field import Alias
from core.employees.visibility import holding, led, owned
from core.viewer import Viewer
from core.visibility import Reason
from plugins.leads.permissions import LeadPermission

READ_ALL = holding(LeadPermission.READ_ALL)
_UNOWNED = holding(LeadPermission.READ_UNOWNED)


def unowned(row: Alias, viewer: Viewer) -> ColumnElement[bool]:
    """Leads without an owner, for those who hold the permission."""
    return and_(_UNOWNED(row, viewer), row.owner_id.is_(None))


REASONS = (
    Reason("Lead", "READ_ALL", "Your role shows you every lead.", READ_ALL),
    Reason("Lead", "OWNER", "You own it.", owned),
    Reason("Lead", "TEAM_LEAD", "Its owner is in a team that you lead.", led),
    Reason("Lead", "UNOWNED", "Nobody owns it, and your role shows you such leads.", unowned),
)
