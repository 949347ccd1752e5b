import asyncio
from collections.abc import AsyncIterator
from typing import Any

import pytest
from sqlalchemy import text

from core.database import connect
from core.viewer import Viewer
from plugins.pupesoft_tools.settings import PupesoftToolsSettings, SqlSearchSettings
from plugins.pupesoft_tools.sql_search.errors import Unavailable
from plugins.pupesoft_tools.sql_search.roles import prepare, remove
from plugins.pupesoft_tools.sql_search.slots import Slots
from tests.database import Databases
from tests.world import OTHER, OWNER, World, small_world

RUN = """
    mutation ($input: RunSqlSearchInput!) {
        runSqlSearch(input: $input) {
            result { columns { name type } rows truncated }
            userErrors { code message path }
        }
    }
"""
CREATE = """
    mutation ($input: CreateSqlSearchInput!) {
        createSqlSearch(input: $input) {
            sqlSearch { id name owner { id } shared version }
            userErrors { code message path }
        }
    }
"""
UPDATE = """
    mutation ($input: UpdateSqlSearchInput!) {
        updateSqlSearch(input: $input) {
            sqlSearch { id name sql shared }
            userErrors { code message path }
        }
    }
"""
RUNS = """
    {
        sqlSearchRuns {
            nodes { employee { id } search { id } sql parameters outcome message rows via }
        }
    }
"""
MAY_RUN = ("sql_search:run",)
MAY_WRITE = (*MAY_RUN, "sql_search:write")


@pytest.fixture
async def world(databases: Databases) -> AsyncIterator[World]:
    async with small_world(databases) as world:
        quick = PupesoftToolsSettings(sql_search=SqlSearchSettings(seconds=2))
        sections: Any = world.api.deployment.sections
        sections[PupesoftToolsSettings] = quick
        yield world
        await remove(world.api.deployment.database)


async def run(world: World, viewer: Viewer, sql: str | None = None, **more: object) -> Any:
    given = {**({"sql": sql} if sql is not None else {}), **more}
    return (await world(RUN, viewer, input=given))["runSqlSearch"]


async def create(world: World, viewer: Viewer, **values: object) -> Any:
    standard = {"name": "Mine", "sql": "SELECT count(*) FROM customer"}
    return (await world(CREATE, viewer, input={**standard, **values}))["createSqlSearch"]


def codes(payload: Any) -> list[tuple[str, list[str]]]:
    return [(error["code"], error["path"]) for error in payload["userErrors"]]


async def test_each_sees_his_own_rows(world: World) -> None:
    sql = "SELECT id, name, annual_revenue FROM customer ORDER BY id"
    seller = world.reader(OWNER, *MAY_WRITE)
    result = (await run(world, seller, sql))["result"]
    assert [column["name"] for column in result["columns"]] == ["id", "name", "annual_revenue"]
    assert result["rows"] == [[1, "Åland Öljy Oy", "0.00"], [6, "Ölje & Co", None]]
    assert not result["truncated"]
    assert [row[0] for row in (await run(world, world.admin, sql))["result"]["rows"]] == [
        *range(1, 9)
    ]


async def test_running_and_writing_need_rights(world: World) -> None:
    sql = "SELECT 1"
    assert (await world(RUN, None, input={"sql": sql})).errors[0][0] == "UNAUTHENTICATED"
    assert (await world(RUN, world.reader(OWNER), input={"sql": sql})).errors[0][0] == "FORBIDDEN"
    answer = await world(RUN, world.reader(OWNER, *MAY_RUN), input={"sql": sql})
    assert answer.errors[0][0] == "FORBIDDEN"
    assert (await world("{ sqlSearchTables { name } }", world.reader(OWNER))).errors
    answer = await world(CREATE, world.reader(OWNER, *MAY_RUN), input={"name": "x", "sql": sql})
    assert answer.errors[0][0] == "FORBIDDEN"
    assert (await world(RUNS, world.admin))["sqlSearchRuns"]["nodes"] == []
    found = await world("{ sqlSearches { totalCount } }", world.admin)
    assert found["sqlSearches"]["totalCount"] == 0


async def test_a_shared_search_runs_for_others_over_their_own_rows(world: World) -> None:
    seller = world.reader(OWNER, *MAY_WRITE)
    made = await create(
        world,
        seller,
        sql="SELECT id FROM customer WHERE id >= :least ORDER BY id",
        parameters=[{"name": "least", "kind": "INTEGER"}],
        shared=True,
    )
    assert made["userErrors"] == []
    assert made["sqlSearch"]["owner"] == {"id": f"employee_{OWNER}"}
    id = made["sqlSearch"]["id"]
    colleague = world.reader(OTHER, *MAY_RUN)
    for viewer, rows in ((seller, [[6]]), (colleague, [])):
        payload = await run(world, viewer, searchId=id, values={"least": 3})
        assert payload["result"]["rows"] == rows, payload
    found = await run(world, colleague, searchId=id, values={"least": 1})
    assert found["result"]["rows"] == [[2]]


