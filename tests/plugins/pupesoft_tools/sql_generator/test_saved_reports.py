"""Reports that are kept, shared and pinned, and who may do so."""

from tests.plugins.pupesoft_tools.sql_generator.running import CREATE, NAMES, RUN, USE, run
from tests.world import OTHER, OWNER, World

UPDATE = """
    mutation ($input: UpdateSqlReportInput!) {
        updateSqlReport(input: $input) { sqlReport { name } userErrors { code path } }
    }
"""
ARCHIVE = """
    mutation ($input: VersionedId!) {
        archiveSqlReport(input: $input) { sqlReport { id } userErrors { code path } }
    }
"""
PIN = """
    mutation ($input: CreateSqlReportPinInput!) {
        createSqlReportPin(input: $input) {
            sqlReportPin { id } userErrors { code path }
        }
    }
"""
HOME = """
    {
        sqlReportPins {
            nodes { display position report { name } result { columns { name } rows } }
        }
    }
"""


async def test_reports_need_their_right(world: World) -> None:
    for viewer, code in ((None, "UNAUTHENTICATED"), (world.reader(OWNER), "FORBIDDEN")):
        assert (await world(RUN, viewer, input={"definition": NAMES})).errors[0][0] == code
        given = {"name": "x", "definition": NAMES}
        assert (await world(CREATE, viewer, input=given)).errors[0][0] == code
        assert (await world("{ sqlReportEntities { name } }", viewer)).errors[0][0] == code
    found = await world("{ sqlReports { totalCount } }", world.admin)
    assert found["sqlReports"]["totalCount"] == 0
    blind = world.api.viewer(OWNER, USE)
    payload = await run(world, blind, definition=NAMES)
    assert payload["userErrors"][0]["path"] == ["input", "definition", "entity"]


async def test_a_report_is_kept_shared_renamed_and_deleted(world: World) -> None:
    mine, theirs = world.reader(OWNER, *USE), world.reader(OTHER, *USE)
    given = {"name": "Names", "definition": NAMES}
    made = (await world(CREATE, mine, input=given))["createSqlReport"]
    id = made["sqlReport"]["id"]
    assert made["sqlReport"]["owner"] == {"id": f"employee_{OWNER}"}
    assert made["sqlReport"]["definition"] == NAMES
    assert (await run(world, mine, reportId=id))["result"]["rows"] == [["Åland Öljy Oy"]]
    hidden = await run(world, theirs, reportId=id)
    assert hidden["userErrors"][0]["code"] == "NOT_FOUND"
    shared = {"id": id, "expectedVersion": 1, "shared": True, "name": "Shared names"}
    changed = (await world(UPDATE, mine, input=shared))["updateSqlReport"]
    assert changed["sqlReport"] == {"name": "Shared names"}
    assert (await run(world, theirs, reportId=id))["result"]["rows"] == [["Čakovec d.o.o."]]
    stolen = {"id": id, "expectedVersion": 2, "name": "Stolen"}
    refused = (await world(UPDATE, theirs, input=stolen))["updateSqlReport"]
    assert refused["userErrors"] == [{"code": "FORBIDDEN_VALUE", "path": ["input", "id"]}]
    gone = {"id": id, "expectedVersion": 2}
    refused = (await world(ARCHIVE, theirs, input=gone))["archiveSqlReport"]
    assert refused["userErrors"][0]["code"] == "FORBIDDEN_VALUE"
    done = (await world(ARCHIVE, mine, input=gone))["archiveSqlReport"]
    assert done["userErrors"] == []
    assert (await run(world, mine, reportId=id))["userErrors"][0]["code"] == "NOT_FOUND"


async def test_a_pinned_report_stands_on_ones_home_page(world: World) -> None:
    mine, theirs = world.reader(OWNER, *USE), world.reader(OTHER, *USE)
    given = {"name": "Names", "definition": NAMES}
    id = (await world(CREATE, mine, input=given))["createSqlReport"]["sqlReport"]["id"]
    pin = {"reportId": id, "display": "BARS", "position": 2}
    assert (await world(PIN, mine, input=pin))["createSqlReportPin"]["userErrors"] == []
    refused = (await world(PIN, theirs, input=pin))["createSqlReportPin"]
    assert refused["userErrors"] == [{"code": "NOT_FOUND", "path": ["input", "reportId"]}]
    assert (await world(HOME, mine))["sqlReportPins"]["nodes"] == [
        {
            "display": "BARS",
            "position": 2,
            "report": {"name": "Names"},
            "result": {"columns": [{"name": "name"}], "rows": [["Åland Öljy Oy"]]},
        }
    ]
    assert (await world(HOME, theirs))["sqlReportPins"]["nodes"] == []
