"""Receivables by age, who is late, sales success and actual invoicing, as several people see it."""

from datetime import date
from decimal import Decimal
from itertools import pairwise
from typing import Any

import pytest
from sqlalchemy import select

from core.viewer import Viewer
from plugins.finance.actuals import actual_invoicing
from plugins.finance.enums import AgeBand
from plugins.finance.receivables import BOUNDS
from tests.api import Api
from tests.factories import basket, customer, employee, opportunity, save
from tests.plugins.finance.rows import (
    DAY,
    hold,
    invoice,
    line,
    offer,
    on,
    payment,
    write_off,
)
from tests.plugins.opportunities.stages import PROSPECTING
from tests.schema.compiled.pair import Pair

BY_AGE = "{ receivablesByAge { currency customers count openAmount overdueAmount notDue %s } }"
NAMES = "days1To30 days31To60 days61To90 over90"
OWED = (
    '{ customer(id: "customer_1") { receivables { currency openAmount daysOverdue notDue %s } } }'
)
RIGHTS = frozenset({"customers:read", "finance:read", "finance:read_holds"})


@pytest.fixture(autouse=True)
async def business(api: Api) -> None:
    """Two owners with a customer each, and invoices of all ages."""
    await save(
        api,
        employee(2),
        employee(3),
        customer(1, owner_id=2),
        customer(2, owner_id=3),
        *(
            invoice(n, 1, f"{n}.00", due_on=date(2026, 3, day), invoiced_on=date(2026, 1, 1))
            for n, day in enumerate((15, 14), 1)
        ),
        invoice(3, 1, "4.00", due_on=date(2026, 2, 12), invoiced_on=date(2026, 1, 1)),
        invoice(4, 1, "8.00", due_on=date(2026, 1, 13), invoiced_on=date(2026, 1, 1)),
        invoice(5, 1, "16.00", due_on=date(2025, 12, 14), invoiced_on=date(2025, 12, 1)),
        invoice(6, 1, "32.00", due_on=date(2025, 1, 1), invoiced_on=date(2025, 1, 1)),
        invoice(7, 2, "64.00", due_on=date(2026, 3, 1)),
        invoice(8, 2, "-10.00", credited_invoice_id=7),
        payment(1, 6, 1, "31.00"),
        write_off(1, 5, 1, "0.50"),
    )


async def ages(api: Api, viewer: Viewer) -> Any:
    answer = await api(BY_AGE % NAMES, viewer)
    return answer["receivablesByAge"]


async def test_everybody_gets_the_ages_of_what_he_sees_in_one_statement(api: Api) -> None:
    own = {
        "currency": "EUR",
        "customers": 1,
        "count": 6,
        "openAmount": "31.50",
        "overdueAmount": "30.50",
        "notDue": "1.00",
        "days1To30": "2.00",
        "days31To60": "4.00",
        "days61To90": "8.00",
        "over90": "16.50",
    }
    owner = api.viewer(2, RIGHTS)
    with api.statements() as seen:
        assert await ages(api, owner) == [own]
    assert len(seen) == 1
    (everything,) = await ages(api, api.admin)
    assert (everything["openAmount"], everything["customers"]) == ("85.50", 2)
    assert await ages(api, api.viewer(9, RIGHTS)) == []
    refused = await api(BY_AGE % NAMES, api.viewer(2, {"customers:read"}))
    assert refused.errors == [("FORBIDDEN", ("receivablesByAge",))]


async def test_the_bands_leave_no_day_out() -> None:
    assert [band for band, _, _ in BOUNDS] == list(AgeBand)
    for (_, _, last), (_, first, _) in pairwise(BOUNDS):
        assert last is not None
        assert first == last + 1


async def test_ages_move_with_the_clock_on_both_ways(api: Api) -> None:
    pair = Pair(api.deployment)
    outcome = await pair(OWED % NAMES, api.admin)
    (found,) = outcome.value["customer"]["receivables"]
    assert (found["notDue"], found["days1To30"], found["daysOverdue"]) == ("1.00", "2.00", 438)
    on(api, date(2026, 3, 16))
    (found,) = (await pair(OWED % NAMES, api.admin)).value["customer"]["receivables"]
    assert (found["notDue"], found["days1To30"], found["daysOverdue"]) == ("0.00", "3.00", 439)


