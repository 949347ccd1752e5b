"""The billing forecast: exact in every month, gross and weighted side by side."""

import asyncio
import json
from collections.abc import Iterator
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, insert, select

from core.money import SplitMethod, month_weights, split
from core.money.monthly import Series
from core.viewer import Viewer
from plugins.opportunities.models import Opportunity
from schema.compiled import CompiledReads
from schema.documents import DocumentCache
from schema.limits import Limits
from tests.api import Api, composed, deployment_on
from tests.core.writing.calls import codes, mutate
from tests.database import Databases
from tests.effort import some
from tests.factories import basket, customer, opportunity, save
from tests.plugins.opportunities.stages import LOST, NEGOTIATION, OFFERED, PROSPECTING, WON
from tests.world import OLD

FORECAST = """{ opportunities(first: 500, orderBy: [{id: ASC}]) { nodes {
  amount weightedAmount probability billingForecast { month gross weighted currency } } } }"""

EXAMPLES, BATCH = 100, 100
"""10,000 opportunities in all."""

DRAWN = st.fixed_dictionaries(
    {
        "stage_id": st.sampled_from((PROSPECTING, NEGOTIATION, WON, LOST)),
        "manual_probability": st.none() | st.integers(0, 100),
        "amount": st.decimals("0", "999999999999.99", places=2),
        "currency": st.sampled_from(("EUR", "HUF")),
        "invoicing_starts_on": st.dates(date(1000, 1, 1), date(2999, 12, 31)),
        "invoicing_months": st.integers(1, 60),
        "split_method": st.sampled_from(SplitMethod),
        "split_weights": st.lists(
            st.decimals("0", "99999999.9999", places=4), min_size=1, max_size=12
        ).filter(any),
    }
)


def row(drawn: dict[str, Any], key: int) -> dict[str, Any]:
    weighted = drawn["split_method"] is SplitMethod.WEIGHTS
    named = {"id": key, "name": f"Deal {key}", "name_sort": f"{key:04}"}
    return {**drawn, **named, "split_weights": drawn["split_weights"] if weighted else None}


@pytest.fixture(scope="module")
def loop() -> Iterator[asyncio.Runner]:
    with asyncio.Runner() as runner:
        yield runner


@pytest.fixture(scope="module")
def served(databases: Databases, loop: asyncio.Runner) -> Iterator[Api]:
    """The API as it is served: its reads are compiled."""
    url = databases.clone()
    api = Api(deployment_on(url))
    api.schema = composed(api.deployment.registry, [DocumentCache(Limits()), CompiledReads()])
    yield api
    loop.run(api.deployment.close())
    databases.drop(url)


async def forecasts(api: Api, rows: list[dict[str, Any]]) -> list[Any]:
    """What is forecast of these rows and no others."""
    async with api.deployment.database.engine.begin() as connection:
        await connection.execute(delete(Opportunity))
        await connection.execute(insert(Opportunity), rows)
    answer = await api(FORECAST, api.admin)
    assert isinstance(answer.data, bytes), answer
    nodes: list[Any] = json.loads(answer.data)["opportunities"]["nodes"]
    return nodes


@settings(
    max_examples=some(EXAMPLES),
    deadline=None,
    suppress_health_check=list(HealthCheck),
    database=None,
)
@given(st.lists(DRAWN, min_size=BATCH, max_size=BATCH))
def test_both_series_add_up_and_are_split_by_the_rule(
    loop: asyncio.Runner, served: Api, drawn: list[dict[str, Any]]
) -> None:
    rows = [row(each, key) for key, each in enumerate(drawn, 1)]
    found = loop.run(forecasts(served, rows))
    for given_row, node in zip(rows, found, strict=True):
        check(given_row, node)


