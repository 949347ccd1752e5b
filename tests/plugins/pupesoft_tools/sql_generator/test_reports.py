from decimal import Decimal
from typing import Any

import pytest

from plugins.groups.models import CustomerGroup, CustomerGroupMember
from plugins.pupesoft_tools.sql_search.checking import check
from plugins.pupesoft_tools.sql_search.views import shape_of
from tests import factories as make
from tests.plugins.pupesoft_tools.sql_generator.running import RUN, USE, rows, run
from tests.world import OLD, OTHER, OWNER, World

CREATE = """
    mutation ($input: CreateSqlReportInput!) {
        createSqlReport(input: $input) {
            sqlReport { id name definition shared owner { id } }
            userErrors { code path }
        }
    }
"""
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
RUN_SEARCH = """
    mutation ($sql: String!) {
        runSqlSearch(input: {sql: $sql}) { result { rows } userErrors { message } }
    }
"""
NAMES = {"entity": "Customer", "columns": [{"field": "name"}]}
DEAR = {
    "entity": "Product",
    "columns": [{"field": "number"}, {"field": "price"}],
    "where": {"field": "price", "operator": "gt", "value": 100},
}


async def test_products_with_a_selling_price_above_100(world: World) -> None:
    prices = ("99.99", "100.00", "100.01", "250.00")
    await make.save(
        world.api,
        *(make.product(10 + n, price=Decimal(price)) for n, price in enumerate(prices)),
    )
    viewer = world.reader(OWNER, *USE)
    payload = await run(world, viewer, definition=DEAR)
    assert payload["result"]["rows"] == [["T12", "100.01"], ["T13", "250.00"]]
    assert [column["name"] for column in payload["result"]["columns"]] == ["number", "price"]
    assert "product_1.price > 100" in payload["sql"]


async def test_each_sees_his_own_rows_in_any_order(world: World) -> None:
    order = [{"column": 1, "descending": False}]
    seller = world.reader(OWNER, *USE)
    assert await rows(world, seller, **NAMES) == [["Åland Öljy Oy"]]
    everything = {**NAMES, "archived": "INCLUDE", "orderBy": order}
    assert await rows(world, seller, **everything) == [["Åland Öljy Oy"], ["Ölje & Co"]]
    only = {**NAMES, "archived": "ONLY"}
    assert await rows(world, seller, **only) == [["Ölje & Co"]]
    names = [name for (name,) in await rows(world, world.admin, **everything)]
    assert names[-3:] == ["Åland Öljy Oy", "äänekoski", "Ölje & Co"]
    order[0]["descending"] = True
    assert [n for (n,) in await rows(world, world.admin, **everything)] == names[::-1]


async def test_fields_lead_through_relations_to_rows_that_are_seen(world: World) -> None:
    asked = {
        "entity": "Opportunity",
        "columns": [
            {"field": "id"},
            {"field": "customer.name"},
            {"field": "customer.owner.team.name"},
            {"field": "stage.code"},
        ],
        "where": {"field": "id", "operator": "in", "value": ["opportunity_3", "opportunity_10"]},
    }
    assert await rows(world, world.reader(OWNER, *USE), **asked) == [
        ["opportunity_3", None, None, "WON"],
        ["opportunity_10", "Åland Öljy Oy", "Helsinki", "OFFERED"],
    ]
    assert (await rows(world, world.admin, **asked))[0][1] == "Čakovec d.o.o."
    hidden = {"field": "customer.name", "operator": "startsWith", "value": "Čak"}
    assert await rows(world, world.reader(OWNER, *USE), **{**asked, "where": hidden}) == []


async def test_fields_lead_to_rows_that_a_table_of_pairs_holds(world: World) -> None:
    for key, name, archived_at in ((1, "Kaupat", None), (2, "Vanhat", OLD)):
        await make.save(world.api, CustomerGroup(id=key, name=name, archived_at=archived_at))
    await make.save(
        world.api,
        CustomerGroupMember(customer_id=1, group_id=1),
        CustomerGroupMember(customer_id=2, group_id=2),
    )
    asked = {
        "entity": "Customer",
        "columns": [{"field": "id"}, {"field": "customerGroup.name"}],
        "where": {"field": "id", "operator": "in", "value": ["customer_1", "customer_2"]},
    }
    payload = await run(world, world.admin, definition=asked)
    assert payload["result"]["rows"] == [["customer_1", "Kaupat"], ["customer_2", None]]
    found = (await world(RUN_SEARCH, world.admin, sql=payload["sql"]))["runSqlSearch"]
    assert found["result"]["rows"] == payload["result"]["rows"]
    blind = world.api.viewer(OWNER, ("customers:read", *USE))
    refused = await run(world, blind, definition=asked)
    assert refused["userErrors"][0]["path"] == ["input", "definition", "columns", "1", "field"]


