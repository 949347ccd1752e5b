"""What clients ask of comparisons."""

from datetime import date
from decimal import Decimal

import strawberry

from core.errors import BadInput
from core.scalars import JSON
from core.writing.refusing import refusal
from plugins.pupesoft_tools.annual_contracts.comparing import Comparison
from plugins.pupesoft_tools.annual_contracts.enums import ContractFormat
from plugins.pupesoft_tools.annual_contracts.periods import Period
from plugins.pupesoft_tools.choosing.customers import FILTER


@strawberry.input(description="Which sales are compared, of whom.")
class ExportAnnualContractsInput:
    from_: date = strawberry.field(name="from", description="The first day of the period.")
    to: date = strawberry.field(
        description="The last day of the period, at most a year after the first."
    )
    threshold: Decimal | None = strawberry.field(
        default=None,
        description="Only customers whose purchases come to so much, in the period or a year "
        "earlier, in each currency by itself; all that bought something if left out.",
    )
    filter: JSON = strawberry.field(description=FILTER)
    format: ContractFormat = strawberry.field(
        default=ContractFormat.PDF, description="What kind of file."
    )


LARGEST = Decimal(10**12)
"""No amount of money is as large."""


def comparison_of(input: ExportAnnualContractsInput) -> Comparison:
    """What is asked; Refusal for days that are no period of a year, and no usable threshold."""
    try:
        period = Period(input.from_, input.to)
    except BadInput as problem:
        raise refusal("to", f"and 'from' are no period: {problem.message}") from None
    threshold = input.threshold
    if threshold is not None and (abs(threshold) >= LARGEST or threshold != round(threshold, 2)):
        raise refusal("threshold", f"must be below {LARGEST:,}, with at most two decimals.")
    return Comparison(period, threshold, input.filter)
