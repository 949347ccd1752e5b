from collections.abc import AsyncIterator
from datetime import UTC, date, datetime
from decimal import Decimal
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.viewer import Viewer
from plugins.plans.models import Plan, PlanCell, PlanRow
from plugins.pupesoft_tools.calendar.models import CalendarEntry
from plugins.pupesoft_tools.customer_memo.enums import MemoKind
from plugins.pupesoft_tools.customer_memo.sales.figures import months_until
from tests import factories as make
from tests.api import Api, deployment_on
from tests.database import Databases
from tests.plugins.finance.rows import invoice, line
from tests.world import OWNER, STRANGER, World, small_world

RIGHTS = ("memos:read", "calendar:read", "finance:read_margin")
REPORT = """
    query ($id: ID!, $on: Date) {
        customer(id: $id) { salesReport(on: $on) {
            currency
            months { month sales margin marginPercent target visits }
            groups {
                department { code } productGroup { code }
                quantity sales margin marginPercent
            }
        } }
    }
"""


@pytest.fixture
async def world(databases: Databases) -> AsyncIterator[World]:
    """Customer 1 bought in three months, and a little in dollars; it was visited some times."""
    async with small_world(databases) as world:
        await make.save(
            world.api,
            make.keyword(51, "PRODUCT_GROUP", "PARTS"),
            *sold(1, date(2026, 3, 15), "100.00", cost=Decimal("60.00"), department_id=1),
            *sold(2, date(2026, 3, 16), "999.00"),
            *sold(3, date(2026, 3, 1), "-30.00", cost=Decimal("-20.00"), group_id=51),
            *sold(4, date(2025, 4, 1), "10.05", quantity=Decimal(3)),
            *sold(5, date(2025, 3, 31), "7.00", group_id=51),
            *sold(6, date(2024, 4, 1), "5.00"),
            *sold(7, date(2024, 3, 31), "999.00"),
            *sold(8, date(2026, 3, 2), "999.00", invoiced={"currency": "USD"}),
            *sold(9, date(2026, 3, 2), "999.00", invoiced={"cancelled_on": date(2026, 3, 3)}),
            *sold(10, date(2026, 3, 2), "999.00", customer_id=2),
            Plan(id=1, name="T", side="TARGET", type="SALES_TARGET", year=2026),
        )
        await make.save(world.api, PlanRow(id=1, plan_id=1, customer_id=1, offering_area_id=1))
        await make.save(world.api, cell(date(2026, 3, 1), "500.00"), cell(date(2026, 4, 1), "9.00"))
        # Helsinki is two hours ahead of UTC: the last is of March
        for key, day in enumerate(((2026, 3, 10, 12), (2026, 1, 31, 21), (2026, 2, 28, 23)), 1):
            at = datetime(*day, tzinfo=UTC)
            await make.save(world.api, make.memo(key, 1, at=at, kind=MemoKind.VISIT))
        await make.save(
            world.api,
            make.memo(9, 1, kind=MemoKind.CALL),
            make.keyword(52, "CALENDAR_KIND", "VISIT"),
            make.keyword(53, "CALENDAR_KIND", "CALL"),
            *(calendar_entry(key, *given) for key, given in enumerate(ENTRIES, 1)),
        )
        yield world


ENTRIES = ((52, date(2026, 1, 2)), (53, date(2026, 1, 2)), (52, date(2026, 3, 16)))
"""Of the calendar: a visit, a call, and a visit that lies ahead."""


def calendar_entry(key: int, kind: int, day: date) -> CalendarEntry:
    days = {"starts_on": day, "ends_on": day, "time_zone": "Europe/Helsinki"}
    return CalendarEntry(id=key, owner_id=OWNER, customer_id=1, kind_id=kind, title="x", **days)


def sold(key: int, day: date, net: str, **values: Any) -> list[Any]:
    """An invoice with one line."""
    customer = values.pop("customer_id", 1)
    bill = {"invoiced_on": day, "due_on": day, **values.pop("invoiced", {})}
    return [
        invoice(key, customer, net, **bill),
        line(key, key, customer, net, invoiced_on=day, **values),
    ]


def cell(month: date, amount: str) -> PlanCell:
    place = {"plan_id": 1, "row_id": 1, "customer_id": 1, "offering_area_id": 1}
    kind = {"side": "TARGET", "type": "SALES_TARGET", "in_use": True}
    return PlanCell(month=month, amount=Decimal(amount), **place, **kind)


