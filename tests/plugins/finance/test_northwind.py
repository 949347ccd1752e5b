"""Northwind's orders as invoices: fed over HTTP as an ERP would, and again by the command line."""

import csv
import json
from collections import defaultdict
from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from decimal import ROUND_HALF_UP, Decimal
from itertools import islice
from pathlib import Path
from typing import Any

import httpx2
import pytest
from anyio import to_thread
from sqlalchemy import func, select, text

from core.customers.models import Customer
from core.external_ids.models import ExternalId
from core.models import Base
from core.products.models import ProductBasket
from plugins.finance.actuals import actual_invoicing
from plugins.finance.models import Invoice, InvoiceLine
from tests.api import Api
from tests.factories import basket, employee, save
from tests.kortisto.commands import kortisto
from tests.signed import signed_client

SHARED = Path(__file__).parents[3].parent / "shared" / "data"
FOLDER = SHARED / "northwind"
SOURCE = "northwind"
BATCH = 300

pytestmark = pytest.mark.skipif(not FOLDER.is_dir(), reason="../shared is absent")


def rows(name: str) -> list[dict[str, str]]:
    with (FOLDER / f"{name}.csv").open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def customers() -> Iterator[dict[str, Any]]:
    for row in rows("customers"):
        yield {
            "externalId": row["customer_id"],
            "name": row["company_name"],
            "billingStreet": row["address"],
            "billingPostalCode": row["postal_code"],
            "billingCity": row["city"],
        }


def products() -> Iterator[dict[str, Any]]:
    areas = {row["category_id"]: row["category_name"] for row in rows("categories")}
    for row in rows("products"):
        yield {
            "externalId": row["product_id"],
            "name": row["product_name"],
            "price": row["unit_price"],
            "offeringArea": areas[row["category_id"]],
        }


def invoices() -> Iterator[dict[str, Any]]:
    lines: dict[str, list[dict[str, str]]] = defaultdict(list)
    for row in rows("order_details"):
        lines[row["order_id"]].append(
            {
                "productExternalId": row["product_id"],
                "unitPrice": row["unit_price"],
                "quantity": row["quantity"],
                "discount": str(Decimal(row["discount"]) * 100),
            }
        )
    for row in rows("orders"):
        yield {
            "externalId": row["order_id"],
            "number": row["order_id"],
            "customerExternalId": row["customer_id"],
            "sellerExternalId": row["employee_id"],
            "invoicedOn": row["order_date"],
            "dueOn": row["required_date"],
            "currency": "USD",
            "lines": lines[row["order_id"]],
        }


FEEDS = {"Customers": customers, "Products": products, "Invoices": invoices}


@pytest.fixture
async def erp(api: Api) -> AsyncIterator[httpx2.AsyncClient]:
    """An integrator with a token; the areas and sellers are here already."""
    staff = rows("employees")
    named = [f"{row['first_name']} {row['last_name']}" for row in staff]
    keys = range(101, 101 + len(staff))
    await save(
        api,
        *(
            basket(n, name=row["category_name"], type="WALLET_SHARE")
            for n, row in enumerate(rows("categories"), 1)
        ),
        *(employee(key, name=name) for key, name in zip(keys, named, strict=True)),
        *(
            ExternalId(
                entity="Employee", source=SOURCE, external_id=row["employee_id"], record_id=key
            )
            for key, row in zip(keys, staff, strict=True)
        ),
        employee(1, name="Erp Feed"),
    )
    async with signed_client(api, 1, RIGHTS) as client:
        yield client


RIGHTS = (
    "finance:sync",
    "customers:read",
    "customers:read_all",
    "products:read",
    "employees:read",
)


async def send(
    erp: httpx2.AsyncClient, name: str, items: Sequence[Mapping[str, Any]]
) -> list[str | None]:
    """Feed items over HTTP in batches; what was done with each."""
    query = f"""mutation ($input: Sync{name}Input!) {{ sync{name}(input: $input) {{
      results {{ action userErrors {{ message path }} }} userErrors {{ message }} }} }}"""
    done: list[str | None] = []
    stream = iter(items)
    while batch := list(islice(stream, BATCH)):
        variables = {"input": {"source": SOURCE, "items": batch}}
        response = await erp.post("/graphql", json={"query": query, "variables": variables})
        payload = response.json()["data"][f"sync{name}"]
        assert payload["userErrors"] == []
        assert [r["userErrors"] for r in payload["results"]] == [[]] * len(batch)
        done += [r["action"] for r in payload["results"]]
    return done


async def sums(api: Api, column: Any) -> dict[str, Decimal]:
    """Actual invoicing by a column of it."""
    table = actual_invoicing()
    by = table.c[column]
    found: Any = await api.deployment.database.fetch(
        select(by, func.sum(table.c.amount)).group_by(by)
    )
    return {str(row[0]): row[1] for row in found}


