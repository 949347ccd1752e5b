"""The GraphQL types of responsibilities, and of the people and roles in lists and the matrix."""

from core.declare import Node, column, entity, expression, many, one, through
from core.reading.today import today
from core.visibility import WithParent, everyone
from plugins.groups import matrix, people
from plugins.groups import responsibility_models as models
from plugins.groups.enums import PartyKind
from plugins.groups.intervals import holds_on
from plugins.groups.permissions import ResponsibilityPermission

READ = ResponsibilityPermission.READ
CUSTOMER = WithParent("Customer", "customer_id")
BY_CODE = {"list": "ASC", "position": "ASC", "code": "ASC"}
FROM = "First day; null is open."
TO = "Last day; null is open."


@entity(models.Responsibility, read=READ, visible=CUSTOMER)
class Responsibility(Node):
    """An employee is responsible for a customer. Visible with the customer.

    There is one for a customer and an employee: the latest time in which he is, or was.
    """

    customer = one("Customer", "The customer; fixed.")
    employee = one("Employee", "Who is responsible; fixed.")
    roles = many(
        "Keyword",
        through(models.ResponsibilityRole.responsibility_id, models.ResponsibilityRole.role_id),
        "What he does there (list CUSTOMER_ROLE); roles give no rights.",
        order=BY_CODE,
    )
    valid_from = column(FROM)
    valid_to = column(TO)
    current = expression(
        bool, "Whether it holds today.", lambda row, viewer: holds_on(row, today()).is_(True)
    )
    created_at = column("When it was made.")
    updated_at = column("When it was last changed.")
    version = column("Grows with every change; name it in `expectedVersion`.")


@entity(models.ResponsibilitySettings, read=READ, visible=everyone)
class ResponsibilitySettings(Node):
    """The deployment's rules of responsibility."""

    responsible_see = column("Whether those who are responsible today see the customer for that.")
    created_at = column("When they were made.")
    updated_at = column("When they were last changed.")
    version = column("Grows with every change; name it in `expectedVersion`.")


@entity(people.ResponsiblePerson, read=READ, visible=CUSTOMER, order={"customerName": "ASC"})
class ResponsiblePerson:
    """An employee who is responsible for a customer, or takes part in a project of it.

    Visible with the customer. Archived are those of archived customers.
    """

    kind = expression(PartyKind, "What he is responsible for.", lambda row, viewer: row.kind)
    customer_name = column("Name of the customer.", sort="customer_sort")
    customer = one("Customer", "The customer, or that of the project.")
    project = one("Project", "The project in which he takes part; null otherwise.")
    employee = one("Employee", "Who it is.")
    roles = many(
        "Keyword",
        people.bears,
        "What he does there (list CUSTOMER_ROLE, or PROJECT_ROLE for projects).",
        order=BY_CODE,
        needs=("id", "responsibility_id", "role_id"),
    )
    role_codes = expression(
        list[str],
        "The codes of his roles there, archived ones among them.",
        lambda row, viewer: people.role_codes(row),
    )
    valid_from = column(FROM)
    valid_to = column(TO)
    current = expression(
        bool, "Whether it holds today.", lambda row, viewer: holds_on(row, today()).is_(True)
    )


@entity(people.RoleHolder, read=READ, visible=CUSTOMER, order={"roleCode": "ASC"})
class RoleHolder:
    """A role that somebody bears at a customer or in a project. Visible with the customer."""

    role = one("Keyword", "The role.")
    role_code = column("Code of the role.")
    employee = one("Employee", "Who bears it.")
    valid_from = column(FROM)
    valid_to = column(TO)


@entity(matrix.MatrixRow, read=READ, visible=everyone)
class ResponsibilityRow:
    """A row of the responsibility matrix: a customer, or one of its projects."""

    customer = one("Customer", "The customer, or that of the project.")
    project = one("Project", "The project; null in the row of the customer itself.")
    day = column("The day of which its cells tell.")
    cells = many(
        "ResponsiblePerson",
        matrix.in_cells,
        "Those who are responsible on that day: only cells that are filled. Somebody who takes "
        "part in a project in several roles stands there once for each.",
        order={"id": "ASC"},
        needs=matrix.NEEDED,
    )
    roles = many(
        "RoleHolder",
        matrix.by_role,
        "The same role by role: who bears which one.",
        needs=matrix.NEEDED,
    )
