"""Plans as such: who makes them, and what must hold for them."""

from typing import Any

from tests.api import Api
from tests.core.writing.calls import codes, mutate

PLAN = "plan { id name firstMonth lastMonth active version salesGroups { id } }"
YEAR = {"name": "Budget", "side": "TARGET", "year": 2026}


async def make_plan(api: Api, **values: Any) -> Any:
    payload = await mutate(api, "createPlan", {**YEAR, **values}, PLAN)
    assert codes(payload) == []
    return payload["plan"]


async def test_a_plan_has_contiguous_quarters(api: Api) -> None:
    plan = await make_plan(api, firstQuarter=2, lastQuarter=3)
    assert (plan["firstMonth"], plan["lastMonth"]) == ("2026-04-01", "2026-09-01")
    payload = await mutate(api, "createPlan", {**YEAR, "firstQuarter": 3, "lastQuarter": 2}, PLAN)
    assert codes(payload) == [("INVALID", "lastQuarter")]


async def test_a_rolling_plan_says_how_long_its_window_is(api: Api) -> None:
    payload = await mutate(api, "createPlan", {**YEAR, "horizon": "ROLLING"}, PLAN)
    assert codes(payload) == [("REQUIRED", "rollingMonths")]
    payload = await mutate(api, "createPlan", {**YEAR, "rollingMonths": 12}, PLAN)
    assert codes(payload) == [("INVALID", "rollingMonths")]
    plan = await make_plan(api, horizon="ROLLING", rollingMonths=12)
    assert plan["lastMonth"] is None


async def test_only_a_forecast_has_a_target_as_its_origin(api: Api) -> None:
    target = await make_plan(api)
    payload = await mutate(api, "createPlan", {**YEAR, "originId": target["id"]}, PLAN)
    assert codes(payload) == [("INVALID", "originId")]
    forecast = await make_plan(api, side="FORECAST", originId=target["id"])
    other = {**YEAR, "side": "FORECAST", "originId": forecast["id"]}
    assert codes(await mutate(api, "createPlan", other, PLAN)) == [("INVALID", "originId")]
    other = {**YEAR, "side": "FORECAST", "originId": target["id"], "currency": "USD"}
    assert codes(await mutate(api, "createPlan", other, PLAN)) == [("INVALID", "originId")]


async def test_the_rules_of_planning_are_data(api: Api) -> None:
    query = "{ planSettings { id version lockDay lockScope copyTargetValues targetChange } }"
    before = (await api(query, api.viewer(5, ["plans:read"])))["planSettings"]
    assert (before["lockDay"], before["lockScope"]) == (None, "PREVIOUS")
    given = {"id": before["id"], "expectedVersion": before["version"], "lockDay": 32}
    wanted = "planSettings { lockDay version }"
    assert codes(await mutate(api, "updatePlanSettings", given, wanted)) == [("INVALID", "lockDay")]
    given["lockDay"] = 5
    assert (await mutate(api, "updatePlanSettings", given, wanted))["planSettings"]["lockDay"] == 5


async def test_without_the_right_nobody_makes_or_reads_plans(api: Api) -> None:
    query = "{ plans { totalCount } planSettings { id } }"
    answer = await api(query, api.viewer(5, ["customers:read"]))
    assert [code for code, _ in answer.errors] == ["FORBIDDEN", "FORBIDDEN"]
    create = "mutation($input: CreatePlanInput!) { createPlan(input: $input) { plan { id } } }"
    answer = await api(create, api.viewer(5, ["plans:read", "plans:write"]), input=YEAR)
    assert [code for code, _ in answer.errors] == ["FORBIDDEN"]
    assert (await api(query, api.admin))["plans"]["totalCount"] == 0
