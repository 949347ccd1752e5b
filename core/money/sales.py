"""What customers bought, which one plugin knows and others add up."""

from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy import FromClause

from core.permissions import Permission


@dataclass(frozen=True)
class SoldLines:
    """All that was invoiced, line by line.

    `rows()` is a table with customer_id, day, department_id and group_id (keywords of that time,
    null where there is none), quantity, currency, net and cost (null where it is not known); what
    was credited is below nought. `permission` is what a viewer needs to see the figures,
    `margin_permission` what he needs besides to see what costs tell.
    """

    permission: Permission
    rows: Callable[[], FromClause]
    margin_permission: Permission | None = None