async def test_rows_are_added_up_in_groups(world: World) -> None:
    asked = {
        "entity": "Opportunity",
        "columns": [
            {"field": "stage.code"},
            {"aggregate": "COUNT", "label": "Kpl"},
            {"field": "amount", "aggregate": "SUM"},
            {"field": "amount", "aggregate": "AVERAGE"},
            {"field": "amount", "aggregate": "MIN"},
            {"field": "customer.id", "aggregate": "COUNT_DISTINCT"},
            {"field": "probability", "aggregate": "MAX"},
        ],
        "where": {"field": "customer.id", "operator": "in", "value": ["customer_1", "customer_2"]},
        "orderBy": [{"column": 2, "descending": True}],
    }
    payload = await run(world, world.admin, definition=asked)
    assert [c["name"] for c in payload["result"]["columns"]][1:3] == ["Kpl", "sum(amount)"]
    assert payload["result"]["rows"] == [
        ["WON", 3, "321.60", "160.800000", "110.55", 2, 100],
        ["OFFERED", 2, "301.50", "150.750000", "100.50", 2, 50],
    ]
    by_probability = {
        **asked,
        "columns": [{"field": "probability"}, {"aggregate": "COUNT"}],
        "orderBy": [{"column": 1}],
    }
    assert await rows(world, world.admin, **by_probability) == [[50, 2], [100, 3]]
    total = {"entity": "Customer", "columns": [{"aggregate": "COUNT"}], "archived": "INCLUDE"}
    assert await rows(world, world.reader(OWNER, *USE), **total) == [[2]]


DEFINITIONS: tuple[dict[str, Any], ...] = (
    NAMES,
    DEAR,
    {
        "entity": "Opportunity",
        "columns": [
            {"field": "id"},
            {"field": "name"},
            {"field": "customer.name"},
            {"field": "customer.owner.name"},
            {"field": "weightedAmount"},
        ],
        "where": {
            "any": [
                {"field": "amount", "operator": "between", "value": ["50", "150.50"]},
                {
                    "all": [
                        {"field": "name", "operator": "contains", "value": "100%_'\\"},
                        {"field": "expectedCloseOn", "operator": "isNull", "value": True},
                    ]
                },
                {"field": "stage.kind", "operator": "in", "value": ["WON", "LOST"]},
                {"field": "splitMethod", "operator": "ne", "value": "EVEN"},
                {"field": "createdAt", "operator": "lt", "value": "2000-01-01T00:00:00Z"},
                {"field": "expectedCloseOn", "operator": "gte", "value": "2026-01-31"},
                {"field": "id", "operator": "eq", "value": "opportunity_3"},
            ]
        },
        "orderBy": [{"column": 3, "descending": True}, {"column": 2}],
    },
    {
        "entity": "Opportunity",
        "columns": [{"field": "customer.name"}, {"aggregate": "COUNT"}],
        "orderBy": [{"column": 2, "descending": True}, {"column": 1}],
        "limit": 3,
    },
    {
        "entity": "Customer",
        "columns": [{"field": "name"}, {"field": "visibleBecause"}, {"field": "parent.name"}],
        "where": {"field": "owner.active", "operator": "eq", "value": True},
        "archived": "INCLUDE",
    },
)


@pytest.mark.parametrize("definition", DEFINITIONS)
async def test_the_sql_that_is_shown_gives_the_same_in_sql_search(
    world: World, definition: dict[str, Any]
) -> None:
    for viewer in (world.admin, world.reader(OWNER, *USE, "sql_search:run", "sql_search:write")):
        payload = await run(world, viewer, definition=definition)
        check(payload["sql"], shape_of(world.api.deployment.registry, viewer).columns, [])
        found = (await world(RUN_SEARCH, viewer, sql=payload["sql"]))["runSqlSearch"]
        assert found["userErrors"] == []
        assert found["result"]["rows"] == payload["result"]["rows"]


