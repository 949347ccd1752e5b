"""For which reasons an opportunity is visible, besides its customer."""

from sqlalchemy import ColumnElement, false, true

from core.declare.field import Alias
from core.employees.visibility import led_by
from core.viewer import Viewer
from core.visibility import Reason
from plugins.opportunities.permissions import OpportunityPermission


def read_all(row: Alias, viewer: Viewer) -> ColumnElement[bool]:
    return true() if viewer.may(OpportunityPermission.READ_ALL) else false()


def owner(row: Alias, viewer: Viewer) -> ColumnElement[bool]:
    owned: ColumnElement[bool] = row.owner_id == viewer.employee_id
    return owned


def team_lead(row: Alias, viewer: Viewer) -> ColumnElement[bool]:
    led: ColumnElement[bool] = row.owner_id.in_(led_by(viewer))
    return led


REASONS = (
    Reason("Opportunity", "READ_ALL", "Your role shows you every opportunity.", read_all),
    Reason("Opportunity", "OWNER", "You own it.", owner),
    Reason("Opportunity", "TEAM_LEAD", "Its owner is in a team that you lead.", team_lead),
)
