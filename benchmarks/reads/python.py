"""What a Python field costs on the card."""

from collections.abc import Sequence
from dataclasses import replace

from benchmarks.contender import Contender
from benchmarks.measure import checked, in_turn
from benchmarks.reads.scenarios import CARD
from benchmarks.report import Report
from benchmarks.request import Request
from benchmarks.results import summarise

NAME = "card+python"
BASE = "without"

FIELDS = {
    "of the customer": (b"billingCity", b"billingCity caption"),
    "of each opportunity": (b"expectedCloseOn", b"expectedCloseOn price"),
}
"""What the card's document says once, and the same with a field of the benchmark's plugin."""


def measure_python(
    contenders: Sequence[Contender], customers: Sequence[int], report: Report
) -> None:
    """Measure compiled cards without and with one, in turn.

    What the first contender answers with one, the others must answer too.
    """
    compiled = next(each for each in contenders if each.plan)
    competing = [replace(compiled, name=BASE)]
    for what in FIELDS:
        same = [with_field(each, what) for each in contenders]
        report.values[NAME] = checked(same, CARD.load(same, customers).requests)
        competing.append(replace(with_field(compiled, what), name=what))
    load = replace(CARD.load(competing, customers), scenario=NAME)
    report.add(NAME, summarise(in_turn(competing, load, report.options), BASE))


def with_field(contender: Contender, what: str) -> Contender:
    """The contender, asked for a field more."""
    said, wanted = FIELDS[what]

    def ask(scenario: str, key: int) -> Request:
        request = contender.ask(scenario, key)
        return replace(request, body=request.body.replace(said, wanted, 1))

    return replace(contender, ask=ask)
