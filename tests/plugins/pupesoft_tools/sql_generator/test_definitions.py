"""Of what reports can be made, and which definitions are refused."""

import pytest

from tests.plugins.pupesoft_tools.sql_generator.running import CREATE, NAMES, USE, run
from tests.world import OWNER, World


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
