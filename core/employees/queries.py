"""Ways to employees, teams and roles."""

from core.declare import by_id, connection, extend
from core.roots import Query

fields = extend(
    Query,
    employee=by_id("Employee", "The employee with an id."),
    employees=connection("Employee", None, "All employees, by last name."),
    team=by_id("Team", "The team with an id."),
    teams=connection("Team", None, "All teams, by name."),
    role=by_id("Role", "The role with an id."),
    roles=connection("Role", None, "All roles, by name."),
)
