import io
from datetime import timedelta
from typing import Any

from openpyxl import load_workbook

from core.customers.models import Customer
from core.downloads.models import Download
from tests.api import Api, MovableClock, deployment_on
from tests.core.writing.calls import count
from tests.plugins.pupesoft_tools.address_labels.paper import text_of
from tests.plugins.pupesoft_tools.annual_contracts.test_report import RIGHTS, YEAR, add_sales
from tests.signed import Person, signed_client
from tests.world import change

EXPORT = """
    mutation ($input: ExportAnnualContractsInput!) {
        exportAnnualContracts(input: $input) {
            download { url } customers userErrors { code message path }
        }
    }
"""


async def offered(api: Api, /, **given: object) -> Any:
    viewer = api.viewer(2, RIGHTS)
    answer = await api(EXPORT, viewer, input={**YEAR, "filter": {}, **given})
    return answer["exportAnnualContracts"]


async def test_files_hold_what_the_report_tells(api: Api) -> None:
    await add_sales(api)
    await change(api, Customer, 1, billing_street="#Katu *1*\nB", billing_city="Åbo")
    async with signed_client(api, 2, RIGHTS) as client:
        person = Person(client)

        async def fetched(**given: object) -> Any:
            given = {**YEAR, "filter": {}, **given}
            offer = await person.makes(
                "exportAnnualContracts", "download { url } customers", **given
            )
            assert offer["customers"] == 3
            response = await client.get(offer["download"]["url"])
            assert response.status_code == 200, response.text
            return response.content

        sheet = load_workbook(io.BytesIO(await fetched(format="EXCEL"))).active
        assert sheet is not None
        headings, *rows = sheet.iter_rows(values_only=True)
        assert headings[:5] == (
            "Customer number",
            "Name",
            "Currency",
            "Department",
            "Product group",
        )
        zeta = [row[2:] for row in rows if row[1] == "Zeta Oy"]
        assert zeta == [
            ("EUR", "PARTS", "No product group", 0, 1, 0, 40, 0),
            ("EUR", "PARTS", "Total", 0, 1, 0, 40, 0),
            ("EUR", "TOOLS", "SAWS", 1, 1, 70, 60, 116.7),
            ("EUR", "TOOLS", "No product group", 1.5, 0, 50, 0, None),
            ("EUR", "TOOLS", "Total", 2.5, 1, 120, 60, 200),
            ("EUR", "Total", None, 2.5, 2, 120, 100, 120),
            ("USD", "No department", "No product group", 0, 0, 7, 0, None),
            ("USD", "No department", "Total", 0, 0, 7, 0, None),
            ("USD", "Total", None, 0, 0, 7, 0, None),
        ]
        *_, last = text_of(await fetched())
        for shown in ("Zeta Oy", "#Katu *1*", "Åbo", "SAWS", "116.7", "120.00", "Feb 29, 2024"):
            assert shown in last


async def test_a_file_is_its_viewers_and_of_what_he_sees_when_he_fetches_it(api: Api) -> None:
    await add_sales(api)
    async with signed_client(api, 2, RIGHTS) as client:
        url = (await offered(api, threshold="400"))["download"]["url"]
        await change(api, Customer, 2, owner_id=3)
        gone = await client.get(url)
        assert (gone.status_code, gone.json()["errors"][0]["extensions"]["code"]) == (
            422,
            "NO_FILE",
        )
        await change(api, Customer, 2, owner_id=2)
        assert (await client.get(url)).status_code == 200
        clock = api.deployment.clock
        assert isinstance(clock, MovableClock)
        clock.instant += timedelta(minutes=15)
        assert (await client.get(url)).status_code == 404


async def test_what_cannot_be_compared_is_told_with_its_place(database_url: str) -> None:
    bounded = {"pupesoft_tools": {"annual_contracts": {"customers": 2}}}
    deployment = deployment_on(database_url, sections=bounded)
    api = Api(deployment)
    await add_sales(api)
    wrongs: tuple[tuple[dict[str, object], str, str], ...] = (
        ({"from": "2025-03-01"}, "INVALID", "to"),
        ({"to": "2025-03-01"}, "INVALID", "to"),
        ({"threshold": "0.005"}, "INVALID", "threshold"),
        ({"threshold": "-1" + "0" * 18}, "INVALID", "threshold"),
        ({"filter": {"shoeSize": 1}}, "INVALID", "filter"),
        ({"threshold": "100000"}, "NOT_FOUND", "filter"),
        ({"filter": {"name": {"eq": "Hidden"}}}, "NOT_FOUND", "filter"),
        ({}, "TOO_MANY", "filter"),
    )
    for given, code, name in wrongs:
        payload = await offered(api, **given)
        [error] = payload["userErrors"]
        assert (error["code"], error["path"]) == (code, ["input", name])
        assert (payload["download"], payload["customers"]) == (None, 0)
    for right in RIGHTS:
        viewer = api.viewer(2, set(RIGHTS) - {right})
        answer = await api(EXPORT, viewer, input={**YEAR, "filter": {}})
        assert [code for code, _ in answer.errors] == ["FORBIDDEN"]
    assert await count(api, Download) == 0
    await deployment.close()
