"""Plans on the customer card."""

from core.customers.types import Customer
from core.declare import connection, extend
from plugins.plans.models import PlanRow
from plugins.plans.permissions import PlanPermission

customer = extend(
    Customer,
    plan_rows=connection(
        "PlanRow",
        PlanRow.customer_id,
        "The customer's rows in plans, as far as the viewer sees them.",
        permission=PlanPermission.READ,
    ),
)
