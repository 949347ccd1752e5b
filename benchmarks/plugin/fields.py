"""What the benchmark's plugin adds to the types of others."""

from benchmarks.plugin.models import MoneyCell, OpportunityChange
from core import connection, extend, many
from core.customers.types import Customer
from plugins.opportunities.types import Opportunity

customer = extend(
    Customer,
    money_cells=many("MoneyCell", MoneyCell.customer_id, "What is planned, month by month."),
)

opportunity = extend(
    Opportunity,
    history=connection(
        "OpportunityChange", OpportunityChange.opportunity_id, "How it came to be as it is."
    ),
)