@pytest.mark.parametrize(
    ("definition", "path"),
    [
        ({}, ["entity"]),
        ([], []),
        ("x", []),
        ({**NAMES, "entity": "Nothing"}, ["entity"]),
        ({**NAMES, "entity": "BillingMonth"}, ["entity"]),
        ({**NAMES, "entity": "Role"}, ["entity"]),
        ({**NAMES, "columns": []}, ["columns"]),
        ({**NAMES, "columns": [{"field": "name"}] * 41}, ["columns"]),
        ({**NAMES, "columns": [{"field": "passwordHash"}]}, ["columns", "0", "field"]),
        ({**NAMES, "columns": [{"field": "contacts"}]}, ["columns", "0", "field"]),
        ({**NAMES, "columns": [{"field": "owner"}]}, ["columns", "0", "field"]),
        ({**NAMES, "columns": [{"field": "owner.roles"}]}, ["columns", "0", "field"]),
        ({**NAMES, "columns": [{"field": "name.x"}]}, ["columns", "0", "field"]),
        ({**NAMES, "columns": [{"field": "parent." * 6 + "name"}]}, ["columns", "0", "field"]),
        ({**NAMES, "columns": [{"field": ""}]}, ["columns", "0", "field"]),
        ({**NAMES, "columns": [{}]}, ["columns", "0", "field"]),
        ({**NAMES, "columns": [{"aggregate": "SUM"}]}, ["columns", "0", "field"]),
        (
            {**NAMES, "columns": [{"field": "name", "aggregate": "SUM"}]},
            ["columns", "0", "aggregate"],
        ),
        (
            {**NAMES, "columns": [{"field": "prospect", "aggregate": "MAX"}]},
            ["columns", "0", "aggregate"],
        ),
        (
            {**NAMES, "columns": [{"field": "name", "aggregate": "DROP"}]},
            ["columns", "0", "aggregate"],
        ),
        ({**NAMES, "where": {}}, ["where"]),
        ({**NAMES, "where": {"all": []}}, ["where", "all"]),
        ({**NAMES, "where": {"field": "name", "all": []}}, ["where"]),
        ({**NAMES, "where": {"field": "name", "operator": "like"}}, ["where", "operator"]),
        ({**NAMES, "where": {"field": "name", "operator": "eq"}}, ["where", "value"]),
        (
            {**NAMES, "where": {"field": "name", "operator": "eq", "value": "\x00"}},
            ["where", "value"],
        ),
        (
            {**NAMES, "where": {"field": "name", "operator": "in", "value": "x"}},
            ["where", "value"],
        ),
        (
            {**NAMES, "where": {"field": "name", "operator": "in", "value": ["x"] * 1001}},
            ["where", "value"],
        ),
        (
            {**NAMES, "where": {"field": "annualRevenue", "operator": "gt", "value": "1;"}},
            ["where", "value"],
        ),
        (
            {**NAMES, "where": {"field": "annualRevenue", "operator": "between", "value": [1]}},
            ["where", "value"],
        ),
        (
            {**NAMES, "where": {"field": "createdAt", "operator": "gt", "value": "31.1.2026"}},
            ["where", "value"],
        ),
        (
            {**NAMES, "where": {"field": "status", "operator": "eq", "value": "GONE"}},
            ["where", "value"],
        ),
        (
            {**NAMES, "where": {"field": "id", "operator": "eq", "value": "lead_1"}},
            ["where", "value"],
        ),
        (
            {**NAMES, "where": {"field": "id", "operator": "gt", "value": "customer_1"}},
            ["where", "operator"],
        ),
        (
            {**NAMES, "where": {"any": [{"field": "name", "operator": "eq", "value": "x"}] * 50}},
            ["where"],
        ),
        ({**NAMES, "orderBy": [{"column": 2}]}, ["orderBy", "0", "column"]),
        ({**NAMES, "orderBy": [{"column": 0}]}, ["orderBy", "0", "column"]),
        ({**NAMES, "limit": 0}, ["limit"]),
        ({**NAMES, "limit": "1; DROP TABLE customer"}, ["limit"]),
        ({**NAMES, "archived": "MAYBE"}, ["archived"]),
        ({**NAMES, "having": {}}, ["having"]),
    ],
)
async def test_a_definition_that_cannot_be_used_says_where(
    world: World, definition: object, path: list[str]
) -> None:
    viewer = world.reader(OWNER, *USE)
    payload = await run(world, viewer, definition=definition)
    assert payload["result"] is None
    (error,) = payload["userErrors"]
    assert (error["code"], error["path"]) == ("INVALID", ["input", "definition", *path]), error
    made = await world(CREATE, viewer, input={"name": "x", "definition": definition})
    if made.errors:
        return
    assert made["createSqlReport"]["sqlReport"] is None
    found = await world("{ sqlReports { totalCount } }", viewer)
    assert found["sqlReports"]["totalCount"] == 0


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


async def test_the_entities_tell_what_reports_can_be_made_of(world: World) -> None:
    asked = """
        {
            sqlReportEntities {
                name
                fields { name type values operators leadsTo description }
            }
        }
    """
    found = {
        entity["name"]: {field["name"]: field for field in entity["fields"]}
        for entity in (await world(asked, world.reader(OWNER, *USE)))["sqlReportEntities"]
    }
    assert "Role" not in found
    assert found["Product"]["price"]["type"] == "Decimal"
    assert "between" in found["Product"]["price"]["operators"]
    assert found["Customer"]["owner"]["leadsTo"] == "Employee"
    assert found["Customer"]["status"]["values"] == ["PROSPECT", "ACTIVE", "ARCHIVED"]
    assert {"READ_ALL", "OWNER"} < {*found["Customer"]["visibleBecause"]["values"]}
    assert found["Product"]["price"]["leadsTo"] is None
    assert found["Opportunity"]["expectedCloseOn"]["type"] == "Date"
    assert found["Customer"]["createdAt"]["type"] == "DateTime"
