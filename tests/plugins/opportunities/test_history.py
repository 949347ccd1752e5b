"""History: a row whenever something that matters changes, and opportunities as of a day."""

from datetime import date, timedelta
from typing import Any, cast

import pytest

from core.importing import import_targets
from core.viewer import Viewer
from core.writing import Mode, system_viewer, write_batch
from plugins.opportunities.models import OpportunityChange
from tests.api import Api, MovableClock
from tests.core.writing.calls import codes, count, mutate, mutate_all
from tests.factories import customer, employee, save
from tests.plugins.opportunities.stages import (
    LOST,
    NEGOTIATION,
    OFFERED,
    PROSPECTING,
    QUALIFIED,
    WON,
)

READ = frozenset({"customers:read", "opportunities:read", "employees:read"})
HISTORY = """
query ($id: ID!) { opportunity(id: $id) { history { totalCount nodes {
  day via actor { id } stage { code } oldStage { code } amount oldAmount currency oldCurrency
  probability oldProbability expectedCloseOn oldExpectedCloseOn closedOn oldClosedOn
  owner { id } oldOwner { id } opportunity { id }
} } } }
"""
AS_OF = """
query ($id: ID!, $day: Date) { opportunity(id: $id, asOf: $day) {
  name amount currency probability weightedAmount manualProbability expectedCloseOn closedOn
  stage { code } owner { id }
} }
"""


def moved(api: Api, days: int) -> date:
    """The day to which the clock moves."""
    clock = cast(MovableClock, api.deployment.clock)
    clock.instant += timedelta(days=days)
    return clock.today()


async def history(api: Api, key: int = 1, viewer: Viewer | None = None) -> list[dict[str, Any]]:
    answer = await api(HISTORY, viewer or api.admin, id=f"opportunity_{key}")
    found = answer["opportunity"]["history"]
    assert found["totalCount"] == len(found["nodes"])
    rows: list[dict[str, Any]] = found["nodes"]
    return rows


async def change(api: Api, version: int, **values: object) -> None:
    given = {"id": "opportunity_1", "expectedVersion": version, **values}
    payload = await mutate(api, "updateOpportunity", given, "opportunity { id }")
    assert payload["userErrors"] == []


@pytest.fixture
async def deal(api: Api) -> Api:
    """Opportunity 1 of customer 1, made on 15 March by employee 1."""
    await save(api, employee(1), employee(2), customer(1, owner_id=2), customer(2))
    given = {
        "name": "Deal",
        "customerId": "customer_1",
        "amount": "100.00",
        "ownerId": "employee_2",
    }
    await mutate(api, "createOpportunity", given, "opportunity { id }")
    return api


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


async def test_it_shows_its_state_on_a_day(deal: Api) -> None:
    moved(deal, 10)
    await change(deal, 1, stageId=f"stage_{NEGOTIATION}", expectedCloseOn="2026-05-01")
    moved(deal, 10)
    await change(deal, 2, amount="80.00", ownerId="employee_1", manualProbability=50)
    moved(deal, 10)
    won = moved(deal, 0)
    await change(deal, 3, stageId=f"stage_{WON}", name="Deal, signed")
    first = {
        "name": "Deal, signed",
        "amount": "100.00",
        "currency": "EUR",
        "probability": 10,
        "weightedAmount": "10.00",
        "manualProbability": None,
        "expectedCloseOn": None,
        "closedOn": None,
        "stage": {"code": "PROSPECTING"},
        "owner": {"id": "employee_2"},
    }
    offered = {
        **first,
        "probability": 75,
        "weightedAmount": "75.00",
        "expectedCloseOn": "2026-05-01",
        "stage": {"code": "NEGOTIATION"},
    }
    cheaper = {
        **offered,
        "amount": "80.00",
        "probability": 50,
        "weightedAmount": "40.00",
        "manualProbability": 50,
        "owner": {"id": "employee_1"},
    }
    now = {
        **cheaper,
        "probability": 100,
        "weightedAmount": "80.00",
        "closedOn": str(won),
        "stage": {"code": "WON"},
    }
    for day, expected in {
        "2026-03-14": None,
        "2026-03-15": first,
        "2026-03-24": first,
        "2026-03-25": offered,
        "2026-04-03": offered,
        "2026-04-04": cheaper,
        "2026-04-14": now,
        "9999-12-31": now,
        None: now,
    }.items():
        answer = await deal(AS_OF, deal.admin, id="opportunity_1", day=day)
        assert answer["opportunity"] == expected, day


