"""Invoices fed by another system."""

from typing import Any

import pytest

from core.changes.models import Change
from core.external_ids.models import ExternalId
from core.products.models import BasketProduct, Product
from plugins.finance.models import Invoice, InvoiceLine
from tests.api import Api
from tests.core.writing.calls import count, mutate, raw
from tests.factories import basket, customer, keyword, product, save
from tests.plugins.finance.feeding import actions, bill, feed, known_as, refusals
from tests.world import change

SEEN = """{ invoices(orderBy: [{ number: ASC }]) { nodes { number net vat total state fedBy
  customer { name } lines { nodes { position net product { name } department { code }
  group { code } offeringArea { name } } } } } }"""


@pytest.fixture(autouse=True)
async def business(api: Api) -> None:
    """A customer and a product that the system knows."""
    await save(
        api,
        keyword(1, "DEPARTMENT", "NORTH"),
        keyword(2, "PRODUCT_GROUP", "OLD"),
        keyword(3, "PRODUCT_GROUP", "NEW"),
        customer(1, business_id="0112038-9"),
        customer(2),
        product(1, department_id=1, group_id=2),
        basket(1, name="Boats", type="WALLET_SHARE"),
        BasketProduct(basket_id=1, product_id=1),
        known_as("Customer", "C1", 1, 1),
        known_as("Customer", "C2", 2, 2),
        known_as("Product", "P1", 1),
    )


async def seen(api: Api) -> Any:
    return (await api(SEEN, api.admin))["invoices"]["nodes"]


async def test_a_fed_invoice_has_lines_with_the_groups_of_that_time(api: Api) -> None:
    assert actions(await feed(api, "syncInvoices", [bill("A", "60.00", "40.00", vat="24")])) == [
        "CREATE"
    ]
    await change(api, Product, 1, group_id=3)
    (found,) = await seen(api)
    assert (found["net"], found["vat"], found["total"]) == ("100.00", "24.00", "124.00")
    assert found["fedBy"] == "erp"
    assert found["lines"]["nodes"][1] == {
        "position": 2,
        "net": "40.00",
        "product": {"name": "Product 1"},
        "department": {"code": "NORTH"},
        "group": {"code": "OLD"},
        "offeringArea": {"name": "Boats"},
    }


async def test_the_same_batch_twice_changes_nothing(api: Api) -> None:
    items = [bill("A", "60.00"), bill("B", "1.00", "2.00")]
    assert actions(await feed(api, "syncInvoices", items)) == ["CREATE", "CREATE"]
    await change(api, Product, 1, group_id=3)
    before, logged = await seen(api), await count(api, Change)
    assert actions(await feed(api, "syncInvoices", items)) == [None, None]
    assert await seen(api) == before
    assert await count(api, Change) == logged


async def test_a_changed_invoice_keeps_the_groups_of_lines_that_stay(api: Api) -> None:
    await feed(api, "syncInvoices", [bill("A", "60.00", "40.00", "5.00")])
    await change(api, Product, 1, group_id=3)
    other = bill(
        "A", "70.00", "40.00", customerExternalId="C2", sourceUpdatedAt="2026-03-02T00:00Z"
    )
    assert actions(await feed(api, "syncInvoices", [other])) == ["UPDATE"]
    (found,) = await seen(api)
    assert found["customer"] == {"name": "Customer 2"}
    assert [line["net"] for line in found["lines"]["nodes"]] == ["70.00", "40.00"]
    assert {line["group"]["code"] for line in found["lines"]["nodes"]} == {"OLD"}
    rows = await api.deployment.database.fetch(
        Invoice.__table__.join(InvoiceLine.__table__, InvoiceLine.invoice_id == Invoice.id).select()
    )
    assert {row.customer_id for row in rows} == {2}


BAD: dict[str, tuple[dict[str, Any], str, str]] = {
    "an unknown customer": ({"customerExternalId": "C9"}, "NOT_FOUND", "customerExternalId"),
    "an unknown partner": (
        {"customerExternalId": None, "customerBusinessId": "0737546-2"},
        "NOT_FOUND",
        "customerBusinessId",
    ),
    "no customer": ({"customerExternalId": ""}, "REQUIRED", "customerExternalId"),
    "lines that do not add up": ({"net": "99.99"}, "INVALID", "lines"),
    "a wrong total": ({"vat": "24.00", "total": "123.99"}, "INVALID", "total"),
    "a number beyond all": ({"vat": "1e30"}, "INVALID", "vat"),
    "no number": ({"vat": "NaN"}, "INVALID", "vat"),
    "infinity": ({"vat": "-Infinity"}, "INVALID", "vat"),
    "words": ({"vat": "a lot"}, "INVALID", "vat"),
    "parts of cents": ({"vat": "0.001"}, "INVALID", "vat"),
    "a day that is none": ({"invoicedOn": "2026-02-30"}, "INVALID", "invoicedOn"),
    "due before it is made": ({"dueOn": "2026-02-28"}, "INVALID", "dueOn"),
    "an unknown kind": ({"kind": "BILL"}, "INVALID", "kind"),
    "money back on a bill": ({"vat": "-1.00"}, "INVALID", "vat"),
    "money asked on a credit note": ({"kind": "CREDIT_NOTE"}, "INVALID", "net"),
    "a number too long": ({"number": "9" * 41}, "TOO_LONG", "number"),
    "a line of an unknown product": (
        {"lines": [{"net": "100.00"}, {"productExternalId": "P9", "net": "0.00"}]},
        "NOT_FOUND",
        "lines.1.productExternalId",
    ),
    "a line beyond all": ({"lines": [{"net": "1e30"}]}, "INVALID", "lines.0.net"),
    "a line without an amount": ({"lines": [{"quantity": "2"}]}, "REQUIRED", "lines.0.net"),
    "a discount that pays": (
        {"lines": [{"unitPrice": "1", "discount": "101"}]},
        "INVALID",
        "lines.0.discount",
    ),
}