async def test_northwind_is_invoiced_to_the_cent(
    api: Api, erp: httpx2.AsyncClient, database_url: str, tmp_path: Path
) -> None:
    for name, items in FEEDS.items():
        assert set(await send(erp, name, list(items()))) == {"CREATE"}
    await check(api)
    written = await state(api)
    for name, items in FEEDS.items():
        assert set(await send(erp, name, list(items()))) == {None}
        file = tmp_path / f"{name}.jsonl"
        file.write_text("".join(f"{json.dumps(item)}\n" for item in items()))
        command = ("sync", name.lower(), file, "--source", SOURCE)
        await to_thread.run_sync(kortisto, database_url, *command)
    assert await state(api) == written
    await check(api)


STATE = """SELECT (SELECT count(*) FROM change_log), (SELECT max(id) FROM change_log),
    (SELECT sum(version) FROM customer), (SELECT sum(version) FROM product),
    (SELECT sum(version) FROM finance_invoice), (SELECT sum(version) FROM finance_invoice_line)"""


async def state(api: Api) -> tuple[object, ...]:
    """What differs after any write."""
    [found] = await api.deployment.database.fetch(text(STATE))
    return tuple(found)


EXPECTED = {
    "offering_area_id": "by_category",
    "month": "first_months",
    "customer_id": "top5_customers",
    "seller_id": "by_employee",
}


async def check(api: Api) -> None:
    """Compare all control totals; those of expected.json add up parts of cents."""
    expected = json.loads((SHARED / "expected.json").read_text())["northwind"]
    exact, rounded = recomputed()
    for column, name in EXPECTED.items():
        cents = {
            key: str(amount.quantize(CENT, ROUND_HALF_UP)) for key, amount in exact[column].items()
        }
        assert cents.items() >= expected[name].items()
        assert await named_sums(api, column) == rounded[column]
        total = str(sum(rounded[column].values()))
        assert total == expected["net_total_lines_rounded_half_up"]
    assert len(rounded["month"]) == expected["months"]
    without = {row["customer_id"] for row in rows("customers")} - set(rounded["customer_id"])
    assert without == set(expected["customers_without_orders"])
    for name, model in COUNTS.items():
        found = await api.deployment.database.fetch(select(func.count()).select_from(model))
        assert found[0][0] == expected[name]


COUNTS: dict[str, type[Base]] = {
    "customers": Customer,
    "orders": Invoice,
    "lines": InvoiceLine,
    "categories": ProductBasket,
}
CENT = Decimal("0.01")


def recomputed() -> tuple[dict[str, dict[str, Decimal]], dict[str, dict[str, Decimal]]]:
    """Sums of the file's lines by all columns: exact, and with each line rounded half up."""
    areas = {row["category_id"]: row["category_name"] for row in rows("categories")}
    product = {row["product_id"]: areas[row["category_id"]] for row in rows("products")}
    orders = {row["order_id"]: row for row in rows("orders")}
    exact: dict[str, dict[str, Decimal]] = {name: defaultdict(Decimal) for name in EXPECTED}
    rounded: dict[str, dict[str, Decimal]] = {name: defaultdict(Decimal) for name in EXPECTED}
    for row in rows("order_details"):
        order = orders[row["order_id"]]
        keys = {
            "offering_area_id": product[row["product_id"]],
            "month": order["order_date"][:7],
            "customer_id": order["customer_id"],
            "seller_id": order["employee_id"],
        }
        amount = Decimal(row["unit_price"]) * Decimal(row["quantity"])
        amount *= 1 - Decimal(row["discount"])
        for name, key in keys.items():
            exact[name][key] += amount
            rounded[name][key] += amount.quantize(CENT, ROUND_HALF_UP)
    return exact, rounded


async def named_sums(api: Api, column: str) -> dict[str, Decimal]:
    """Actual invoicing by what the files call things."""
    fetch: Any = api.deployment.database.fetch
    if column == "seller_id":
        sold = select(Invoice.seller_id, func.sum(Invoice.net)).group_by(Invoice.seller_id)
        return {str(row[0] - 100): row[1] for row in await fetch(sold)}
    found = await sums(api, column)
    if column == "month":
        return {month[:7]: amount for month, amount in found.items()}
    names = {str(n): row["category_name"] for n, row in enumerate(rows("categories"), 1)}
    if column == "customer_id":
        known = ExternalId.record_id, ExternalId.external_id
        customers = await fetch(select(*known).where(ExternalId.entity == "Customer"))
        names = {str(row[0]): row[1] for row in customers}
    return {names[key]: amount for key, amount in found.items()}