async def test_who_is_late_is_a_filter(api: Api) -> None:
    query = """{ invoices(filter: { state: { eq: OVERDUE } }, orderBy: [{ dueOn: ASC }]) {
      totalCount nodes { number daysOverdue } } }"""
    outcome = await Pair(api.deployment)(query, api.viewer(2, RIGHTS))
    assert outcome.value["invoices"]["totalCount"] == 5
    assert outcome.value["invoices"]["nodes"][0] == {"number": "I6", "daysOverdue": 438}


async def test_sales_success_is_live(api: Api) -> None:
    await save(
        api,
        offer(1, 1, sent_on=DAY, valid_until=date(2026, 3, 15)),
        offer(2, 1, sent_on=DAY, accepted_on=DAY),
        offer(3, 2, sent_on=DAY, rejected_on=DAY),
        offer(4, 1),
    )
    query = '{ salesSuccess(first: "2025-01-01", last: "2026-12-31") { phase count amount } }'
    with api.statements() as seen:
        found = {r["phase"]: r for r in (await api(query, api.viewer(2, RIGHTS)))["salesSuccess"]}
    assert len(seen) == 1
    assert found["SENT"]["amount"] == found["ACCEPTED"]["amount"] == "100.00"
    assert "REJECTED" not in found
    assert found["INVOICED"] == {"phase": "INVOICED", "count": 6, "amount": "63.00"}
    assert found["PAID"]["amount"] == "31.00"
    assert found["OVERDUE"] == {"phase": "OVERDUE", "count": 5, "amount": "30.50"}
    on(api, date(2026, 3, 16))
    rows = (await api(query, api.viewer(2, RIGHTS)))["salesSuccess"]
    phases = [row["phase"] for row in rows]
    assert "EXPIRED" in phases
    assert "SENT" not in phases


STEPS = '{ opportunity(id: "opportunity_101") { wayToCash } }'


async def test_an_opportunity_shows_its_way_to_cash(api: Api) -> None:
    pair = Pair(api.deployment)

    async def step() -> Any:
        return (await pair(STEPS, api.admin)).value["opportunity"]["wayToCash"]

    await save(api, customer(5), opportunity(101, PROSPECTING, customer_id=5))
    assert await step() is None
    tied: dict[str, Any] = {"opportunity_id": 101}
    await save(api, offer(1, 5, sent_on=DAY, **tied))
    assert await step() == "OFFER_SENT"
    await save(api, offer(2, 5, sent_on=DAY, accepted_on=DAY, **tied))
    assert await step() == "OFFER_ACCEPTED"
    await save(api, invoice(51, 5, **tied))
    assert await step() == "INVOICED"
    await save(api, payment(51, 51, 5, "1.00"))
    assert await step() == "PARTLY_PAID"
    on(api, date(2026, 4, 1))
    assert await step() == "OVERDUE"
    await save(api, hold(1, 5))
    assert await step() == "DELIVERY_STOPPED"
    await save(api, payment(52, 51, 5, "99.00"))
    assert await step() == "PAID"


async def test_actual_invoicing_is_net_by_area_and_month(api: Api) -> None:
    await save(
        api,
        basket(1, type="WALLET_SHARE"),
        customer(5),
        invoice(51, 5, "30.00", vat=Decimal("7.20"), total=Decimal("37.20")),
        line(1, 51, 5, "10.00", offering_area_id=1),
        line(2, 51, 5, "20.00"),
        invoice(52, 5, "-5.00", invoiced_on=date(2026, 4, 1), due_on=date(2026, 4, 1)),
        line(3, 52, 5, "-5.00", offering_area_id=1),
        invoice(53, 5, "99.00", cancelled_on=DAY),
        line(4, 53, 5, "99.00", offering_area_id=1),
    )
    table = actual_invoicing(date(2026, 3, 1), date(2026, 4, 1))
    rows = await api.deployment.database.fetch(select(table).where(table.c.customer_id == 5))
    found = {(row.offering_area_id, row.month): row.amount for row in rows}
    assert found == {
        (1, date(2026, 3, 1)): Decimal("10.00"),
        (None, date(2026, 3, 1)): Decimal("20.00"),
        (1, date(2026, 4, 1)): Decimal("-5.00"),
    }
