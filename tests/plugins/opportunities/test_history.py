"""History: a row whenever something that matters changes."""

from typing import Any

import pytest

from plugins.opportunities.models import OpportunityChange
from tests.api import Api
from tests.core.writing.calls import codes, count, mutate, mutate_all
from tests.plugins.opportunities.deals import change, history, moved
from tests.plugins.opportunities.stages import LOST, OFFERED, PROSPECTING, QUALIFIED


async def test_the_first_row_has_nothing_before(deal: Api) -> None:
    [first] = await history(deal)
    assert first == {
        "day": "2026-03-15",
        "via": "session",
        "actor": {"id": "employee_1"},
        "stage": {"code": "PROSPECTING"},
        "oldStage": None,
        "amount": "100.00",
        "oldAmount": None,
        "currency": "EUR",
        "oldCurrency": None,
        "probability": 10,
        "oldProbability": None,
        "expectedCloseOn": None,
        "oldExpectedCloseOn": None,
        "closedOn": None,
        "oldClosedOn": None,
        "owner": {"id": "employee_2"},
        "oldOwner": None,
        "opportunity": {"id": "opportunity_1"},
    }


CHANGES: dict[str, tuple[dict[str, Any], tuple[str, Any, Any]]] = {
    "stage": (
        {"stageId": f"stage_{OFFERED}"},
        ("stage", {"code": "PROSPECTING"}, {"code": "OFFERED"}),
    ),
    "amount": ({"amount": "7.50"}, ("amount", "100.00", "7.50")),
    "no amount": ({"amount": None}, ("amount", "100.00", None)),
    "currency": ({"currency": "HUF"}, ("currency", "EUR", "HUF")),
    "probability": ({"manualProbability": 33}, ("probability", 10, 33)),
    "close date": (
        {"expectedCloseOn": "2026-05-01"},
        ("expectedCloseOn", None, "2026-05-01"),
    ),
    "owner": ({"ownerId": "employee_1"}, ("owner", {"id": "employee_2"}, {"id": "employee_1"})),
    "day of closing": ({"stageId": f"stage_{LOST}"}, ("closedOn", None, "2026-03-17")),
}


@pytest.mark.parametrize("name", CHANGES)
async def test_a_row_tells_what_changed(deal: Api, name: str) -> None:
    values, (field, old, new) = CHANGES[name]
    moved(deal, 2)
    await change(deal, 1, **values)
    latest, first = await history(deal)
    assert (latest["day"], latest[f"old{field[0].upper()}{field[1:]}"]) == ("2026-03-17", old)
    assert (first[field], latest[field]) == (old, new)


async def test_other_changes_leave_no_row(deal: Api) -> None:
    await change(deal, 1, name="Other", leadSource="fair", invoicingMonths=3)
    await change(deal, 2, amount="100")
    given = {"id": "opportunity_1", "expectedVersion": 2}
    await mutate(deal, "archiveOpportunity", given, "opportunity { id }")
    assert len(await history(deal)) == 1


async def test_what_is_refused_leaves_no_row(deal: Api) -> None:
    items = [
        {"id": "opportunity_1", "expectedVersion": 1, "amount": "5.00"},
        {"id": "opportunity_1", "expectedVersion": 1, "amount": "6.00"},
    ]
    wanted = "opportunity { id }"
    payload = await mutate_all(deal, "updateOpportunities", items, wanted, atomic=True)
    assert payload["userErrors"][0]["code"] == "ABORTED"
    assert len(await history(deal)) == 1


async def test_another_probability_of_a_stage_is_told_of_what_follows_it(api: Api) -> None:
    items: list[dict[str, Any]] = [
        {"name": "Follows"},
        {"name": "By hand", "manualProbability": 60},
        {"name": "Elsewhere", "stageId": f"stage_{QUALIFIED}"},
    ]
    await mutate_all(api, "createOpportunities", items, "opportunity { id }")
    given = {"id": f"stage_{PROSPECTING}", "expectedVersion": 1, "probability": 15}
    await mutate(api, "updateStage", given, "stage { id }")
    latest, _ = await history(api, 1)
    assert (latest["oldProbability"], latest["probability"]) == (10, 15)
    assert latest["oldStage"] == latest["stage"]
    assert [len(await history(api, key)) for key in (2, 3)] == [1, 1]


async def test_many_changes_are_recorded_by_one_statement(api: Api) -> None:
    few = [{"name": f"Deal {n}"} for n in range(2)]
    many = [{"name": f"Deal {n}"} for n in range(40)]
    counted = []
    for items in (few, many):
        with api.statements() as statements:
            await mutate_all(api, "createOpportunities", items, "opportunity { id }")
        counted.append(sum("INTO opportunity_change" in text for text in statements))
    assert counted == [1, 1]
    assert await count(api, OpportunityChange) == 42


async def test_a_clock_set_back_does_not_change_what_is_last(deal: Api) -> None:
    moved(deal, -5)
    await change(deal, 1, amount="1.00")
    assert [(row["day"], row["amount"]) for row in await history(deal)] == [
        ("2026-03-15", "1.00"),
        ("2026-03-15", "100.00"),
    ]


async def test_history_moves_with_the_opportunity_to_another_customer(deal: Api) -> None:
    await change(deal, 1, customerId="customer_2", amount="5.00")
    rows = await deal.deployment.database.fetch(
        OpportunityChange.__table__.select().with_only_columns(OpportunityChange.customer_id)
    )
    assert [row.customer_id for row in rows] == [2, 2]


async def test_there_is_no_mutation_of_history(api: Api) -> None:
    assert "OpportunityChangeInput" not in api.schema.as_str()
    payload = await mutate(api, "createOpportunity", {"name": ""}, "opportunity { id }")
    assert codes(payload) == [("REQUIRED", "name")]
    assert await count(api, OpportunityChange) == 0
