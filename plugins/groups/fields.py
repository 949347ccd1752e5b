"""Groups and responsibilities on the customer card, and what employees are responsible for."""

from core.customers.types import Customer
from core.declare import connection, extend, many, one, through
from core.employees.types import Employee
from plugins.groups.models import CustomerGroupMember, CustomerGroupSeller, SpecialGroupMember
from plugins.groups.permissions import GroupPermission, ResponsibilityPermission
from plugins.groups.responsibility_models import Responsibility

customer = extend(
    Customer,
    customer_group=one(
        "CustomerGroup",
        "The group it is in, if any.",
        by=through(CustomerGroupMember.customer_id, CustomerGroupMember.group_id),
        permission=GroupPermission.READ,
    ),
    special_groups=many(
        "SpecialGroup",
        through(SpecialGroupMember.customer_id, SpecialGroupMember.group_id),
        "The special groups it is in.",
        order={"name": "ASC"},
        permission=GroupPermission.READ,
    ),
    responsibilities=connection(
        "Responsibility",
        Responsibility.customer_id,
        "Those who are responsible for it, were or will be.",
        permission=ResponsibilityPermission.READ,
    ),
)

employee = extend(
    Employee,
    responsibilities=connection(
        "Responsibility",
        Responsibility.employee_id,
        "The visible customers for which he is responsible, was or will be.",
        permission=ResponsibilityPermission.READ,
    ),
    seller_of=many(
        "CustomerGroup",
        through(CustomerGroupSeller.employee_id, CustomerGroupSeller.group_id),
        "The customer groups whose customers he sells to.",
        order={"name": "ASC"},
        permission=GroupPermission.READ,
    ),
)
