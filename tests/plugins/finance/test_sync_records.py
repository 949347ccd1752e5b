"""Customers, products and payments fed by another system."""

from typing import Any

from core.customers.models import Customer
from plugins.finance.models import Payment
from tests.api import Api
from tests.core.writing.calls import count, mutate
from tests.factories import basket, customer, keyword, save
from tests.plugins.finance.feeding import actions, bill, feed, known_as, refusals
from tests.plugins.finance.rows import invoice

OPEN = '{ invoice(id: "invoice_1") { openAmount state payments { nodes { amount fedBy } } } }'
BUSINESS_ID = "0112038-9"


async def test_a_partner_is_found_by_business_id_and_made_if_there_is_none(api: Api) -> None:
    await save(api, customer(101, name="Ours", business_id=BUSINESS_ID))
    items = [
        {
            "externalId": "C1",
            "businessId": BUSINESS_ID,
            "billingCountry": "FI",
            "billingCity": "Oulu",
        },
        {"externalId": "C2", "name": "New Oy"},
        {"externalId": "C3"},
    ]
    payload = await feed(api, "syncCustomers", items)
    assert refusals(payload) == [("REQUIRED", "2.name")]
    assert [r["action"] for r in payload["results"]] == ["UPDATE", "CREATE", None]
    assert payload["results"][0]["id"] == "customer_101"
    assert actions(await feed(api, "syncCustomers", items[:2])) == [None, None]
    assert await count(api, Customer) == 2


async def test_products_come_into_groups_and_areas(api: Api) -> None:
    areas = [basket(1, name="Boats", type="WALLET_SHARE"), basket(2, name="Oars", type="GENERAL")]
    await save(
        api, keyword(2, "PRODUCT_GROUP", "OLD"), *areas, basket(3, name="Nets", type="WALLET_SHARE")
    )
    good = {"externalId": "P1", "name": "Boat", "group": "OLD", "offeringArea": "Boats"}
    items = [
        good,
        {"externalId": "P2", "name": "Oar", "offeringArea": "Oars"},
        {"externalId": "P3", "name": "Net", "group": "NONE"},
        {"externalId": "P4", "name": "Net", "price": "NaN"},
    ]
    payload = await feed(api, "syncProducts", items)
    assert refusals(payload) == [
        ("NOT_FOUND", "1.offeringArea"),
        ("INVALID", "2.group"),
        ("INVALID", "3.price"),
    ]
    assert actions(await feed(api, "syncProducts", [good])) == [None]
    assert await baskets(api) == [{"name": "Boat", "baskets": {"nodes": [{"name": "Boats"}]}}]
    assert actions(await feed(api, "syncProducts", [{**good, "offeringArea": "Nets"}])) == [
        "UPDATE"
    ]
    assert await baskets(api) == [{"name": "Boat", "baskets": {"nodes": [{"name": "Nets"}]}}]


async def baskets(api: Api) -> Any:
    answer = await api("{ products { nodes { name baskets { nodes { name } } } } }", api.admin)
    return answer["products"]["nodes"]


def paid(external_id: str, amount: str, **values: Any) -> dict[str, Any]:
    return {
        "externalId": external_id,
        "invoiceExternalId": "A",
        "paidOn": "2026-03-02",
        "amount": amount,
        **values,
    }


async def billed(api: Api) -> None:
    """An invoice of 100 that the system knows as A."""
    await save(api, customer(1), known_as("Customer", "C1", 1, 1))
    await feed(api, "syncInvoices", [bill("A", "100.00", lines=[{"net": "100.00"}])])


