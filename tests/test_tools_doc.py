"""The kind of tool in docs/tools.md, in a plugin that an entry point outside names."""

from dataclasses import replace
from importlib.metadata import EntryPoint

import pytest

from core.deployment import declarations
from core.plugins import discover, load_plugins
from tests.api import Api, deployment_on
from tests.core.tools.calls import add_tool, errors, offers, run
from tests.core.writing.calls import changes
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
