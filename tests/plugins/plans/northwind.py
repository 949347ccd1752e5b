"""Northwind, fed by the commands of its example, and figures recomputed from the files."""

import csv
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from decimal import ROUND_HALF_UP, Decimal
from itertools import pairwise
from pathlib import Path
from runpy import run_path

from tests.kortisto.commands import kortisto

ROOT = Path(__file__).parents[3]
DATA = ROOT.parent / "shared" / "data" / "northwind"
EXAMPLE = ROOT / "examples" / "northwind"
CENT = Decimal("0.01")
KINDS = ("budget", "forecast", "actual", "billingForecast")

Place = tuple[str, str, int]
"""Name of a customer, name of an offering area, month of 1997."""


def feed(url: str, folder: Path) -> None:
    """Run the commands of the example's README; all must go through."""
    run_path(str(EXAMPLE / "erp.py"))["main"](DATA, folder)
    for source, target, mapping in (
        (DATA / "employees.csv", "teams", "teams"),
        (DATA / "employees.csv", "employees", "employees"),
        (DATA / "categories.csv", "product_baskets", "areas"),
    ):
        kortisto(url, "import", source, "--into", target, "--mapping", EXAMPLE / f"{mapping}.toml")
    for kind in ("customers", "products", "invoices"):
        kortisto(url, "sync", kind, folder / f"{kind}.jsonl", "--source", "northwind")
    owners = EXAMPLE / "owners.toml"
    kortisto(url, "import", folder / "owners.csv", "--into", "customers", "--mapping", owners)


def rows(name: str) -> Iterator[dict[str, str]]:
    with (DATA / f"{name}.csv").open(newline="", encoding="utf-8") as file:
        yield from csv.DictReader(file)


def names(name: str, key: str, value: str) -> dict[str, str]:
    return {row[key]: row[value] for row in rows(name)}


def invoiced() -> Mapping[Place, Decimal]:
    """What was invoiced in 1997, each line rounded half up."""
    categories = names("categories", "category_id", "category_name")
    area = {row["product_id"]: categories[row["category_id"]] for row in rows("products")}
    customer = names("customers", "customer_id", "company_name")
    orders = {row["order_id"]: row for row in rows("orders")}
    found: dict[Place, Decimal] = defaultdict(Decimal)
    for line in rows("order_details"):
        order = orders[line["order_id"]]
        if order["order_date"].startswith("1997"):
            month = int(order["order_date"][5:7])
            price = Decimal(line["unit_price"]) * (1 - Decimal(line["discount"]))
            net = (price * Decimal(line["quantity"])).quantize(CENT, ROUND_HALF_UP)
            found[customer[order["customer_id"]], area[line["product_id"]], month] += net
    return found


def shared(amount: Decimal, weights: Sequence[int]) -> list[Decimal]:
    """The amount in whole cents by weights; what is left over goes to the largest remainders."""
    cents, whole = int(amount * 100), sum(weights)
    parts = [cents * weight // whole for weight in weights]
    by_rest = sorted(range(len(weights)), key=lambda n: (-(cents * weights[n] % whole), n))
    for n in by_rest[: cents - sum(parts)]:
        parts[n] += 1
    return [part * CENT for part in parts]


def s_curve(months: int) -> list[int]:
    """What F(t) = 3t² - 2t³ rises by in each month, times months³."""
    reached = [3 * k * k * months - 2 * k**3 for k in range(months + 1)]
    return [after - before for before, after in pairwise(reached)]


class Figures:
    """All facts by customer, area and month; and what follows from them."""

    def __init__(self, *facts: Mapping[Place, Decimal]) -> None:
        self.facts = dict(zip(KINDS, facts, strict=True))

    def item(
        self,
        customers: Collection[str] | None = None,
        area: str | None = None,
        month: int | None = None,
    ) -> dict[str, str | None]:
        """What an item about these customers, this area and month shows; None means all."""
        sums = dict.fromkeys(KINDS, Decimal("0.00"))
        for name, facts in self.facts.items():
            for (customer, where, when), amount in facts.items():
                chosen = customers is None or customer in customers
                if chosen and area in (None, where) and month in (None, when):
                    sums[name] += amount
        change = sums["forecast"] - sums["budget"]
        percent = (change * 100 / sums["budget"]) if sums["budget"] else None
        return {
            **{name: f"{amount:.2f}" for name, amount in sums.items()},
            "base": f"{sums['budget']:.2f}",
            "change": f"{change:.2f}",
            "changePercent": None if percent is None else f"{percent:.2f}",
        }