async def test_payments_up_to_the_open_amount_are_taken_in(api: Api) -> None:
    await billed(api)
    items = [
        paid("Z1", "60.00"),
        paid("Z2", "40.01"),
        paid("Z3", "40.00"),
        paid("Z4", "0.01"),
        paid("Z5", "1.00", invoiceExternalId="B"),
        paid("Z6", "1e30"),
        paid("Z7", "NaN"),
        paid("Z8", "-100.01"),
        paid("Z9", "1.00", paidOn="soon"),
    ]
    payload = await feed(api, "syncPayments", items)
    assert refusals(payload) == [
        ("INVALID", "1.amount"),
        ("INVALID", "3.amount"),
        ("INVALID", "4.invoiceExternalId"),
        ("INVALID", "5.amount"),
        ("INVALID", "6.amount"),
        ("INVALID", "7.amount"),
        ("INVALID", "8.paidOn"),
    ]
    found = (await api(OPEN, api.admin))["invoice"]
    assert (found["openAmount"], found["state"]) == ("0.00", "PAID")
    again = await feed(api, "syncPayments", [items[0], items[2]])
    assert actions(again) == [None, None]
    assert await count(api, Payment) == 2


async def test_a_fed_payment_may_shrink_and_then_leaves_room(api: Api) -> None:
    await billed(api)
    when = {"sourceUpdatedAt": "2026-03-02T00:00:00Z"}
    await feed(api, "syncPayments", [paid("Z1", "100.00", **when)])
    items = [paid("Z1", "70.00", sourceUpdatedAt="2026-03-03T00:00:00Z"), paid("Z2", "30.00")]
    assert actions(await feed(api, "syncPayments", items)) == ["UPDATE", "CREATE"]
    payload = await feed(api, "syncPayments", [paid("Z1", "1.00", **when)])
    assert refusals(payload) == [("STALE", "0.sourceUpdatedAt")]


async def test_an_atomic_batch_of_payments_leaves_nothing(api: Api) -> None:
    await billed(api)
    items = [paid("Z1", "60.00"), paid("Z2", "60.00")]
    payload = await feed(api, "syncPayments", items, atomic=True)
    assert [e["code"] for e in payload["userErrors"]] == ["ABORTED"]
    assert await count(api, Payment) == 0


async def test_a_clerk_settles_by_hand_and_no_more_than_is_open(api: Api) -> None:
    await save(api, customer(1), invoice(1, 1))
    given = {"invoiceId": "invoice_1", "paidOn": "2026-03-02", "amount": "100.01"}
    payload = await mutate(api, "createPayment", given, "payment { id }")
    assert [e["path"] for e in payload["userErrors"]] == [["input", "amount"]]
    given["amount"] = "30.00"
    assert (await mutate(api, "createPayment", given, "payment { id }"))["userErrors"] == []
    given = {
        "invoiceId": "invoice_1",
        "writtenOffOn": "2026-03-02",
        "amount": "70.00",
        "reason": "Gone",
    }
    assert (await mutate(api, "createWriteOff", given, "writeOff { id }"))["userErrors"] == []
    found = (await api(OPEN, api.admin))["invoice"]
    assert (found["openAmount"], found["state"]) == ("0.00", "WRITTEN_OFF")
    gone = {"id": "payment_1", "expectedVersion": 1}
    assert (await mutate(api, "archivePayment", gone, "payment { id }"))["userErrors"] == []
    assert (await api(OPEN, api.admin))["invoice"]["openAmount"] == "30.00"


async def test_an_invoice_by_hand_follows_its_lines(api: Api) -> None:
    await save(api, customer(1))
    given = {
        "number": "I1",
        "customerId": "customer_1",
        "invoicedOn": "2026-03-01",
        "vat": "10.00",
    }
    payload = await mutate(api, "createInvoice", given, "invoice { id dueOn }")
    assert payload["userErrors"] == []
    assert payload["invoice"]["dueOn"] == "2026-03-01"
    line = {
        "invoiceId": payload["invoice"]["id"],
        "position": 1,
        "quantity": "3",
        "unitPrice": "9.995",
        "discount": "10",
    }
    made = await mutate(api, "createInvoiceLine", line, "invoiceLine { net invoice { net total } }")
    assert made["invoiceLine"] == {"net": "26.99", "invoice": {"net": "26.99", "total": "36.99"}}
    again = await mutate(api, "createInvoiceLine", line, "invoiceLine { net }")
    assert [e["code"] for e in again["userErrors"]] == ["TAKEN"]
