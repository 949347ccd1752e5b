"""How many customers and prospects each group has."""

from typing import Any

from sqlalchemy import Integer, Select, func, select
from sqlalchemy.orm import Mapped, mapped_column

from core.customers.models import Customer
from core.declare import column, entity, extend, one
from core.declare.aliases import alias
from core.models import Computed, Identified
from core.reading import Asked, report
from core.roots import Query
from core.visibility import everyone
from plugins.groups.models import CustomerGroup, CustomerGroupMember
from plugins.groups.permissions import GroupPermission


class GroupCount(Computed, Identified):
    """The customers in use of a group, or of none."""

    __tablename__ = "group_count"

    customer_group_id: Mapped[int | None]
    active: Mapped[int] = mapped_column(Integer)
    prospects: Mapped[int] = mapped_column(Integer)


@entity(GroupCount, read=GroupPermission.READ, visible=everyone)
class CustomerGroupCount:
    """How many visible customers in use a group has."""

    customer_group = one("CustomerGroup", "The group; null for customers that are in none.")
    active = column("How many are customers.")
    prospects = column("How many only may become customers.")


def counts(asked: Asked) -> Select[Any]:
    """The groups by name, and customers without one last."""
    customer: Any = alias(Customer)
    member: Any = alias(CustomerGroupMember)
    group: Any = alias(CustomerGroup)
    by = group.name_sort, group.id
    return (
        select(
            func.row_number().over(order_by=by).label("id"),
            group.id.label("customer_group_id"),
            func.count().filter(~customer.prospect).label("active"),
            func.count().filter(customer.prospect).label("prospects"),
        )
        .select_from(customer)
        .outerjoin(member, member.customer_id == customer.id)
        .outerjoin(group, group.id == member.group_id)
        .where(customer.archived_at.is_(None), *asked.chosen("Customer", customer))
        .group_by(*by)
    )


fields = extend(
    Query,
    customer_group_counts=report(
        "CustomerGroupCount",
        counts,
        "How many visible customers and prospects each group has, by name of the group; those "
        "in no group last. Groups without any are left out.",
        filters="Customer",
    ),
)
