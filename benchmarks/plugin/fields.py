"""What the benchmark's plugin adds to the types of others."""

from benchmarks.plugin.models import MoneyCell
from core import extend, many
from core.customers.types import Customer

customer = extend(
    Customer,
    money_cells=many("MoneyCell", MoneyCell.customer_id, "What is planned, month by month."),
)
