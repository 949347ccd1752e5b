"""States follow from facts and from the clock, on both ways to read."""

from datetime import date

import pytest

from core.models import Base
from tests.api import Api
from tests.factories import customer, save
from tests.plugins.finance.rows import DAY, invoice, offer, on, payment, write_off
from tests.schema.compiled.pair import COMPILED, Pair

INVOICE = """{ invoice(id: "invoice_1") { state openAmount daysOverdue paidAmount creditedAmount
  writtenOffAmount } }"""
OFFER = '{ offer(id: "offer_1") { state } }'
DUE, LATE = date(2026, 3, 31), date(2026, 4, 1)


async def state_on(pair: Pair, api: Api, day: date, query: str) -> list[object]:
    """The values of the one row that a query asks for, on a day."""
    on(api, day)
    outcome = await pair(query, api.admin)
    assert outcome.plan == COMPILED
    (row,) = outcome.value.values()
    return list(row.values())


def credit(key: int, net: str, **values: object) -> Base:
    return invoice(key, 1, net, credited_invoice_id=1, **values)


CASES: dict[str, tuple[list[Base], str, str, str]] = {
    "nothing": ([], "OPEN", "OVERDUE", "100.00"),
    "a part paid": ([payment(1, 1, 1, "0.01")], "PARTIALLY_PAID", "OVERDUE", "99.99"),
    "all paid": ([payment(1, 1, 1, "40.00"), payment(2, 1, 1, "60.00")], "PAID", "PAID", "0.00"),
    "paid back": (
        [payment(1, 1, 1, "100.00"), payment(2, 1, 1, "-100.00")],
        "OPEN",
        "OVERDUE",
        "100.00",
    ),
    "all credited": ([credit(2, "-100.00")], "CREDITED", "CREDITED", "0.00"),
    "paid and credited": ([payment(1, 1, 1, "30.00"), credit(2, "-70.00")], "PAID", "PAID", "0.00"),
    "written off": (
        [payment(1, 1, 1, "30.00"), write_off(1, 1, 1, "70.00")],
        "WRITTEN_OFF",
        "WRITTEN_OFF",
        "0.00",
    ),
    "a cancelled credit note": (
        [credit(2, "-100.00", cancelled_on=DAY)],
        "OPEN",
        "OVERDUE",
        "100.00",
    ),
}


@pytest.mark.parametrize("name", CASES)
async def test_an_invoice_is_what_happened_to_it(api: Api, name: str) -> None:
    rows, before, after, rest = CASES[name]
    pair = Pair(api.deployment)
    await save(api, customer(1), invoice(1, 1), *[type(row)(**_values(row)) for row in rows])
    due = await state_on(pair, api, DUE, INVOICE)
    assert due[:3] == [before, rest, None]
    late = await state_on(pair, api, LATE, INVOICE)
    assert late[:3] == [after, rest, 1 if after == "OVERDUE" else None]
    assert len(pair.reads._plans or ()) == 1  # noqa: SLF001 - one plan serves both days


def _values(row: Base) -> dict[str, object]:
    """A row's values, for a row of each test's own."""
    return {k: v for k, v in vars(row).items() if not k.startswith("_")}


async def test_a_cancelled_invoice_is_void(api: Api) -> None:
    await save(api, customer(1), invoice(1, 1, cancelled_on=DAY))
    found = await state_on(Pair(api.deployment), api, LATE, INVOICE)
    assert found[:3] == ["CANCELLED", "0.00", None]


async def test_a_credit_note_is_open_until_it_is_set_against_an_invoice(api: Api) -> None:
    await save(api, customer(1), invoice(1, 1, "-5.00"), invoice(2, 1))
    pair = Pair(api.deployment)
    assert (await state_on(pair, api, LATE, INVOICE))[:2] == ["OPEN", "-5.00"]
    await save(api, payment(1, 1, 1, "-5.00"))
    assert (await state_on(pair, api, LATE, INVOICE))[:2] == ["PAID", "0.00"]


OFFERS: dict[str, tuple[dict[str, date], str, str]] = {
    "not sent": ({}, "DRAFT", "DRAFT"),
    "not sent, with a last day": ({"valid_until": DUE}, "DRAFT", "DRAFT"),
    "sent": ({"sent_on": DAY, "valid_until": DUE}, "SENT", "EXPIRED"),
    "sent for ever": ({"sent_on": DAY}, "SENT", "SENT"),
    "accepted": ({"sent_on": DAY, "valid_until": DUE, "accepted_on": DUE}, "ACCEPTED", "ACCEPTED"),
    "rejected": ({"sent_on": DAY, "valid_until": DUE, "rejected_on": DUE}, "REJECTED", "REJECTED"),
}


@pytest.mark.parametrize("name", OFFERS)
async def test_an_offer_is_what_happened_to_it(api: Api, name: str) -> None:
    values, before, after = OFFERS[name]
    pair = Pair(api.deployment)
    await save(api, customer(1), offer(1, 1, **values))
    assert await state_on(pair, api, DUE, OFFER) == [before]
    assert await state_on(pair, api, LATE, OFFER) == [after]
