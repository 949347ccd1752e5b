from dataclasses import replace
from datetime import UTC, datetime

from core.customers.models import Customer
from core.deployment import declarations
from tests.api import Api, deployment_on
from tests.plugin_folder import PluginFolder
from tests.readme import example


async def test_the_plugin_of_the_readme_works(database_url: str, folder: PluginFolder) -> None:
    (folder.path / "anniversaries.py").write_text(example("plugin"), "utf-8")
    registry = declarations(folder.load(["anniversaries"]))
    deployment = replace(deployment_on(database_url), registry=registry)
    api = Api(deployment)
    now = datetime.now(UTC)
    rows = [
        {"number": str(n), "name": f"C{n}", "name_sort": str(n), "created_at": since}
        for n, since in enumerate([now, now.replace(year=now.year - 20, day=1)])
    ]
    await api.add(Customer, *rows)
    query = """{
        customers(filter: {yearsWithUs: {gte: 10}}, orderBy: [{yearsWithUs: DESC}]) {
            nodes { yearsWithUs toast }
        }
    }"""
    with api.statements() as statements:
        answer = await api(query, api.admin)
    await deployment.close()
    toast = f"To C1, with us since {now.year - 20}!"
    assert answer["customers"] == {"nodes": [{"yearsWithUs": 20, "toast": toast}]}
    assert len(statements) == 1
