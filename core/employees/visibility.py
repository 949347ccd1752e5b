"""Which employees somebody sees, and whose work a team lead sees."""

from enum import StrEnum
from functools import lru_cache

from sqlalchemy import ColumnElement, Select, false, select, true

from core.declare.field import Alias, Predicate
from core.employees.models import Employee, Team
from core.employees.permissions import EmployeePermission
from core.viewer import Viewer

MOST_LEADS = 100
"""Employees for whom the SQL of what they lead is kept."""


def all_or_oneself(row: Alias, viewer: Viewer) -> ColumnElement[bool]:
    """Every employee for those who may read them; oneself for everybody."""
    if viewer.may(EmployeePermission.READ):
        return true()
    oneself: ColumnElement[bool] = row.id == viewer.employee_id
    return oneself


def holding(permission: StrEnum) -> Predicate:
    """All rows for those who hold a permission, none for others."""
    return lambda row, viewer: true() if viewer.may(permission) else false()


def owned(row: Alias, viewer: Viewer) -> ColumnElement[bool]:
    """Rows that the viewer owns."""
    own: ColumnElement[bool] = row.owner_id == viewer.employee_id
    return own


def led(row: Alias, viewer: Viewer) -> ColumnElement[bool]:
    """Rows whose owner is in a team that the viewer leads, or in one below it."""
    found: ColumnElement[bool] = row.owner_id.in_(led_by(viewer))
    return found


def led_by(viewer: Viewer) -> Select[int]:
    """Keys of the employees in the teams that the viewer leads, and in the teams below those."""
    return _led_by(viewer.employee_id)


@lru_cache(MOST_LEADS)
def _led_by(lead_id: int) -> Select[int]:
    # a statement that has it at several places computes it once
    team, employee = Team.__table__.c, Employee.__table__.c
    own = select(team.id).where(team.lead_id == lead_id, team.archived_at.is_(None))
    teams = own.cte(recursive=True)
    below = select(team.id).join(teams, team.parent_id == teams.c.id)
    teams = teams.union(below.where(team.archived_at.is_(None)))
    return select(employee.id).where(employee.team_id.in_(select(teams.c.id)))
