"""What docs/tools.md shows: the kind of tool in a plugin that an entry point outside names."""

import tomllib
from dataclasses import replace
from importlib.metadata import EntryPoint

import pytest

from core.deployment import declarations
from core.plugins import discover, load_plugins
from core.settings import Settings, check
from tests.api import Api, deployment_on
from tests.core.tools.calls import add_tool, errors, offers, run
from tests.core.workflows.setup import add_robot, drain
from tests.core.writing.calls import changes, mutate
from tests.factories import customer, employee, save
from tests.plugin_folder import PluginFolder
from tests.readme import TOOLS, example


async def test_the_kind_of_the_documentation_works(
    database_url: str, folder: PluginFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = example("kind", TOOLS)
    assert len(text.splitlines()) < 40
    (folder.path / "far.py").write_text(text, "utf-8")
    point = EntryPoint("follow_up", f"{folder.package}.far", "kortisto.plugins")
    monkeypatch.setattr("core.plugins.discovery.entry_points", lambda group: [point])
    registry = declarations(load_plugins(["follow_up"], discover()))
    deployment = replace(deployment_on(database_url, ()), registry=registry)
    api = Api(deployment)
    await save(api, employee(1), customer(1, owner_id=1))
    await add_tool(api, 1, "follow_up", {"prefix": "Next"})
    [offer] = await offers(api, ["customer_1"])
    assert offer["inputSchema"]["required"] == ["topic"]
    assert errors(await run(api, ["customer_1"])) == [("REQUIRED", ["input", "topic"])]
    preview = await run(api, ["customer_1"], input={"topic": "Prices"}, dry=True)
    [effect] = preview["results"][0]["effects"]
    assert (effect["entity"], effect["action"]) == ("Project", "CREATE")
    assert effect["values"]["name"] == "Next: Prices"
    assert effect["values"]["managerId"] == "employee_1"
    assert await changes(api) == []
    payload = await run(api, ["customer_1"], input={"topic": "Prices"})
    assert payload["results"][0]["details"] == {"project": "Next: Prices"}
    query = '{ customer(id: "customer_1") { projects { nodes { name manager { id } } } } }'
    assert (await api(query, api.admin))["customer"]["projects"]["nodes"] == [
        {"name": "Next: Prices", "manager": {"id": "employee_1"}}
    ]
    await deployment.close()


def test_the_settings_of_the_documentation_are_settings() -> None:
    settings = check(Settings, tomllib.loads(example("settings", TOOLS)))
    assert settings.mail is not None
    assert settings.webhooks is not None
    assert settings.webhooks.private_hosts == ("10.0.0.7:8080",)


async def test_the_workflow_of_the_documentation_can_be_made(api: Api) -> None:
    await add_robot(api)
    await add_tool(api, 1, "set_fields", {"values": {"rating": "HOT"}}, module="Lead")
    answer = await api(example("workflow", TOOLS), api.admin)
    assert answer["createWorkflow"] == {"workflow": {"id": "workflow_1"}, "userErrors": []}
    await mutate(api, "createLead", {"company": "Öljy Oy"}, "lead { id }")
    given = {"id": "lead_1", "expectedVersion": 1, "status": "QUALIFIED"}
    payload = await mutate(api, "updateLead", given, "lead { id }")
    assert payload["userErrors"] == []
    await drain(api)
    answer = await api('{ lead(id: "lead_1") { rating } workflowRuns { totalCount } }', api.admin)
    assert answer.data == {"lead": {"rating": "HOT"}, "workflowRuns": {"totalCount": 1}}