async def test_its_state_keeps_the_probability_that_its_stage_had(deal: Api) -> None:
    moved(deal, 1)
    given = {"id": f"stage_{PROSPECTING}", "expectedVersion": 1, "probability": 90}
    await mutate(deal, "updateStage", given, "stage { id }")
    states = [
        (await deal(AS_OF, deal.admin, id="opportunity_1", day=day))["opportunity"]["probability"]
        for day in ("2026-03-15", "2026-03-16")
    ]
    assert states == [10, 90]


async def test_of_several_changes_on_a_day_the_last_one_counts(deal: Api) -> None:
    for version, amount in enumerate(("1.00", "2.00", "3.00"), 1):
        await change(deal, version, amount=amount)
    answer = await deal(AS_OF, deal.admin, id="opportunity_1", day="2026-03-15")
    assert answer["opportunity"]["amount"] == "3.00"
    assert [row["amount"] for row in await history(deal)] == ["3.00", "2.00", "1.00", "100.00"]


async def test_a_clock_set_back_does_not_change_what_is_last(deal: Api) -> None:
    moved(deal, -5)
    await change(deal, 1, amount="1.00")
    assert [(row["day"], row["amount"]) for row in await history(deal)] == [
        ("2026-03-15", "1.00"),
        ("2026-03-15", "100.00"),
    ]


async def test_who_sees_it_now_sees_how_it_was_and_nobody_else(deal: Api) -> None:
    before, after = Viewer(2, READ), Viewer(3, READ)
    await save(deal, employee(3))
    moved(deal, 1)
    await change(deal, 1, customerId=None, ownerId="employee_3")
    for viewer, owners in ((before, None), (after, ["employee_3", "employee_2"])):
        answer = await deal(AS_OF, viewer, id="opportunity_1", day="2026-03-15")
        assert (answer["opportunity"] and answer["opportunity"]["owner"]["id"]) == (
            owners and owners[1]
        )
        answer = await deal(HISTORY, viewer, id="opportunity_1")
        rows = answer["opportunity"] and answer["opportunity"]["history"]["nodes"]
        assert (rows and [row["owner"]["id"] for row in rows]) == owners
    answer = await deal(AS_OF, Viewer(3, frozenset()), id="opportunity_1", day="2026-03-15")
    assert answer.errors[0][0] == "FORBIDDEN"


async def test_what_hangs_on_it_is_read_as_of_now(deal: Api) -> None:
    moved(deal, 1)
    await change(deal, 1, amount="1.00")
    query = """{ opportunity(id: "opportunity_1", asOf: "2026-03-15") {
      amount customer { id opportunities { nodes { amount } } } history { totalCount } } }"""
    answer = await deal(query, deal.admin)
    assert answer["opportunity"] == {
        "amount": "100.00",
        "customer": {"id": "customer_1", "opportunities": {"nodes": [{"amount": "1.00"}]}},
        "history": {"totalCount": 2},
    }


async def test_history_moves_with_the_opportunity_to_another_customer(deal: Api) -> None:
    await change(deal, 1, customerId="customer_2", amount="5.00")
    rows = await deal.deployment.database.fetch(
        OpportunityChange.__table__.select().with_only_columns(OpportunityChange.customer_id)
    )
    assert [row.customer_id for row in rows] == [2, 2]


