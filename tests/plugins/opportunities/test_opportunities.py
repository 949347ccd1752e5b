from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from core.viewer import Viewer
from tests.api import Api
from tests.factories import customer, employee, opportunity, save, team
from tests.plugins.opportunities.stages import LOST, NEGOTIATION, OFFERED, PROSPECTING, WON

READ = frozenset({"customers:read", "opportunities:read"})
TOTALS = """
query ($id: ID!) {
  customer(id: $id) { opportunityTotals { currency kind count amount weighted } }
}
"""


async def test_the_default_stages_are_there_in_three_languages(api: Api) -> None:
    answer = await api("{ stages { nodes { code kind probability labels } } }", api.admin)
    stages = answer["stages"]["nodes"]
    assert [(s["code"], s["kind"], s["probability"]) for s in stages] == [
        ("PROSPECTING", "OPEN", 10),
        ("QUALIFIED", "OPEN", 25),
        ("OFFERED", "OPEN", 50),
        ("NEGOTIATION", "OPEN", 75),
        ("WON", "WON", 100),
        ("LOST", "LOST", 0),
    ]
    assert all(set(stage["labels"]) == {"fi", "hr", "en"} for stage in stages)


@pytest.mark.parametrize(
    ("stage", "by_hand", "probability", "weighted"),
    [
        (OFFERED, None, 50, "50.01"),
        (OFFERED, 33, 33, "33.00"),
        (OFFERED, 0, 0, "0.00"),
        (WON, 33, 100, "100.01"),
        (LOST, 33, 0, "0.00"),
    ],
)
async def test_probability_follows_the_stage_unless_set_by_hand(
    api: Api, stage: int, by_hand: int | None, probability: int, weighted: str
) -> None:
    await save(api, opportunity(1, stage, amount="100.01", manual_probability=by_hand))
    answer = await api(
        '{ opportunity(id: "opportunity_1") { probability weightedAmount } }', api.admin
    )
    assert answer["opportunity"] == {"probability": probability, "weightedAmount": weighted}


async def test_totals_add_up_by_currency_and_kind_of_stage(api: Api) -> None:
    await save(
        api,
        customer(1),
        customer(2),
        opportunity(1, OFFERED, customer_id=1, amount="10.01"),
        opportunity(2, NEGOTIATION, customer_id=1, amount="20.00"),
        opportunity(3, OFFERED, customer_id=1),
        opportunity(4, WON, customer_id=1, amount="5.00", currency="HUF"),
        opportunity(5, WON, customer_id=1, amount="7.00"),
        opportunity(6, WON, customer_id=2, amount="9.00"),
        opportunity(7, WON, customer_id=1, amount="9", archived_at=api.deployment.clock.now()),
    )
    answer = await api(TOTALS, api.admin, id="customer_1")
    assert answer["customer"]["opportunityTotals"] == [
        total("EUR", "OPEN", 3, "30.01", "20.01"),
        total("EUR", "WON", 1, "7.00", "7.00"),
        total("HUF", "WON", 1, "5.00", "5.00"),
    ]


def total(currency: str, kind: str, count: int, amount: str, weighted: str) -> dict[str, Any]:
    return {
        "currency": currency,
        "kind": kind,
        "count": count,
        "amount": amount,
        "weighted": weighted,
    }


async def test_totals_of_many_customers_are_read_by_one_statement(api: Api) -> None:
    await save(api, *(customer(key) for key in range(1, 21)))
    await save(api, *(opportunity(key, WON, customer_id=key, amount="1") for key in range(1, 21)))
    with api.statements() as few:
        await api("{ customers(first: 2) { nodes { opportunityTotals { count } } } }", api.admin)
    with api.statements() as many:
        await api("{ customers(first: 20) { nodes { opportunityTotals { count } } } }", api.admin)
    assert len(many) == len(few)


@pytest.fixture
async def world(api: Api) -> Api:
    """Employee 1 leads the team of 2. Customer 1 is owned by 3. Opportunities 3-5 have none."""
    await save(
        api,
        employee(1),
        team(1, lead_id=1),
        employee(2, team_id=1),
        employee(3),
        customer(1, owner_id=3),
        opportunity(1, OFFERED, customer_id=1),
        opportunity(2, OFFERED, customer_id=1, owner_id=2),
        opportunity(3, OFFERED, owner_id=2),
        opportunity(4, OFFERED, owner_id=3),
        opportunity(5, OFFERED),
    )
    return api


@pytest.mark.parametrize(
    ("viewer", "keys"),
    [
        (Viewer(1, READ), [2, 3]),
        (Viewer(2, READ), [2, 3]),
        (Viewer(3, READ), [1, 2, 4]),
        (Viewer(9, READ), []),
        (Viewer(9, READ | {"customers:read_all"}), [1, 2]),
        (Viewer(9, READ | {"opportunities:read_all"}), [1, 2, 3, 4, 5]),
    ],
)
async def test_opportunities_are_visible_with_the_customer_to_the_owner_and_his_lead(
    world: Api, viewer: Viewer, keys: list[int]
) -> None:
    answer = await world("{ opportunities { totalCount nodes { id } } }", viewer)
    assert [node["id"] for node in answer["opportunities"]["nodes"]] == [
        f"opportunity_{key}" for key in keys
    ]
    assert answer["opportunities"]["totalCount"] == len(keys)


async def test_the_customer_of_a_visible_opportunity_may_stay_hidden(world: Api) -> None:
    query = '{ opportunity(id: "opportunity_2") { name customer { name } } }'
    answer = await world(query, Viewer(2, READ))
    assert answer["opportunity"] == {"name": "Opportunity 2", "customer": None}


async def test_without_the_right_the_card_shows_no_opportunities(world: Api) -> None:
    viewer = Viewer(3, frozenset({"customers:read"}))
    query = """{ customer(id: "customer_1") {
      name opportunities { totalCount } opportunityTotals { count }
    } }"""
    answer = await world(query, viewer)
    assert [code for code, _ in answer.errors] == ["FORBIDDEN", "FORBIDDEN"]
    assert answer.data == {
        "customer": {"name": "Customer 1", "opportunities": None, "opportunityTotals": None}
    }


@pytest.mark.parametrize(
    ("values", "constraint"),
    [
        ({"amount": -1}, "ck_opportunity_amount_not_negative"),
        ({"manual_probability": 101}, "ck_opportunity_probability_range"),
        ({"currency": "eu"}, "ck_opportunity_currency_iso"),
    ],
)
async def test_the_database_refuses_what_may_not_be(
    api: Api, values: dict[str, Any], constraint: str
) -> None:
    with pytest.raises(IntegrityError, match=constraint):
        await save(api, opportunity(1, PROSPECTING, **values))


async def test_a_won_stage_is_certain(api: Api) -> None:
    uncertain = text("UPDATE opportunity_stage SET probability = 90 WHERE kind = 'WON'")
    with pytest.raises(IntegrityError, match="ck_opportunity_stage_probability_of_kind"):
        async with api.deployment.database.writing() as session:
            await session.execute(uncertain)
