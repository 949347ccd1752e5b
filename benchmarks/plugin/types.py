"""The GraphQL type of the benchmark's plugin."""

from benchmarks.plugin import models
from core import WithParent, column, entity, one
from core.customers.permissions import CustomerPermission


@entity(
    models.MoneyCell,
    read=CustomerPermission.READ,
    visible=WithParent("Customer", "customer_id"),
    order={"month": "ASC"},
)
class MoneyCell:
    """What is planned with a customer in a month and an offering area."""

    month = column("The first day of the month.")
    offering_area = one("ProductBasket", "The offering area.")
    amount = column("The amount without tax, in `currency`.")
    currency = column("Currency of the amount, ISO 4217.")
