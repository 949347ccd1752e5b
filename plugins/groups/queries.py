"""Ways to groups and responsibilities."""

from datetime import date
from typing import Any

import strawberry

from core.context import Info
from core.declare import by_id, connection, extend
from core.reading import Argument, load, report
from core.roots import Query
from plugins.groups.matrix import DEFAULT_ROWS, MOST_ROWS, matrix
from plugins.groups.permissions import ResponsibilityPermission
from plugins.groups.responsibility_types import ResponsibilitySettings

SETTINGS_KEY = 1

ID = strawberry.ID | None

fields = extend(
    Query,
    customer_group=by_id("CustomerGroup", "The customer group with an id."),
    customer_groups=connection("CustomerGroup", None, "The customer groups, by name."),
    special_group=by_id("SpecialGroup", "The special group with an id."),
    special_groups=connection("SpecialGroup", None, "The special groups, by name."),
    responsibility=by_id("Responsibility", "The responsibility with an id."),
    responsibilities=connection(
        "Responsibility", None, "Who is responsible for visible customers, was or will be."
    ),
    responsible_persons=connection(
        "ResponsiblePerson",
        None,
        "Everybody who is responsible for a visible customer or takes part in a project of it, "
        "one row for each, by customer. `filter: {kind: {eq: CUSTOMER}}` leaves participants of "
        "projects out, `archived: INCLUDE` shows those of archived customers too.",
    ),
    responsibility_matrix=report(
        "ResponsibilityRow",
        matrix,
        "The responsibility matrix by pages of rows: visible customers in use, by name. Cells "
        "that nobody fills are left out.",
        arguments={
            "asOf": Argument(date | None, "The day of which it tells; today if left out."),
            "projects": Argument(
                bool | None, "Whether the projects of each customer follow it, as rows."
            ),
            "employeeId": Argument(ID, "Show cells of this employee only."),
            "teamId": Argument(ID, "Show cells of employees of this team only."),
            "sellers": Argument(bool | None, "Show cells of sellers only; false: of others only."),
            "roleId": Argument(ID, "Show cells with this role only."),
            "onlyFilled": Argument(bool | None, "Whether rows without any cell are left out."),
            "search": Argument(str | None, "Words, or parts of words, as `customers` takes them."),
            "first": Argument(
                int | None, f"Rows on the page: 0 to {MOST_ROWS}, {DEFAULT_ROWS} by default."
            ),
            "after": Argument(
                ID,
                "The page begins after the row of this customer or project; it is empty if there "
                "is no such row.",
            ),
        },
        filters="Customer",
        limit=MOST_ROWS,
    ),
)


@extend(Query, permission=ResponsibilityPermission.READ)
async def responsibility_settings(info: Info) -> ResponsibilitySettings | None:
    """The deployment's rules of responsibility."""
    found: Any = await load(info, "ResponsibilitySettings", SETTINGS_KEY)
    shown: ResponsibilitySettings | None = found
    return shown
