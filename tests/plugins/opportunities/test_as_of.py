"""Opportunities as of a day."""

from core.viewer import Viewer
from tests.api import Api
from tests.core.writing.calls import mutate
from tests.factories import employee, save
from tests.plugins.opportunities.deals import AS_OF, HISTORY, change, history, moved
from tests.plugins.opportunities.stages import NEGOTIATION, PROSPECTING, WON

READ = frozenset({"customers:read", "opportunities:read", "employees:read"})


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
