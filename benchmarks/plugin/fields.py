"""What the benchmark's plugin adds to the types of others."""

from strawberry import Parent

from benchmarks.plugin.models import MoneyCell
from core import db, extend, many
from core.customers.types import Customer
from plugins.opportunities import models
from plugins.opportunities.types import Opportunity

customer = extend(
    Customer,
    money_cells=many("MoneyCell", MoneyCell.customer_id, "What is planned, month by month."),
)


@extend(Customer, needs=("number", "name"))
def caption(customer: Parent[db.Customer]) -> str | None:
    """What stands above the card."""
    return f"{customer.name} ({customer.number})"


@extend(Opportunity, needs=("amount", "currency"))
def price(opportunity: Parent[models.Opportunity]) -> str | None:
    """The amount with its currency, for people; null without one."""
    amount = opportunity.amount
    return None if amount is None else f"{amount:,.2f} {opportunity.currency}"