async def test_a_search_of_ones_own_is_hidden_from_others(world: World) -> None:
    seller, colleague = world.reader(OWNER, *MAY_WRITE), world.reader(OTHER, *MAY_WRITE)
    id = (await create(world, seller))["sqlSearch"]["id"]
    found = await world("query ($id: ID!) { sqlSearch(id: $id) { name } }", colleague, id=id)
    assert found["sqlSearch"] is None
    for missing in (id, "sql_search_999"):
        payload = await run(world, colleague, searchId=missing)
        assert codes(payload) == [("NOT_FOUND", ["input", "searchId"])]
    given = {"id": id, "expectedVersion": 1, "name": "Theirs"}
    payload = (await world(UPDATE, colleague, input=given))["updateSqlSearch"]
    assert codes(payload) == [("NOT_FOUND", ["input", "id"])]


async def test_only_its_owner_changes_a_shared_search(world: World) -> None:
    seller, colleague = world.reader(OWNER, *MAY_WRITE), world.reader(OTHER, *MAY_WRITE)
    id = (await create(world, seller, shared=True))["sqlSearch"]["id"]
    given = {"id": id, "expectedVersion": 1, "name": "Theirs", "sql": "SELECT 1"}
    payload = (await world(UPDATE, colleague, input=given))["updateSqlSearch"]
    assert codes(payload) == [("FORBIDDEN_VALUE", ["input", "id"])]
    payload = (await world(UPDATE, seller, input=given))["updateSqlSearch"]
    assert payload["sqlSearch"] == {"id": id, "name": "Theirs", "sql": "SELECT 1", "shared": True}


@pytest.mark.parametrize(
    ("values", "path"),
    [
        ({"sql": "DELETE FROM customer"}, "sql"),
        ({"sql": "SELECT * FROM pg_shadow"}, "sql"),
        ({"sql": "SELECT :x"}, "sql"),
        ({"parameters": {"a": 1}}, "parameters"),
        ({"parameters": [{"name": "A b", "kind": "TEXT"}]}, "parameters"),
        ({"parameters": [{"name": "a", "kind": "MONEY"}]}, "parameters"),
        ({"parameters": [{"name": "a", "kind": "TEXT"}] * 2}, "parameters"),
        ({"parameters": [{"name": f"a{n}", "kind": "TEXT"} for n in range(21)]}, "parameters"),
        ({"name": ""}, "name"),
        ({"name": "x" * 201}, "name"),
    ],
)
async def test_a_search_that_cannot_run_is_not_kept(
    world: World, values: dict[str, object], path: str
) -> None:
    payload = await create(world, world.reader(OWNER, *MAY_WRITE), **values)
    assert [error["path"] for error in payload["userErrors"]] == [["input", path]]
    found = await world("{ sqlSearches { totalCount } }", world.admin)
    assert found["sqlSearches"]["totalCount"] == 0


@pytest.mark.parametrize(
    ("given", "code", "path"),
    [
        ({"sql": ""}, "REFUSED", "sql"),
        ({"sql": "DELETE FROM customer"}, "REFUSED", "sql"),
        ({"sql": "SELECT 1 / 0"}, "FAILED", "sql"),
        ({"sql": "SELECT count(*) FROM generate_series(1, 1000000000000)"}, "TIMEOUT", "sql"),
        ({"sql": "SELECT array_agg(n) FROM generate_series(1, 300000) n"}, "TOO_LARGE", "sql"),
        ({}, "INVALID", "sql"),
        ({"sql": "SELECT 1", "searchId": "sql_search_1"}, "INVALID", "sql"),
        ({"searchId": "customer_1"}, "INVALID", "searchId"),
        ({"searchId": "x"}, "INVALID", "searchId"),
        ({"sql": "SELECT 1", "values": [1]}, "INVALID", "values"),
        ({"sql": "SELECT 1", "values": {"x": 1}}, "REFUSED", "sql"),
        ({"sql": "SELECT :x", "parameters": [{"name": "x", "kind": "DATE"}]}, "REFUSED", "sql"),
        (
            {
                "sql": "SELECT :x",
                "parameters": [{"name": "x", "kind": "DATE"}],
                "values": {"x": "31.1.2026"},
            },
            "REFUSED",
            "sql",
        ),
        (
            {"sql": "SELECT 1", "parameters": [{"name": "X", "kind": "DATE"}]},
            "INVALID",
            "parameters",
        ),
    ],
)
async def test_what_cannot_be_run_says_why(
    world: World, given: dict[str, object], code: str, path: str
) -> None:
    payload = await run(world, world.reader(OWNER, *MAY_WRITE), **given)  # type: ignore[arg-type]
    assert payload["result"] is None
    assert codes(payload) == [(code, ["input", path])], payload
    assert "Traceback" not in payload["userErrors"][0]["message"]


