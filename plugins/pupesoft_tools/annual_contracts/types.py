"""The GraphQL type of the rows of the report."""

from core.declare import column, entity, one
from core.visibility import everyone
from plugins.pupesoft_tools.annual_contracts import models
from plugins.pupesoft_tools.annual_contracts.permissions import AnnualContractPermission


@entity(models.ContractRow, read=AnnualContractPermission.READ, visible=everyone)
class AnnualContractRow:
    """What was sold in a period and in the same period a year earlier, in one currency."""

    customer = one("Customer", "Who bought it; null by TOTAL.")
    department = one(
        "Keyword", "The department that sold it then; null for none, and for sums of all."
    )
    group = one("Keyword", "The product group of that time; null for none, and for sums of all.")
    currency = column("Currency of the purchases, ISO 4217; each has rows of its own.")
    quantity = column("How many units, with four decimals.")
    previous_quantity = column("How many units a year earlier.")
    purchases = column("What was invoiced, without tax; credit notes count below nought.")
    previous_purchases = column("What was invoiced a year earlier.")
    index = column(
        "Purchases in percent of those a year earlier, to a tenth; null where there were none."
    )
