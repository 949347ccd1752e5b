"""The GraphQL types of employees, teams and roles."""

from core.declare import Node, column, connection, entity, many, one, through
from core.employees import models
from core.employees.permissions import EmployeePermission
from core.employees.visibility import all_or_oneself
from core.searching import search_text
from core.visibility import everyone


@entity(models.Employee, visible=all_or_oneself, order={"name": "ASC"}, search=search_text)
class Employee(Node):
    """A person who works here and may sign in."""

    email = column("E-mail address, lower case, unique; used to sign in.")
    first_name = column("First name, at most 100 characters.")
    last_name = column("Last name, at most 100 characters.")
    name = column("First and last name. Sorts by last name.", sort="name_sort")
    phone = column("Phone number in E.164, such as +358401234567.")
    is_seller = column("Whether customers are sold to by this employee.")
    sales_right = column("How far the sales work reaches.")
    locale = column("Language of messages and documents: fi, hr or en.")
    active = column("Whether signing in is allowed.")
    team = one("Team", "The team, if any.")
    roles = many(
        "Role",
        through(models.EmployeeRole.employee_id, models.EmployeeRole.role_id),
        "The roles that give permissions.",
        order={"name": "ASC"},
        permission=EmployeePermission.MANAGE,
    )
    created_at = column("When the employee was added.")
    updated_at = column("When the employee was last changed.")
    archived_at = column("When the employee was archived; null while in use.")
    version = column("Grows with every change; name it in `expectedVersion`.")


@entity(models.Team, read=EmployeePermission.READ, visible=everyone, order={"name": "ASC"})
class Team(Node):
    """A sales group. Its lead sees the customers of its members and of the teams below it."""

    name = column("Name, at most 200 characters.", sort="name_sort")
    lead = one("Employee", "Who leads the team.")
    parent = one("Team", "The team above it.")
    members = connection("Employee", models.Employee.team_id, "The employees in the team.")
    teams = connection("Team", models.Team.parent_id, "The teams directly below it.")
    created_at = column("When it was made.")
    updated_at = column("When it was last changed.")
    archived_at = column("When it was archived; null while it is in use.")
    version = column("Grows with every change; name it in `expectedVersion`.")


@entity(models.Role, read=EmployeePermission.MANAGE, visible=everyone, order={"name": "ASC"})
class Role(Node):
    """A set of permissions that employees are given together."""

    name = column("Name, unique, at most 200 characters.", sort="name_sort")
    description = column("What the role is for, at most 500 characters.")
    permissions = column("The permissions it gives, such as `customers:read`.")
    created_at = column("When it was made.")
    updated_at = column("When it was last changed.")
    archived_at = column("When it was archived; an archived role gives nothing.")
    version = column("Grows with every change; name it in `expectedVersion`.")
