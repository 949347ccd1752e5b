"""Northwind's year 1997: fed, planned, edited by an owner, and shown side by side to the cent."""

from collections import defaultdict
from collections.abc import AsyncIterator, Iterator
from decimal import Decimal

import pytest

from tests.api import Api, deployment_on
from tests.database import Databases
from tests.plugins.plans.northwind import (
    DATA,
    KINDS,
    Figures,
    Place,
    feed,
    invoiced,
    s_curve,
    shared,
)
from tests.plugins.plans.world import on
from tests.signed import ERRORS, Person, signed_client

pytestmark = pytest.mark.skipif(not DATA.is_dir(), reason="../shared is absent")

RIGHTS = ("plans:read", "plans:write", "customers:read", "products:read", "finance:read")
SELLER = (*RIGHTS, "opportunities:read", "opportunities:write", "employees:read")
LEADER = (*SELLER, "plans:manage", "customers:read_all", "opportunities:read_all")
TOTAL = Decimal("650000.01")
MONTHS = range(1, 13)
PLACES = "customers(first: 200) { nodes { id name owner { id name } } }"
AREAS = "productBaskets(first: 50) { nodes { id name } }"
FIGURES = "budget forecast actual billingForecast base change changePercent"
YEAR = 'from: "1997-01-01", to: "1997-12-01"'
MONTHLY = f"financials({YEAR}, by: MONTH) {{ labels items {{ {FIGURES} }} total {{ {FIGURES} }} }}"
BY_AREA = f"""areas: financials({YEAR}, by: OFFERING_AREA) {{
  items {{ offeringArea {{ name }} {FIGURES} }} }}"""