async def report(world: World | Api, viewer: Viewer, **given: Any) -> Any:
    answer = await world(REPORT, viewer, **{"id": "customer_1", **given})
    return answer["customer"]["salesReport"]


async def test_months_stand_beside_targets_and_visits(world: World) -> None:
    found = await report(world, world.reader(OWNER, *RIGHTS))
    months = {m.pop("month"): m for m in found["months"]}
    assert (found["currency"], len(months)) == ("EUR", 24)
    assert [*months][:2] + [*months][-1:] == ["2026-03-01", "2026-02-01", "2024-04-01"]
    assert months["2026-03-01"] == {
        "sales": "70.00",
        "margin": "30.00",
        "marginPercent": "42.9",
        "target": "500.00",
        "visits": 2,
    }
    empty = {"sales": "0.00", "margin": None, "marginPercent": None, "target": "0.00", "visits": 0}
    assert months["2026-02-01"] == empty
    assert months["2026-01-01"] == empty | {"visits": 2}
    assert months["2025-04-01"]["sales"] == "10.05"
    assert months["2024-04-01"] == empty | {"sales": "5.00"}


async def test_departments_and_groups_of_the_last_twelve_months(world: World) -> None:
    found = await report(world, world.reader(OWNER, *RIGHTS))
    groups = [
        (
            *((g[n] and g[n]["code"]) for n in ("department", "productGroup")),
            *(g[n] for n in ("quantity", "sales", "margin", "marginPercent")),
        )
        for g in found["groups"]
    ]
    assert groups == [
        ("NORTH", None, "1.0000", "100.00", "40.00", "40.0"),
        (None, None, "3.0000", "10.05", None, None),
        (None, "PARTS", "-1.0000", "-30.00", "-10.00", "33.3"),
    ]
    before = await report(world, world.reader(OWNER, *RIGHTS), on="2025-03-31")
    assert [g["sales"] for g in before["groups"]] == ["7.00", "5.00"]


async def test_each_figure_needs_its_right(world: World) -> None:
    plain = await report(world, world.reader(OWNER, "memos:read"))
    assert {m["margin"] for m in plain["months"]} == {None}
    assert plain["months"][0]["sales"] == "70.00"
    few = world.api.viewer(OWNER, {"customers:read", "memos:read"})
    bare = await report(world, few)
    assert bare["groups"] is None
    assert bare["months"][0] == {
        **dict.fromkeys(("sales", "margin", "marginPercent", "target")),
        "month": "2026-03-01",
        "visits": 2,
    }
    refused = await world(REPORT, world.reader(OWNER), id="customer_1")
    assert refused.errors == [("FORBIDDEN", ("customer", "salesReport"))]
    hidden = await world(REPORT, world.reader(STRANGER, *RIGHTS), id="customer_1")
    assert hidden.data == {"customer": None}
    early = await world(REPORT, few, id="customer_1", on="0001-01-01")
    assert early.errors == [("BAD_USER_INPUT", ("customer", "salesReport"))]


async def test_without_finance_and_plans_there_are_visits(world: World) -> None:
    url = world.api.deployment.settings.database_url
    assert url is not None
    deployment = deployment_on(url.get_secret_value(), plugins=["pupesoft_tools"])
    api = Api(deployment)
    found = await report(api, api.admin)
    assert (found["groups"], found["months"][0]["sales"]) == (None, None)
    assert (found["months"][0]["target"], found["months"][0]["visits"]) == (None, 2)
    await deployment.close()


async def test_all_customers_are_read_together(world: World) -> None:
    query = "{ customers { nodes { salesReport { months { sales } groups { sales } } } } }"
    with world.api.statements() as one:
        await world(query, world.reader(OWNER, *RIGHTS))
    with world.api.statements() as many:
        await world(query, world.admin)
    assert len(many) == len(one)


@given(st.dates(date(1000, 1, 1)), st.integers(1, 40))
def test_months_follow_each_other_back_from_the_day(day: date, count: int) -> None:
    found = months_until(day, count)
    assert (found[0], len(found)) == (day.replace(day=1), count)
    for later, earlier in pairwise(found):
        assert (later.year * 12 + later.month) - (earlier.year * 12 + earlier.month) == 1
        assert earlier.day == 1
