from dataclasses import replace
from typing import Any

import pytest
import structlog

from core.tools.checking import log_broken
from core.tools.models import ModuleTool
from tests.api import Api, declared
from tests.core.tools.calls import add_tool, offers, run
from tests.core.writing.calls import count, mutate
from tests.factories import customer, save

TOOL = {"module": "Customer", "kind": "set_fields", "config": {"values": {"prospect": False}}}
WANTED = "moduleTool { id module kind config visibleIf runIf active version brokenBecause }"
BROKEN = '{ moduleTool(id: "module_tool_1") { brokenBecause } }'


async def broken_because(api: Api) -> Any:
    answer = await api(BROKEN, api.admin)
    return answer["moduleTool"]["brokenBecause"]


async def test_an_administrator_makes_a_tool(api: Api) -> None:
    where = {"or": [{"prospect": {"eq": True}}, {"annualRevenue": {"gt": "10.00"}}]}
    payload = await mutate(api, "createModuleTool", {**TOOL, "runIf": where}, WANTED)
    assert payload["userErrors"] == []
    assert payload["moduleTool"] == {
        "id": "module_tool_1",
        **TOOL,
        "visibleIf": None,
        "runIf": where,
        "active": True,
        "version": 1,
        "brokenBecause": None,
    }


@pytest.mark.parametrize(
    ("change", "path"),
    [
        ({"kind": "unknown"}, ["kind"]),
        ({"module": "Unknown"}, ["module"]),
        ({"module": "Change"}, ["config"]),
        ({"config": {"values": {"colour": "red"}}}, ["config", "values", "colour"]),
        ({"config": {"values": {"prospect": "perhaps"}}}, ["config", "values", "prospect"]),
        ({"config": {"values": {"status": "ACTIVE"}}}, ["config", "values", "status"]),
        ({"config": {"ask": ["colour"]}}, ["config"]),
        ({"config": {}}, ["config"]),
        ({"config": []}, ["config"]),
        ({"runIf": {"colour": {"eq": "red"}}}, ["runIf"]),
        ({"runIf": {"name": {"like": "x"}}}, ["runIf"]),
        ({"runIf": {"prospect": {"eq": "true"}}}, ["runIf"]),
        ({"runIf": {"owner": {"team": {"colour": {}}}}}, ["runIf"]),
        ({"runIf": "prospect"}, ["runIf"]),
        ({"visibleIf": {"createdAt": {"gt": "yesterday"}}}, ["visibleIf"]),
        ({"visibleIf": {"name": {"eq": None}}}, ["visibleIf"]),
        ({"labels": {"fi": ""}}, ["labels"]),
    ],
)
async def test_what_does_not_fit_is_refused(
    api: Api, change: dict[str, Any], path: list[str]
) -> None:
    payload = await mutate(api, "createModuleTool", {**TOOL, **change}, WANTED)
    assert [(e["code"], e["path"]) for e in payload["userErrors"]] == [
        ("INVALID", ["input", *path])
    ]
    assert await count(api, ModuleTool) == 0


async def test_only_an_administrator_sees_and_changes_what_a_tool_does(api: Api) -> None:
    await add_tool(api, 1, "set_fields", TOOL["config"])
    user = api.viewer(2, ["tools:use"])
    query = '{ moduleTool(id: "module_tool_1") { kind config brokenBecause visibleIf runIf } }'
    answer = await api(query, user)
    assert {code for code, _ in answer.errors} == {"FORBIDDEN"}
    assert answer.data["moduleTool"]["config"] is None
    assert answer.data["moduleTool"]["kind"] == "set_fields"
    change = '{id: "module_tool_1", expectedVersion: 1, active: false}'
    answer = await api(
        f"mutation {{ updateModuleTool(input: {change}) {{ key: __typename }} }}", user
    )
    assert [code for code, _ in answer.errors] == ["FORBIDDEN"]
    answer = await api(query, api.viewer(2, []))
    assert [code for code, _ in answer.errors] == ["FORBIDDEN"]
    answer = await api("{ allModuleTools { nodes { active } } }", api.admin)
    assert answer["allModuleTools"] == {"nodes": [{"active": True}]}


@pytest.mark.parametrize(
    ("values", "reason"),
    [
        ({"kind": "gone"}, "kind: no enabled plugin has the kind 'gone'."),
        ({"module": "Gone"}, "module: no enabled plugin has the module 'Gone'."),
        ({"config": {"values": {"colour": 1}}}, "config.values.colour: Extra inputs"),
        ({"run_if": {"colour": {"eq": 1}}}, "runIf: 'colour': Customer has no such field"),
    ],
)
async def test_a_tool_that_fits_no_more_says_why(
    api: Api, values: dict[str, Any], reason: str
) -> None:
    row = {"kind": "set_fields", "config": TOOL["config"], **values}
    await add_tool(api, 1, **row)
    assert reason in (await broken_because(api))
    if "module" not in values:
        [offer] = await offers(api)
        assert (offer["available"], reason in offer["reason"]) == (False, True)
    payload = await run(api, ["customer_1"])
    assert reason in payload["userErrors"][0]["message"]


async def test_a_broken_tool_can_be_switched_off_and_mended(api: Api) -> None:
    await add_tool(api, 1, "set_fields", {"values": {"colour": "red"}})
    key = {"id": "module_tool_1", "expectedVersion": 1}
    payload = await mutate(api, "updateModuleTool", {**key, "icon": "pen"}, WANTED)
    assert payload["userErrors"] == []
    payload = await mutate(
        api, "updateModuleTool", {**key, "expectedVersion": 2, "active": False}, WANTED
    )
    assert payload["userErrors"] == []
    key["expectedVersion"] = 3
    payload = await mutate(api, "updateModuleTool", {**key, "active": True}, WANTED)
    assert [e["path"] for e in payload["userErrors"]] == [["input", "config", "values", "colour"]]
    payload = await mutate(
        api, "updateModuleTool", {**key, "active": True, "config": TOOL["config"]}, WANTED
    )
    assert payload["moduleTool"]["brokenBecause"] is None


async def test_a_tool_of_a_disabled_plugin_is_broken_until_it_is_back(api: Api) -> None:
    await save(api, customer(1))
    where: dict[str, Any] = {"opportunities": {"none": {}}}
    await add_tool(api, 1, "set_fields", TOOL["config"], run_if=where)
    assert await broken_because(api) is None
    without = Api(replace(api.deployment, registry=declared(())))
    assert "'opportunities': Customer has no such field" in await broken_because(without)
    assert (await run(without, ["customer_1"]))["results"] == []
    assert (await run(api, ["customer_1"]))["results"][0]["ok"]


async def test_a_start_logs_the_tools_that_are_broken(api: Api) -> None:
    await add_tool(api, 1, "set_fields", TOOL["config"])
    await add_tool(api, 2, "gone", labels={"fi": "Poissa"})
    await add_tool(api, 3, "gone", active=False)
    with structlog.testing.capture_logs() as lines:
        assert await log_broken(api.deployment) == 1
    [line] = lines
    assert (line["tool"], line["label"]) == (2, "Poissa")
    assert "no enabled plugin has the kind 'gone'" in line["reason"]
