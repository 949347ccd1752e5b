"""Northwind's orders as invoices: categories are departments, suppliers are product groups."""

import csv
from collections.abc import Iterator
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from typing import Any, NamedTuple

from core.customers.models import Customer
from core.keywords.models import Keyword
from plugins.finance.models import Invoice, InvoiceLine
from tests.api import Api
from tests.world import fill

FOLDER = Path(__file__).parents[4].parent / "shared" / "data" / "northwind"
CENT = Decimal("0.01")
GROUPS = 100
"""Added to the key of a supplier."""


class Sold(NamedTuple):
    """A line of an order."""

    customer: str
    day: date
    department: str
    group: str
    quantity: Decimal
    net: Decimal


def rows(name: str) -> list[dict[str, str]]:
    with (FOLDER / f"{name}.csv").open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def sold() -> Iterator[Sold]:
    """All lines, each rounded half up to the cent."""
    orders = {row["order_id"]: row for row in rows("orders")}
    products = {row["product_id"]: row for row in rows("products")}
    for row in rows("order_details"):
        order, product = orders[row["order_id"]], products[row["product_id"]]
        quantity = Decimal(row["quantity"])
        net = Decimal(row["unit_price"]) * quantity * (1 - Decimal(row["discount"]))
        yield Sold(
            order["customer_id"],
            date.fromisoformat(order["order_date"]),
            f"C{product['category_id']}",
            f"S{product['supplier_id']}",
            quantity,
            net.quantize(CENT, ROUND_HALF_UP),
        )


async def add_northwind(api: Api) -> dict[str, int]:
    """Insert it all; the keys of customers by their codes."""
    codes = [row["customer_id"] for row in rows("customers")]
    keys = {code: key for key, code in enumerate(codes, 1)}
    await fill(
        api,
        Customer,
        [
            {"id": keys[code], "number": code, "name": code, "name_sort": code.lower()}
            for code in codes
        ],
    )
    departments = [int(row["category_id"]) for row in rows("categories")]
    groups = [int(row["supplier_id"]) for row in rows("suppliers")]
    await fill(
        api,
        Keyword,
        [
            *({"id": n, "list": "DEPARTMENT", "code": f"C{n}"} for n in departments),
            *({"id": GROUPS + n, "list": "PRODUCT_GROUP", "code": f"S{n}"} for n in groups),
        ],
    )
    lines = [*sold()]
    await fill(api, Invoice, [_invoice(n, keys, line) for n, line in enumerate(lines, 1)])
    await fill(api, InvoiceLine, [_line(n, keys, line) for n, line in enumerate(lines, 1)])
    return keys


def _invoice(key: int, keys: dict[str, int], line: Sold) -> dict[str, Any]:
    return {
        "id": key,
        "number": str(key),
        "customer_id": keys[line.customer],
        "invoiced_on": line.day,
        "due_on": line.day,
        "net": line.net,
        "total": line.net,
    }


def _line(key: int, keys: dict[str, int], line: Sold) -> dict[str, Any]:
    return {
        "invoice_id": key,
        "customer_id": keys[line.customer],
        "invoiced_on": line.day,
        "position": 1,
        "department_id": int(line.department[1:]),
        "group_id": GROUPS + int(line.group[1:]),
        "quantity": line.quantity,
        "net": line.net,
    }
