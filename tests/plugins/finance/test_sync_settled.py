"""Fed invoices and credit notes never leave less than nothing open."""

from typing import Any

import pytest

from core.changes.models import Change
from tests.api import Api
from tests.core.writing.calls import count
from tests.factories import customer, product, save
from tests.plugins.finance.feeding import actions, bill, feed, known_as, refusals

OPEN = "{ invoices(first: 50, orderBy: [{number: ASC}]) { nodes { number total openAmount } } }"


@pytest.fixture(autouse=True)
async def business(api: Api) -> None:
    """Two customers and a product that are known, and an invoice of 100 of which 60 is paid."""
    await save(
        api,
        customer(1),
        customer(2),
        product(1),
        known_as("Customer", "C1", 1, 1),
        known_as("Customer", "C2", 2, 2),
        known_as("Product", "P1", 1),
    )
    assert actions(await feed(api, "syncInvoices", [bill("A", "100.00")])) == ["CREATE"]
    paid = {"externalId": "P", "invoiceExternalId": "A", "paidOn": "2026-03-10", "amount": "60.00"}
    assert actions(await feed(api, "syncPayments", [paid])) == ["CREATE"]


async def opened(api: Api) -> dict[str, str]:
    found = (await api(OPEN, api.admin))["invoices"]["nodes"]
    return {row["number"]: row["openAmount"] for row in found}


def note(external_id: str, net: str, **more: Any) -> dict[str, Any]:
    values = {"kind": "CREDIT_NOTE", "creditedExternalId": "A", **more}
    return bill(external_id, net, **values)


async def test_an_invoice_cannot_become_less_than_is_settled(api: Api) -> None:
    payload = await feed(api, "syncInvoices", [bill("A", "59.99"), bill("B", "1.00")])
    assert refusals(payload) == [("INVALID", "0.lines")]
    assert "60.00 of it is settled" in payload["results"][0]["userErrors"][0]["message"]
    assert await opened(api) == {"A": "40.00", "B": "1.00"}
    assert actions(await feed(api, "syncInvoices", [bill("A", "60.00")])) == ["UPDATE"]
    assert (await opened(api))["A"] == "0.00"
    item = bill("A", lines=[], net="0.00")
    assert refusals(await feed(api, "syncInvoices", [item])) == [("INVALID", "0.net")]


async def test_what_is_settled_may_change_in_other_ways(api: Api) -> None:
    item = bill("A", "100.00", dueOn="2026-05-01", number="A2")
    assert actions(await feed(api, "syncInvoices", [item])) == ["UPDATE"]
    assert await opened(api) == {"A2": "40.00"}


async def test_credit_notes_take_no_more_than_is_open_one_after_the_other(api: Api) -> None:
    payload = await feed(api, "syncInvoices", [note("N1", "-30.00"), note("N2", "-10.01")])
    assert refusals(payload) == [("INVALID", "1.lines")]
    assert await opened(api) == {"A": "10.00", "N1": "0.00"}
    assert refusals(await feed(api, "syncInvoices", [note("N1", "-40.01")])) == [
        ("INVALID", "0.lines")
    ]
    assert actions(await feed(api, "syncInvoices", [note("N1", "-40.00")])) == ["UPDATE"]
    assert (await opened(api))["A"] == "0.00"
    assert actions(await feed(api, "syncInvoices", [note("N1", "-40.00")])) == [None]
    void = note("N1", "-40.00", cancelledOn="2026-03-12")
    assert actions(await feed(api, "syncInvoices", [void, note("N2", "-40.00")])) == [
        "UPDATE",
        "CREATE",
    ]
    assert (await opened(api))["A"] == "0.00"


@pytest.mark.parametrize(
    "values", [{"customerExternalId": "C2"}, {"currency": "USD"}], ids=["customer", "currency"]
)
async def test_a_credit_note_is_of_the_same_customer_and_currency(
    api: Api, values: dict[str, str]
) -> None:
    payload = await feed(api, "syncInvoices", [note("N", "-1.00", **values)])
    assert refusals(payload) == [("INVALID", "0.creditedExternalId")]
    assert await opened(api) == {"A": "40.00"}


async def test_a_credit_note_is_set_against_no_other_note(api: Api) -> None:
    await feed(api, "syncInvoices", [note("N", "-1.00")])
    payload = await feed(api, "syncInvoices", [note("M", "-1.00", creditedExternalId="N")])
    assert refusals(payload) == [("INVALID", "0.creditedExternalId")]


async def test_an_atomic_batch_that_oversettles_leaves_nothing(api: Api) -> None:
    before = await count(api, Change)
    items = [bill("B", "1.00"), note("N", "-40.01")]
    payload = await feed(api, "syncInvoices", items, atomic=True)
    assert refusals(payload) == [("INVALID", "1.lines")]
    assert [error["code"] for error in payload["userErrors"]] == ["ABORTED"]
    assert await opened(api) == {"A": "40.00"}
    assert await count(api, Change) == before
