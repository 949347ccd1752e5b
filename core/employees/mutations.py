"""Writing employees, teams and roles."""

from core.employees.models import EmployeeRole
from core.employees.permissions import EmployeePermission
from core.employees.rules import EmployeeRules, RoleRules, TeamRules
from core.employees.types import Employee, Role, Team
from core.writing import Links, writes

employee_writes = writes(
    Employee,
    inputs=(
        "email",
        "first_name",
        "last_name",
        "phone",
        "is_seller",
        "sales_right",
        "locale",
        "active",
        "team",
        "roles",
    ),
    create=EmployeePermission.MANAGE,
    update=EmployeePermission.MANAGE,
    archive=EmployeePermission.MANAGE,
    rules=EmployeeRules,
    links={"roles": Links(EmployeeRole.employee_id, EmployeeRole.role_id)},
    natural_keys=("email", "name"),
)

team_writes = writes(
    Team,
    inputs=("name", "lead", "parent"),
    create=EmployeePermission.MANAGE,
    update=EmployeePermission.MANAGE,
    archive=EmployeePermission.MANAGE,
    rules=TeamRules,
    natural_keys=("name",),
)

role_writes = writes(
    Role,
    inputs=("name", "description", "permissions"),
    create=EmployeePermission.MANAGE,
    update=EmployeePermission.MANAGE,
    archive=EmployeePermission.MANAGE,
    rules=RoleRules,
    natural_keys=("name",),
)
