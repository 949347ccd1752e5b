"""Which employees somebody sees, and whose work a team lead sees."""

from sqlalchemy import ColumnElement, Select, select, true

from core.declare.field import Alias
from core.employees.models import Employee, Team
from core.employees.permissions import EmployeePermission
from core.viewer import Viewer


def all_or_oneself(row: Alias, viewer: Viewer) -> ColumnElement[bool]:
    """Every employee for those who may read them; oneself for everybody."""
    if viewer.may(EmployeePermission.READ):
        return true()
    oneself: ColumnElement[bool] = row.id == viewer.employee_id
    return oneself


def led_by(viewer: Viewer) -> Select[int]:
    """Keys of the employees in the teams that the viewer leads, and in the teams below those."""
    led = select(Team.id).where(Team.lead_id == viewer.employee_id, Team.archived_at.is_(None))
    teams = led.cte(recursive=True)
    below = select(Team.id).join(teams, Team.parent_id == teams.c.id)
    teams = teams.union(below.where(Team.archived_at.is_(None)))
    return select(Employee.id).where(Employee.team_id.in_(select(teams.c.id)))
