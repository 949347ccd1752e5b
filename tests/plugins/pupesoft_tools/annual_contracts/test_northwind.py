"""The report of Northwind's sales beside sums that are made without it."""

from collections import defaultdict
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

import pytest

from tests.api import Api
from tests.plugins.pupesoft_tools.annual_contracts.northwind import FOLDER, add_northwind, sold
from tests.plugins.pupesoft_tools.annual_contracts.test_report import REPORT

pytestmark = pytest.mark.skipif(not FOLDER.is_dir(), reason="../shared is absent")

PERIODS = (
    ((date(1997, 1, 1), date(1997, 12, 31)), (date(1996, 1, 1), date(1996, 12, 31))),
    ((date(1997, 5, 1), date(1998, 4, 30)), (date(1996, 5, 1), date(1997, 4, 30))),
    ((date(1998, 2, 10), date(1998, 2, 28)), (date(1997, 2, 10), date(1997, 2, 28))),
)
THRESHOLD = Decimal(500)
ZERO = Decimal(0)

Key = tuple[str, ...]
Sums = tuple[Decimal, Decimal, Decimal, Decimal]


def expected(now: tuple[date, date], before: tuple[date, date], parts: int) -> dict[Key, Sums]:
    """Quantity and amount of both periods, by the first parts of customer, department, group."""
    found: dict[Key, list[Decimal]] = defaultdict(lambda: [ZERO] * 4)
    totals: dict[str, list[Decimal]] = defaultdict(lambda: [ZERO] * 2)
    for line in sold():
        for place, (first, last) in enumerate((now, before)):
            if first <= line.day <= last:
                sums = found[(line.customer, line.department, line.group)[:parts]]
                sums[place] += line.quantity
                sums[2 + place] += line.net
                totals[line.customer][place] += line.net
    reached = {customer for customer, both in totals.items() if max(both) >= THRESHOLD}
    return {key: tuple(sums) for key, sums in found.items() if key[0] in reached}  # type: ignore[misc]


async def reported(api: Api, now: tuple[date, date], by: str) -> dict[Key, Sums]:
    given = {"from": now[0].isoformat(), "to": now[1].isoformat(), "by": by}
    answer = await api(REPORT, api.admin, **given, threshold=str(THRESHOLD))
    return dict(map(read, answer["annualContracts"]))


def read(row: dict[str, Any]) -> tuple[Key, Sums]:
    names = (row["customer"]["name"], *(row[n]["code"] for n in ("department", "group") if row[n]))
    sums = [Decimal(row[n]) for n in ("quantity", "previousQuantity", "purchases")]
    before = Decimal(row["previousPurchases"])
    percent = 100 * sums[2] / before if before else None
    tenth = None if percent is None else percent.quantize(Decimal("0.1"), ROUND_HALF_UP)
    assert row["index"] == (None if tenth is None else str(tenth))
    return names, (*sums, before)  # type: ignore[return-value]


async def test_figures_are_those_of_the_orders(api: Api) -> None:
    await add_northwind(api)
    lost = set()
    for now, before in PERIODS:
        for parts, by in enumerate(("CUSTOMER", "DEPARTMENT", "PRODUCT_GROUP"), 1):
            found = await reported(api, now, by)
            assert found == expected(now, before, parts)
            if by == "CUSTOMER":
                lost |= {key for key, sums in found.items() if not sums[2] and sums[3]}
    assert lost
