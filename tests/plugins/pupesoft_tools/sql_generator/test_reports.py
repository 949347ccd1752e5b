"""What reports show, and that their SQL shows the same."""

from decimal import Decimal
from typing import Any

import pytest

from plugins.groups.models import CustomerGroup, CustomerGroupMember
from plugins.pupesoft_tools.sql_search.checking import check
from plugins.pupesoft_tools.sql_search.views import shape_of
from tests import factories as make
from tests.plugins.pupesoft_tools.sql_generator.running import NAMES, USE, rows, run
from tests.world import OLD, OWNER, World

RUN_SEARCH = """
    mutation ($sql: String!) {
        runSqlSearch(input: {sql: $sql}) { result { rows } userErrors { message } }
    }
"""
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
