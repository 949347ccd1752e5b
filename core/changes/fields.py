"""Changes on the customer card."""

from core.changes.models import Change
from core.changes.permissions import ChangePermission
from core.customers.types import Customer
from core.declare import connection, extend

customer = extend(
    Customer,
    changes=connection(
        "Change",
        Change.customer_id,
        "What was written to the customer and what hangs on it, the latest first.",
        permission=ChangePermission.READ,
    ),
)