async def test_every_run_is_logged(world: World) -> None:
    seller = world.reader(OWNER, *MAY_WRITE)
    id = (await create(world, seller, shared=True))["sqlSearch"]["id"]
    await run(world, seller, searchId=id)
    await run(world, seller, "DROP TABLE customer \x00")
    await run(
        world,
        seller,
        "SELECT name FROM customer WHERE id = :id OR name = :name",
        parameters=[{"name": "id", "kind": "INTEGER"}, {"name": "name", "kind": "TEXT"}],
        values={"id": 1, "name": "Ölje & Co"},
    )
    mine = (await world(RUNS, seller))["sqlSearchRuns"]["nodes"]
    assert [(r["outcome"], r["rows"], r["parameters"]) for r in mine] == [
        ("DONE", 2, {"id": 1, "name": "Ölje & Co"}),
        ("REFUSED", 0, {}),
        ("DONE", 1, {}),
    ]
    assert mine[1]["sql"].startswith("DROP TABLE")
    assert "NUL" in mine[1]["message"]
    assert mine[2]["search"] == {"id": id}
    assert (await world(RUNS, world.reader(OTHER, *MAY_RUN)))["sqlSearchRuns"]["nodes"] == []
    auditor = world.reader(OTHER, *MAY_RUN, "sql_search:audit")
    assert (await world(RUNS, auditor))["sqlSearchRuns"]["nodes"] == mine


async def test_the_tables_tell_what_can_be_searched(world: World) -> None:
    asked = "{ sqlSearchTables { name description columns { name type leadsTo description } } }"
    tables = (await world(asked, world.reader(OWNER, *MAY_RUN)))["sqlSearchTables"]
    found = {table["name"]: {c["name"]: c for c in table["columns"]} for table in tables}
    assert found["opportunity"]["customer_id"]["leadsTo"] == "customer"
    assert found["opportunity"]["amount"]["type"] == "numeric(14, 2)"
    assert {"customer_id", "keyword_id"} == set(found["customer_segments"])
    assert "password_hash" not in found["employee"]
    assert "role" not in found
    assert all(c["description"] for columns in found.values() for c in columns.values())
    narrow = world.api.viewer(OWNER, ("sql_search:run", "customers:read"))
    names = [table["name"] for table in (await world(asked, narrow))["sqlSearchTables"]]
    assert "customer" in names
    assert "opportunity" not in names


async def test_searches_that_are_too_many_at_once_are_told_to_wait(world: World) -> None:
    slots = Slots(world.api.deployment, 2, 10)
    async with slots.taken(world.admin) as first, slots.taken(world.admin) as second:
        assert first.role != second.role
        with pytest.raises(Unavailable, match="try again"):
            async with slots.taken(world.admin):
                pass
    async with slots.taken(world.admin):
        pass


async def test_searches_of_different_people_at_once_do_not_mix(world: World) -> None:
    sql = "SELECT id FROM customer ORDER BY id"
    seller, other = world.reader(OWNER, *MAY_WRITE), world.reader(OTHER, *MAY_WRITE)
    for _ in range(3):
        mine, theirs = await asyncio.gather(run(world, seller, sql), run(world, other, sql))
        assert mine["result"]["rows"] == [[1], [6]]
        assert theirs["result"]["rows"] == [[2]]


async def test_where_no_roles_can_be_made_the_search_is_refused_in_words(world: World) -> None:
    database = world.api.deployment.database
    url = database.engine.url
    name = f"plain_{url.database}"[:63]
    async with database.engine.begin() as connection:
        await connection.execute(text(f"CREATE ROLE {name} LOGIN PASSWORD 'plain'"))
        await connection.execute(text(f"GRANT ALL ON ALL TABLES IN SCHEMA public TO {name}"))
    plain = connect(url.set(username=name, password="plain").render_as_string(False))
    try:
        with pytest.raises(Unavailable, match="kortisto sql-search prepare"):
            await prepare(plain, 1)
    finally:
        await plain.close()
        async with database.engine.begin() as connection:
            await connection.execute(text(f"REVOKE ALL ON ALL TABLES IN SCHEMA public FROM {name}"))
            await connection.execute(text(f"DROP ROLE {name}"))


async def test_tables_that_everybody_may_read_switch_the_search_off(world: World) -> None:
    async with world.api.deployment.database.engine.begin() as connection:
        await connection.execute(text("GRANT SELECT ON role TO PUBLIC"))
    payload = await run(world, world.reader(OWNER, *MAY_WRITE), "SELECT 1")
    assert codes(payload) == [("REFUSED", ["input", "sql"])]
    assert "public.role" in payload["userErrors"][0]["message"]
