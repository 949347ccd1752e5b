"""What four kinds of people see of what is owed, what is late, and what is held."""

from datetime import date
from typing import Any

import pytest

from core.viewer import Viewer
from plugins.finance.jobs import apply_credit_rules
from tests.api import Api
from tests.core.writing.calls import mutate
from tests.factories import customer, employee, save
from tests.plugins.finance.rows import invoice, on, rule

SELLER, OTHER, OFFICE, STRANGER = 2, 3, 9, 10
KINDS = {
    "seller": ("customers:read", "finance:read", "finance:read_holds"),
    "manager": ("customers:read", "customers:read_all", "finance:read", "finance:read_holds"),
    "clerk": (
        *("customers:read", "customers:read_all", "finance:read", "finance:read_holds"),
        *("finance:write", "finance:hold"),
    ),
    "delivery": ("customers:read", "customers:read_all", "finance:read_holds"),
}
AGES = "openAmount overdueAmount notDue days1To30 days31To60"
OWED = f"{{ receivables {{ nodes {{ customer {{ id }} {AGES} }} }} }}"
BY_AGE = f"{{ receivablesByAge {{ {AGES} }} }}"
LATE = "{ invoices(filter: {state: {eq: OVERDUE}}) { nodes { number daysOverdue } } }"
HELD = """{ deliveryStatuses { nodes {
  customer { id } hold reason mayShip hasOverdue } } }"""


@pytest.fixture(autouse=True)
async def business(api: Api) -> None:
    """Customer 1 of the seller owes 100, due on 31 March; customer 2 of another one 40."""
    await save(
        api,
        employee(SELLER),
        employee(OTHER),
        employee(OFFICE),
        customer(1, owner_id=SELLER),
        customer(2, owner_id=OTHER),
        invoice(1, 1, "100.00", number="1", due_on=date(2026, 3, 31)),
        invoice(2, 2, "40.00", number="2", due_on=date(2026, 4, 30)),
        rule(1, "DAYS_OVERDUE", "10", hold="SHIP", name="Over 10 days late"),
    )


def person(api: Api, kind: str) -> Viewer:
    return api.viewer(SELLER if kind == "seller" else OFFICE, KINDS[kind])


async def day(api: Api, month: int, day_: int) -> None:
    """Move the clock, and let the rules be applied as every hour."""
    on(api, date(2026, month, day_))
    await apply_credit_rules(api.deployment, {})


async def held(api: Api, kind: str) -> dict[str, tuple[str, bool, bool]]:
    found = (await api(HELD, person(api, kind)))["deliveryStatuses"]["nodes"]
    return {
        row["customer"]["id"][9:]: (row["hold"], row["mayShip"], row["hasOverdue"]) for row in found
    }


async def owed(api: Api, kind: str) -> dict[str, tuple[str, ...]]:
    found = (await api(OWED, person(api, kind)))["receivables"]["nodes"]
    names = AGES.split()
    return {row["customer"]["id"][9:]: tuple(row[name] for name in names) for row in found}


async def late(api: Api, kind: str) -> dict[str, int]:
    found = (await api(LATE, person(api, kind)))["invoices"]["nodes"]
    return {row["number"]: row["daysOverdue"] for row in found}


@pytest.mark.parametrize("kind", ["seller", "manager", "clerk"])
async def test_what_is_owed_grows_old_with_the_clock(api: Api, kind: str) -> None:
    others = {} if kind == "seller" else {"2": ("40.00", "0.00", "40.00", "0.00", "0.00")}
    await day(api, 3, 31)
    assert await owed(api, kind) == {"1": ("100.00", "0.00", "100.00", "0.00", "0.00"), **others}
    assert await late(api, kind) == {}
    await day(api, 4, 30)
    assert await owed(api, kind) == {"1": ("100.00", "100.00", "0.00", "100.00", "0.00"), **others}
    assert await late(api, kind) == {"1": 30}
    await day(api, 5, 1)
    assert (await owed(api, kind))["1"] == ("100.00", "100.00", "0.00", "0.00", "100.00")
    assert await late(api, kind) == ({"1": 31} if kind == "seller" else {"1": 31, "2": 1})
    total = "100.00" if kind == "seller" else "140.00"
    [sums] = (await api(BY_AGE, person(api, kind)))["receivablesByAge"]
    assert sums["openAmount"] == sums["overdueAmount"] == total


async def test_delivery_people_see_no_amount_wherever_they_look(api: Api) -> None:
    viewer = person(api, "delivery")
    for query, field in ((OWED, "receivables"), (BY_AGE, "receivablesByAge"), (LATE, "invoices")):
        answer = await api(query, viewer)
        assert answer.errors == [("FORBIDDEN", (field,))]


@pytest.mark.parametrize("kind", KINDS)
async def test_everybody_sees_what_is_held_of_the_customers_he_sees(api: Api, kind: str) -> None:
    others = {} if kind == "seller" else {"2": ("NONE", True, False)}
    await day(api, 4, 10)
    assert await held(api, kind) == {"1": ("NONE", True, True), **others}
    await day(api, 4, 11)
    assert await held(api, kind) == {"1": ("SHIP", False, True), **others}
    reason = (await api(HELD, person(api, kind)))["deliveryStatuses"]["nodes"][0]["reason"]
    assert reason == "Over 10 days late"


@pytest.mark.parametrize("kind", KINDS)
async def test_only_the_clerk_sets_holds_and_takes_payments(api: Api, kind: str) -> None:
    viewer = person(api, kind)
    hold = {"customerId": "customer_1", "level": "ALL", "reason": "Late again"}
    payment = {"invoiceId": "invoice_1", "paidOn": "2026-03-15", "amount": "100.00"}
    query = """mutation($hold: SetDeliveryHoldInput!, $payment: CreatePaymentInput!) {
      setDeliveryHold(input: $hold) { userErrors { code } }
      createPayment(input: $payment) { userErrors { code } } }"""
    answer = await api(query, viewer, hold=hold, payment=payment)
    if kind == "clerk":
        assert answer["createPayment"]["userErrors"] == []
        assert (await held(api, kind))["1"] == ("ALL", False, False)
    else:
        assert [code for code, _ in answer.errors] == ["FORBIDDEN", "FORBIDDEN"]
        assert (await held(api, kind))["1"] == ("NONE", True, False)


async def test_a_stranger_sees_nothing(api: Api) -> None:
    stranger = api.viewer(STRANGER, KINDS["seller"])
    await day(api, 5, 1)
    assert (await api(OWED, stranger))["receivables"]["nodes"] == []
    assert (await api(BY_AGE, stranger))["receivablesByAge"] == []
    assert (await api(LATE, stranger))["invoices"]["nodes"] == []
    assert (await api(HELD, stranger))["deliveryStatuses"]["nodes"] == []


async def test_what_was_paid_is_released_at_the_next_application(api: Api) -> None:
    await day(api, 4, 20)
    assert (await held(api, "delivery"))["1"][0] == "SHIP"
    given: dict[str, Any] = {"invoiceId": "invoice_1", "paidOn": "2026-04-20", "amount": "100.00"}
    assert (await mutate(api, "createPayment", given, "payment { id }"))["userErrors"] == []
    await day(api, 4, 20)
    assert (await held(api, "delivery"))["1"] == ("NONE", True, False)