@pytest.fixture(scope="module")
def url(databases: Databases, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    url = databases.clone()
    feed(url, tmp_path_factory.mktemp("erp"))
    yield url
    databases.drop(url)


@pytest.fixture
async def api(url: str) -> AsyncIterator[Api]:
    deployment = deployment_on(url)
    api = Api(deployment)
    on(api, 1997, 1, 15)
    yield api
    await deployment.close()


def key(text: str) -> int:
    return int(text.rpartition("_")[2])


async def planned(person: Person, plan: str) -> dict[Place, Decimal]:
    """The cells of a plan as a grid shows them."""
    query = f"""{{ {AREAS} plan(id: "{plan}") {{ grid(first: 5000) {{ rows {{
      customer {{ name }} offeringArea {{ name }} planned }} }} }} }}"""
    found: dict[Place, Decimal] = {}
    for row in (await person.asks(query))["plan"]["grid"]["rows"]:
        for month, amount in enumerate(row["planned"], 1):
            if amount is not None:
                place = row["customer"]["name"], row["offeringArea"]["name"], month
                found[place] = Decimal(amount)
    return found


async def target_of(leader: Person) -> tuple[str, dict[Place, Decimal]]:
    """A target for 1997 by the S-curve, and its cells recomputed."""
    found = await leader.asks(f"{{ {PLACES} {AREAS} teams {{ nodes {{ id }} }} }}")
    teams = [team["id"] for team in found["teams"]["nodes"]]
    given = {"name": "Target", "side": "TARGET", "year": 1997, "currency": "USD"}
    made = await leader.makes("createPlan", "plan { id }", **given, salesGroupIds=teams)
    plan = made["plan"]["id"]
    done = await leader.makes(
        "spreadPlan", "spread { cells spread }", planId=plan, total=str(TOTAL), method="S_CURVE"
    )
    owned = sorted(
        (c for c in found["customers"]["nodes"] if c["owner"]), key=lambda c: key(c["id"])
    )
    areas = sorted(found["productBaskets"]["nodes"], key=lambda area: key(area["id"]))
    places = [(customer["name"], area["name"]) for customer in owned for area in areas]
    assert done["spread"] == {"cells": 89 * 8 * 12, "spread": str(TOTAL)}
    assert len(places) == 89 * 8
    rows = zip(places, shared(TOTAL, [1] * len(places)), strict=True)
    return plan, {
        (*place, month): part
        for place, amount in rows
        for month, part in zip(MONTHS, shared(amount, s_curve(12)), strict=True)
    }


async def test_a_year_of_plans_and_invoices_side_by_side(api: Api) -> None:
    async with (
        signed_client(api, await employee(api, "Fuller"), LEADER) as boss,
        signed_client(api, await employee(api, "Peacock"), SELLER) as seller,
    ):
        leader, owner = Person(boss), Person(seller)
        plan, budget = await target_of(leader)
        assert await planned(leader, plan) == budget
        forecast_plan, forecast = await forecast_of(leader, plan)
        assert forecast == budget
        mine = [c["name"] for c in (await owner.asks(f"{{ {PLACES} }}"))["customers"]["nodes"]]
        assert len(mine) == 23
        assert {c for c, _, _ in await planned(owner, forecast_plan)} == set(mine)
        on(api, 1997, 3, 15)
        await lock(leader)
        await edited(owner, forecast_plan, mine[0], forecast)
        assert await planned(leader, forecast_plan) == forecast
        billing = await pipeline(owner, mine[0])
        figures = Figures(budget, forecast, invoiced(), billing)
        await check_cards(owner, mine, figures)
        await check_sums(owner, leader, mine, figures)


async def employee(api: Api, last_name: str) -> int:
    query = (
        "query($name: String!) { employees(filter: {name: {contains: $name}}) { nodes { id } } }"
    )
    [found] = (await api(query, api.admin, name=last_name))["employees"]["nodes"]
    return key(found["id"])


async def forecast_of(leader: Person, origin: str) -> tuple[str, dict[Place, Decimal]]:
    teams = [t["id"] for t in (await leader.asks("{ teams { nodes { id } } }"))["teams"]["nodes"]]
    given = {"name": "Forecast", "side": "FORECAST", "year": 1997, "currency": "USD"}
    made = await leader.makes(
        "createPlan", "plan { id }", **given, salesGroupIds=teams, originId=origin
    )
    plan: str = made["plan"]["id"]
    return plan, await planned(leader, plan)


async def lock(leader: Person) -> None:
    """Months of forecasts are locked after the 10th of the month that follows."""
    found = (await leader.asks("{ planSettings { id version } }"))["planSettings"]
    given = {"id": found["id"], "expectedVersion": found["version"], "lockDay": 10}
    await leader.makes("updatePlanSettings", "planSettings { lockDay }", **given)


async def edited(owner: Person, plan: str, name: str, forecast: dict[Place, Decimal]) -> None:
    """The owner edits cells of his customer; locked months and other customers are refused."""
    found = await owner.asks(f"{{ {PLACES} {AREAS} }}")
    area = min(found["productBaskets"]["nodes"], key=lambda each: key(each["id"]))
    customer = next(c for c in found["customers"]["nodes"] if c["name"] == name)
    others = ({*range(1, 92)} - {key(c["id"]) for c in found["customers"]["nodes"]}).pop()
    row = {"customerId": customer["id"], "offeringAreaId": area["id"]}
    cells = [
        {"month": "1997-04-01", "amount": "1234.56"},
        {"month": "1997-05-01", "amount": "100.00", "operation": "INCREASE_BY"},
        {"month": "1997-06-01", "amount": "0.5", "operation": "SCALE_BY"},
    ]
    wanted = f"results {{ {ERRORS} }}"
    done = await owner.does(
        "setPlanCells",
        wanted,
        planId=plan,
        rows=[
            {**row, "cells": cells},
            {**row, "customerId": f"customer_{others}", "cells": cells[:1]},
        ],
    )
    assert [[e["code"] for e in r["userErrors"]] for r in done["results"]] == [[], ["NOT_FOUND"]]
    locked = [{"month": f"1997-{m:02d}-01", "amount": "1"} for m in (1, 2, 3)]
    done = await owner.does("setPlanCells", wanted, planId=plan, rows=[{**row, "cells": locked}])
    [refused] = done["results"]
    assert [(e["code"], e["path"][-2]) for e in refused["userErrors"]] == [
        ("LOCKED", "0"),
        ("LOCKED", "1"),
    ]
    place = name, area["name"]
    forecast[*place, 4] = Decimal("1234.56")
    forecast[*place, 5] += 100
    forecast[*place, 6] = shared(forecast[*place, 6], [1, 1])[0]


async def pipeline(owner: Person, name: str) -> dict[Place, Decimal]:
    """An opportunity whose billing is spread over May to July: its weighted forecast."""
    found = await owner.asks(f"{{ {PLACES} {AREAS} }}")
    area = min(found["productBaskets"]["nodes"], key=lambda each: key(each["id"]))
    customer = next(c for c in found["customers"]["nodes"] if c["name"] == name)
    await owner.makes(
        "createOpportunity",
        "opportunity { id }",
        name="More of it",
        customerId=customer["id"],
        offeringAreaId=area["id"],
        amount="1000.00",
        currency="USD",
        manualProbability=50,
        invoicingStartsOn="1997-05-10",
        invoicingMonths=3,
        splitMethod="EVEN",
    )
    parts = zip((5, 6, 7), shared(Decimal(500), [1, 1, 1]), strict=True)
    return {(name, area["name"], month): part for month, part in parts}


async def check_cards(owner: Person, mine: list[str], figures: Figures) -> None:
    """Each customer's card, by month and by area, with totals."""
    query = f"{{ customers(first: 200) {{ nodes {{ name {MONTHLY} {BY_AREA} }} }} }}"
    cards = (await owner.asks(query))["customers"]["nodes"]
    assert [card["name"] for card in cards] == mine
    for card in cards:
        name, shown = card["name"], card["financials"]
        for month, item in zip(MONTHS, shown["items"], strict=True):
            assert item == figures.item({name}, month=month)
        assert shown["total"] == figures.item({name})
        assert shown["labels"] == [f"1997-{month:02d}" for month in MONTHS]
        areas = {item.pop("offeringArea")["name"]: item for item in card["areas"]["items"]}
        assert len(areas) == 8
        for area, item in areas.items():
            assert item == figures.item({name}, area)


async def check_sums(owner: Person, leader: Person, mine: list[str], figures: Figures) -> None:
    """An owner's sums are over his customers, wherever he asks; the leader's over all."""
    monthly = MONTHLY.replace("by: MONTH", 'by: MONTH, currency: "USD"')
    own = figures.item(mine)
    assert (await owner.asks(f"{{ {monthly} }}"))["financials"]["total"] == own
    employees = f"employees(first: 50) {{ nodes {{ name {monthly} }} }}"
    teams = f"teams(first: 50) {{ nodes {{ name {monthly} }} }}"
    found = await leader.asks(f"{{ {monthly} {employees} {teams} }}")
    assert found["financials"]["total"] == figures.item()
    seller = next(e for e in found["employees"]["nodes"] if "Peacock" in e["name"])
    assert seller["financials"]["total"] == own
    sums: dict[str, Decimal] = defaultdict(Decimal)
    for team in found["teams"]["nodes"]:
        for name in KINDS:
            sums[name] += Decimal(team["financials"]["total"][name])
    everything = found["financials"]["total"]
    assert sums == {name: Decimal(everything[name]) for name in KINDS}