@pytest.mark.parametrize("name", BAD)
async def test_a_bad_item_is_told_and_the_others_go_through(api: Api, name: str) -> None:
    values, code, path = BAD[name]
    items = [bill("A", "1.00"), bill("B", "100.00", **values), bill("C", "2.00")]
    payload = await feed(api, "syncInvoices", items)
    assert refusals(payload) == [(code, f"1.{path}")]
    assert [r["action"] for r in payload["results"]] == ["CREATE", None, "CREATE"]
    assert [row["number"] for row in await seen(api)] == ["A", "C"]
    assert await count(api, ExternalId) == 5


async def test_an_atomic_batch_with_a_bad_item_leaves_nothing(api: Api) -> None:
    items = [bill("A", "1.00"), bill("B", "1.00", customerExternalId="C9")]
    payload = await feed(api, "syncInvoices", items, atomic=True)
    assert refusals(payload) == [("NOT_FOUND", "1.customerExternalId")]
    assert [e["code"] for e in payload["userErrors"]] == ["ABORTED"]
    assert await count(api, Invoice) == 0
    assert await count(api, Change) == 0


async def test_what_is_older_than_what_is_here_is_refused(api: Api) -> None:
    new = bill("A", "1.00", sourceUpdatedAt="2026-03-02T00:00:00Z")
    await feed(api, "syncInvoices", [new])
    old = bill("A", "2.00", sourceUpdatedAt="2026-03-01T23:59:59Z")
    payload = await feed(api, "syncInvoices", [old, bill("B", "1.00")])
    assert refusals(payload) == [("STALE", "0.sourceUpdatedAt")]
    assert [row["net"] for row in await seen(api)] == ["1.00", "1.00"]


async def test_an_item_that_stands_twice_is_taken_once(api: Api) -> None:
    payload = await feed(api, "syncInvoices", [bill("A", "1.00"), bill("A", "2.00")])
    assert refusals(payload) == [("DUPLICATE", "1.externalId")]
    assert [row["net"] for row in await seen(api)] == ["1.00"]


async def test_a_customer_is_found_by_its_business_id(api: Api) -> None:
    item = bill("A", "1.00", customerExternalId="C7", customerBusinessId="0112038-9")
    await feed(api, "syncInvoices", [item])
    assert [row["customer"]["name"] for row in await seen(api)] == ["Customer 1"]


async def test_a_credit_note_is_set_against_its_invoice(api: Api) -> None:
    note = bill("N", "-30.00", kind="CREDIT_NOTE", creditedExternalId="A")
    await feed(api, "syncInvoices", [bill("A", "100.00")])
    await feed(api, "syncInvoices", [note])
    answer = await api(
        "{ invoices { nodes { number openAmount creditNotes { number } } } }", api.admin
    )
    found = {row["number"]: row for row in answer["invoices"]["nodes"]}
    assert found["A"]["openAmount"] == "70.00"
    assert found["A"]["creditNotes"] == [{"number": "N"}]


async def test_a_fed_invoice_is_read_only_by_hand(api: Api) -> None:
    await feed(api, "syncInvoices", [bill("A", "1.00")])
    given = {"id": "invoice_1", "expectedVersion": 1, "number": "B"}
    payload = await mutate(api, "updateInvoice", given, "invoice { id }")
    assert [e["code"] for e in payload["userErrors"]] == ["FED_BY_SOURCE"]
    assert "'erp'" in payload["userErrors"][0]["message"]
    assert [row["number"] for row in await seen(api)] == ["A"]


async def test_the_number_of_statements_does_not_grow_with_the_batch(api: Api) -> None:
    async def statements(first: int, last: int) -> int:
        items = [bill(f"N{n}", "1.00", "2.00") for n in range(first, last)]
        with api.statements() as seen:
            actions(await feed(api, "syncInvoices", items))
        return len(seen)

    assert await statements(0, 2) == await statements(2, 102)


async def test_a_feed_needs_its_right(api: Api) -> None:
    rights = api.deployment.registry.permissions.keys() - {"finance:sync"}
    given = {"source": "erp", "items": [bill("A", "1.00")]}
    answer = await raw(api, "syncInvoices", given, "results { id }", api.viewer(1, rights))
    assert answer.errors == [("FORBIDDEN", ("syncInvoices",))]
    assert await count(api, Invoice) == 0


async def test_a_customer_that_the_feed_may_not_see_is_unknown(api: Api) -> None:
    viewer = api.viewer(9, {"finance:sync", "customers:read"})
    payload = await feed(api, "syncInvoices", [bill("A", "1.00")], viewer)
    assert refusals(payload) == [("NOT_FOUND", "0.customerExternalId")]
