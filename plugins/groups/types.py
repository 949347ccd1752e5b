"""The GraphQL types of groups of customers."""

from sqlalchemy import ColumnElement

from core.declare import Node, column, connection, entity, many, through
from core.declare.field import Alias
from core.visibility import everyone
from plugins.groups import models
from plugins.groups.permissions import GroupPermission

IN_GROUP = through(models.CustomerGroupMember.group_id, models.CustomerGroupMember.customer_id)
SELLS = through(models.CustomerGroupSeller.group_id, models.CustomerGroupSeller.employee_id)


def _active(group: Alias, customer: Alias) -> ColumnElement[bool]:
    found: ColumnElement[bool] = IN_GROUP(group, customer) & ~customer.prospect
    return found


def _prospects(group: Alias, customer: Alias) -> ColumnElement[bool]:
    found: ColumnElement[bool] = IN_GROUP(group, customer) & customer.prospect
    return found


@entity(models.CustomerGroup, read=GroupPermission.READ, visible=everyone, order={"name": "ASC"})
class CustomerGroup(Node):
    """A group of customers; a customer is in one at most.

    Archived, it lets its customers go: they are in no group then.
    """

    name = column("Name, unique among groups in use, at most 200 characters.", sort="name_sort")
    number_start = column(
        "From which number on new customers of the group get the next free one, 1 to 15 digits; "
        "null for those of all customers. Numbers that were given never change."
    )
    ledger_account = column("Ledger account of sales to its customers, at most 20 characters.")
    dimensions = column(
        "Accounting dimensions of sales to its customers, level by level: at most 4, each of at "
        "most 60 characters."
    )
    sellers = many(
        "Employee",
        SELLS,
        "The employees who see its customers if they have a sales right.",
        order={"name": "ASC"},
    )
    customers = connection("Customer", IN_GROUP, "The visible customers in it, by name.")
    active_customers = connection("Customer", _active, "Those that are no prospects.")
    prospects = connection("Customer", _prospects, "Those that only may become customers.")
    created_at = column("When it was made.")
    updated_at = column("When it was last changed.")
    archived_at = column("When it was archived; null while it is in use.")
    version = column("Grows with every change; name it in `expectedVersion`.")


@entity(models.SpecialGroup, read=GroupPermission.READ, visible=everyone, order={"name": "ASC"})
class SpecialGroup(Node):
    """A label for customers, of which a customer may have many."""

    name = column("Name, unique among groups in use, at most 200 characters.", sort="name_sort")
    description = column("What it is for, at most 500 characters.")
    customers = connection(
        "Customer",
        through(models.SpecialGroupMember.group_id, models.SpecialGroupMember.customer_id),
        "The visible customers in it, by name.",
    )
    created_at = column("When it was made.")
    updated_at = column("When it was last changed.")
    archived_at = column("When it was archived; its customers stay in it.")
    version = column("Grows with every change; name it in `expectedVersion`.")
