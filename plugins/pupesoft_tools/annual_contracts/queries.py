"""The report as a field of Query."""

from core.declare import by_id, connection, extend
from core.reading import report
from core.roots import Query
from plugins.pupesoft_tools.annual_contracts.report import ARGUMENTS, contract_rows

MOST_ROWS = 5_000

fields = extend(
    Query,
    annual_contract_mailing=by_id("AnnualContractMailing", "The mailing that you sent, by its id."),
    annual_contract_mailings=connection(
        "AnnualContractMailing", None, "The mailings that you sent, the latest first."
    ),
    annual_contracts=report(
        "AnnualContractRow",
        contract_rows,
        "What visible customers in use bought in a period, beside what they bought in the same "
        "period a year earlier, by name without legal form; customers that bought nothing in one "
        "of them are there too. The 29th of February is compared with the 28th, and the end of "
        f"February with its end. At most {MOST_ROWS:,} rows. Needs `annual_contracts:read` and "
        "`finance:read`.",
        arguments=ARGUMENTS,
        filters="Customer",
        limit=MOST_ROWS,
    ),
)