async def imported(api: Api, *items: dict[str, Any]) -> Any:
    """What became of changes that an import brings."""
    targets = import_targets(api.deployment.plugins, api.deployment.registry)
    found = [{"source": "old", "external_id": str(n), **item} for n, item in enumerate(items)]
    viewer = system_viewer(api.deployment)
    writes = targets["opportunity_changes"].writes
    return await write_batch(api.deployment, viewer, writes, found, mode=Mode.UPSERT)


def earlier(day: str, stage: int, **values: Any) -> dict[str, Any]:
    standard = {"opportunity_id": 1, "day": day, "stage_id": stage}
    return {**standard, **values}


async def test_an_import_brings_what_was_before(deal: Api) -> None:
    rows = (
        earlier("2025-02-01", OFFERED, amount="90", owner_id=1),
        earlier("2025-01-01", QUALIFIED),
    )
    batch = await imported(deal, *rows)
    assert [outcome.errors for outcome in batch.outcomes] == [(), ()]
    told = [
        (row["day"], row["oldStage"] and row["oldStage"]["code"], row["stage"]["code"], row["via"])
        for row in await history(deal)
    ]
    assert told == [
        ("2026-03-15", "OFFERED", "PROSPECTING", "session"),
        ("2025-02-01", "QUALIFIED", "OFFERED", "import"),
        ("2025-01-01", None, "QUALIFIED", "import"),
    ]
    answer = await deal(AS_OF, deal.admin, id="opportunity_1", day="2025-06-01")
    assert answer["opportunity"]["stage"] == {"code": "OFFERED"}
    assert answer["opportunity"]["weightedAmount"] == "45.00"


async def test_an_import_of_many_takes_no_more_statements(deal: Api) -> None:
    counted = []
    for month, days in (("01", 2), ("02", 28)):
        rows = [earlier(f"2025-{month}-{day + 1:02}", OFFERED) for day in range(days)]
        with deal.statements() as statements:
            batch = await imported(deal, *[{**r, "external_id": r["day"]} for r in rows])
        assert not any(outcome.errors for outcome in batch.outcomes)
        counted.append(len(statements))
    assert counted[0] == counted[1]


async def test_an_import_repeated_changes_nothing_and_corrected_mends(deal: Api) -> None:
    await imported(deal, earlier("2025-01-01", QUALIFIED), earlier("2025-02-01", OFFERED))
    again = await imported(deal, earlier("2025-01-01", QUALIFIED), earlier("2025-02-01", OFFERED))
    assert [outcome.action for outcome in again.outcomes] == [None, None]
    await imported(deal, earlier("2025-03-01", NEGOTIATION))
    told = [(r["day"], r["oldStage"], r["stage"]) for r in await history(deal)]
    assert told[1:] == [
        ("2025-03-01", {"code": "OFFERED"}, {"code": "NEGOTIATION"}),
        ("2025-02-01", None, {"code": "OFFERED"}),
    ]


async def test_what_is_recorded_here_cannot_be_overwritten(deal: Api) -> None:
    batch = await imported(deal, earlier("2026-03-15", WON))
    [error] = batch.outcomes[0].errors
    assert (error.code, error.path[-1]) == ("INVALID", "day")
    assert "2026-03-15" in error.message
    assert len(await history(deal)) == 1


@pytest.mark.parametrize("day", ["0001-01-01", "0999-12-31"])
async def test_a_day_without_a_distance_is_refused(deal: Api, day: str) -> None:
    batch = await imported(deal, earlier(day, OFFERED))
    [error] = batch.outcomes[0].errors
    assert (error.code, error.path[-1]) == ("INVALID", "day")
    assert len(await history(deal)) == 1


async def test_there_is_no_mutation_of_history(api: Api) -> None:
    assert "OpportunityChangeInput" not in api.schema.as_str()
    payload = await mutate(api, "createOpportunity", {"name": ""}, "opportunity { id }")
    assert codes(payload) == [("REQUIRED", "name")]
    assert await count(api, OpportunityChange) == 0