def check(given_row: dict[str, Any], node: Any) -> None:
    months = node["billingForecast"]
    shares = month_weights(
        given_row["split_method"], given_row["invoicing_months"], given_row["split_weights"] or ()
    )
    for series, whole in (("gross", node["amount"]), ("weighted", node["weightedAmount"])):
        parts = [month[series] for month in months]
        assert sum(map(Decimal, parts)) == Decimal(whole)
        assert parts == [str(part) for part in split(Decimal(whole), shares)]
    exact = given_row["amount"] * node["probability"] / 100
    assert Decimal(node["weightedAmount"]) == exact.quantize(Decimal("0.01"), ROUND_HALF_UP)
    first = given_row["invoicing_starts_on"]
    assert [month["month"] for month in months] == [
        (date(first.year + m // 12, m % 12 + 1, 1)).isoformat()
        for m in range(first.month - 1, first.month - 1 + given_row["invoicing_months"])
    ]
    assert {month["currency"] for month in months} == {given_row["currency"]}


STARTING: dict[str, Any] = {"invoicing_starts_on": date(2026, 11, 30), "invoicing_months": 3}


async def test_a_forecast_shows_gross_and_weighted_side_by_side(api: Api) -> None:
    await save(api, opportunity(1, OFFERED, amount="100.00", **STARTING))
    [node] = (await api(FORECAST, api.admin))["opportunities"]["nodes"]
    assert node["billingForecast"] == [
        {"month": "2026-11-01", "gross": "33.34", "weighted": "16.67", "currency": "EUR"},
        {"month": "2026-12-01", "gross": "33.33", "weighted": "16.67", "currency": "EUR"},
        {"month": "2027-01-01", "gross": "33.33", "weighted": "16.66", "currency": "EUR"},
    ]


@pytest.mark.parametrize(
    "missing", [{"amount": None}, {"amount": "1", "invoicing_starts_on": None}, {}]
)
async def test_without_amount_or_start_there_is_none(api: Api, missing: dict[str, Any]) -> None:
    await save(api, opportunity(1, OFFERED, **{**STARTING, **missing}))
    [node] = (await api(FORECAST, api.admin))["opportunities"]["nodes"]
    assert node["billingForecast"] == []


async def test_what_is_won_counts_whole_and_what_is_lost_not_at_all(api: Api) -> None:
    await save(
        api,
        opportunity(1, WON, amount="9.00", manual_probability=5, **STARTING),
        opportunity(2, LOST, amount="9.00", manual_probability=5, **STARTING),
    )
    won, lost = (await api(FORECAST, api.admin))["opportunities"]["nodes"]
    assert [m["weighted"] for m in won["billingForecast"]] == ["3.00"] * 3
    assert [m["weighted"] for m in lost["billingForecast"]] == ["0.00"] * 3
    assert [m["gross"] for m in lost["billingForecast"]] == ["3.00"] * 3


async def test_opportunities_are_found_by_their_months(api: Api) -> None:
    await save(
        api,
        opportunity(1, OFFERED, amount="9.00", **STARTING),
        opportunity(2, OFFERED, amount="9.00", **{**STARTING, "invoicing_months": 1}),
        opportunity(3, OFFERED, amount="9.00"),
    )
    query = """query ($where: BillingMonthListFilter) {
      opportunities(filter: {billingForecast: $where}) { nodes { id } } }"""
    january = {"month": {"eq": "2027-01-01"}, "gross": {"gte": "3.00"}}
    for where, keys in (({"some": january}, [1]), ({"none": january}, [2, 3])):
        answer = await api(query, api.admin, where=where)
        assert [n["id"] for n in answer["opportunities"]["nodes"]] == [
            f"opportunity_{key}" for key in keys
        ]


async def test_forecasts_of_many_are_read_by_one_statement(api: Api) -> None:
    await save(api, *(opportunity(n, OFFERED, amount="9", **STARTING) for n in range(1, 31)))
    counted = []
    for first in (2, 30):
        query = f"{{ opportunities(first: {first}) {{ nodes {{ billingForecast {{ gross }} }} }} }}"
        with api.statements() as statements:
            await api(query, api.admin)
        counted.append(len(statements))
    assert counted[0] == counted[1]


async def test_a_forecast_is_seen_with_its_opportunity(api: Api) -> None:
    await save(api, customer(1), opportunity(1, OFFERED, amount="9", customer_id=1, **STARTING))
    query = '{ opportunity(id: "opportunity_1") { billingForecast { gross } } }'
    rights = frozenset({"customers:read", "opportunities:read"})
    assert (await api(query, Viewer(5, rights)))["opportunity"] is None
    answer = await api(query, Viewer(5, rights | {"opportunities:read_all"}))
    assert len(answer["opportunity"]["billingForecast"]) == 3


async def test_plans_get_what_customers_are_likely_to_bring(api: Api) -> None:
    [series] = [
        found
        for _, found in api.deployment.plugins.collect("register_monthly_money")
        if found.series is Series.BILLING_FORECAST
    ]
    await save(
        api,
        *(customer(1), customer(2), basket(1, type="WALLET_SHARE")),
        opportunity(1, OFFERED, amount="9", customer_id=1, offering_area_id=1, **STARTING),
        opportunity(2, WON, amount="9", customer_id=2, **STARTING),
        opportunity(3, WON, amount="9", **STARTING),
        opportunity(4, WON, amount="9", customer_id=2, archived_at=OLD, **STARTING),
        opportunity(5, WON, amount="9", customer_id=2),
    )
    table = series.rows(date(2026, 12, 1), date(2027, 1, 31))
    rows = await api.deployment.database.fetch(select(table).order_by(*table.c))
    months = (date(2026, 12, 1), date(2027, 1, 1))
    assert [tuple(row) for row in rows] == [
        *((1, 1, month, "EUR", Decimal("1.50")) for month in months),
        *((2, None, month, "EUR", Decimal("3.00")) for month in months),
    ]
    assert series.permission == "opportunities:read"
    before = series.rows(date(2026, 1, 1), date(2026, 10, 31))
    assert await api.deployment.database.fetch(select(before)) == []


@pytest.mark.parametrize("day", ["0999-12-31", "3000-01-01"])
async def test_invoicing_starts_in_a_year_that_can_be(api: Api, day: str) -> None:
    given = {"name": "Deal", "invoicingStartsOn": day}
    payload = await mutate(api, "createOpportunity", given, "opportunity { id }")
    assert codes(payload) == [("INVALID", "invoicingStartsOn")]
