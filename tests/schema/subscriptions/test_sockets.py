"""graphql-transport-ws, spoken with a real server."""

from collections.abc import AsyncIterator
from typing import Any

import pytest

from core.access.sessions import SESSION_COOKIE
from tests.api import Api
from tests.schema.subscriptions.people import (
    OWNER,
    STRANGER,
    execute,
    rename,
    session_of,
    settle,
    token_of,
)
from tests.schema.subscriptions.serving import NAMES, PATIENCE, Server, serving

SHORT = {"check_seconds": 0.1, "init_seconds": PATIENCE, "connections": 2, "operations": 2}


@pytest.fixture
async def server(api: Api, database_url: str) -> AsyncIterator[Server]:
    await settle(api)
    async with serving(database_url, subscriptions=SHORT) as server:
        yield server


async def test_who_sees_a_record_hears_of_it_and_nobody_else(server: Server, api: Api) -> None:
    owner, stranger = await token_of(api, OWNER), await token_of(api, STRANGER)
    async with server.socket(owner) as one, server.socket(stranger) as two:
        await one.follow()
        await two.follow()
        await rename(api, 1, "Öljy Oy")
        expected = {"id": "customer_1", "action": "UPDATE", "customer": {"name": "Öljy Oy"}}
        assert await one.changed() == {"refetch": False, "changes": [expected]}
        await two.send("ping")
        assert await two.receive() == {"type": "pong"}


async def test_an_operation_ends_when_the_client_says_so(server: Server, api: Api) -> None:
    async with server.socket(await token_of(api, OWNER)) as client:
        await client.follow("a")
        await client.follow("b")
        await client.send("complete", id="a")
        await client.send("complete", id="unknown")
        await client.follow("a")
        await rename(api, 1, "B")
        found = [await client.receive() for _ in range(2)]
        assert {message["id"] for message in found} == {"a", "b"}


async def test_a_query_is_answered_once(server: Server, api: Api) -> None:
    async with server.socket(await token_of(api, OWNER)) as client:
        query = "query ($id: ID!) { customer(id: $id) { id } }"
        payload = {"query": query, "variables": {"id": "customer_1"}}
        await client.send("subscribe", id="1", payload=payload)
        data = {"data": {"customer": {"id": "customer_1"}}}
        assert await client.receive() == {"type": "next", "id": "1", "payload": data}
        assert await client.receive() == {"type": "complete", "id": "1"}


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ("subscription { nothing }", "GRAPHQL_VALIDATION_FAILED"),
        ("{", "GRAPHQL_PARSE_FAILED"),
        ("mutation { signOut { userErrors { code } } }", "METHOD_NOT_ALLOWED"),
        ("{ customers(first: 501) { nodes { id } } }", "LIMIT_PAGE_SIZE"),
        ("subscription { recordsChanged(types: [7]) { refetch } }", "GRAPHQL_VALIDATION_FAILED"),
        (f"subscription {{ {'a: ' * 1}recordsChanged {{ refetch {'x' * 100_000} }} }}", "LIMIT_"),
    ],
)
async def test_what_cannot_be_executed_is_an_error(
    server: Server, api: Api, query: str, code: str
) -> None:
    async with server.socket(await token_of(api, OWNER)) as client:
        await client.send("subscribe", id="1", payload={"query": query})
        message = await client.receive()
        assert (message["type"], message["id"]) == ("error", "1")
        assert message["payload"][0]["extensions"]["code"].startswith(code)
        await client.follow("1")


async def test_more_operations_than_allowed_are_refused(server: Server, api: Api) -> None:
    async with server.socket(await token_of(api, OWNER)) as client:
        await client.follow("1")
        await client.follow("2")
        await client.send("subscribe", id="3", payload={"query": NAMES})
        message = await client.receive()
        assert message["type"] == "error"
        assert message["payload"][0]["extensions"]["code"] == "LIMIT_OPERATIONS"


async def test_more_connections_of_one_person_than_allowed_are_refused(
    server: Server, api: Api
) -> None:
    owner, stranger = await token_of(api, OWNER), await token_of(api, STRANGER)
    async with server.socket(owner), server.socket(owner) as second, server.socket() as third:
        await third.send("connection_init", payload={"authorization": f"Bearer {owner}"})
        assert (await third.closed())[0] == 1013
        async with server.socket(stranger):
            await second.follow()
    async with server.socket(owner) as again:
        await again.follow()


SUBSCRIBE = {"type": "subscribe", "id": "1", "payload": {"query": NAMES}}


@pytest.mark.parametrize(
    ("messages", "code"),
    [
        ([{"type": "connection_init"}], 4403),
        ([{"type": "connection_init", "payload": {"Authorization": "Bearer kt_x"}}], 4403),
        ([{"type": "connection_init", "payload": 7}], 4400),
        ([SUBSCRIBE], 4401),
        ([{"type": "nothing"}], 4400),
        (["[]"], 4400),
        (["{"], 4400),
        ([b"{}"], 4400),
    ],
)
async def test_who_breaks_the_protocol_is_told_and_left(
    server: Server, messages: list[Any], code: int
) -> None:
    async with server.socket() as client:
        for message in messages:
            if isinstance(message, dict):
                await client.send(**message)
            else:
                await client.socket.send(message)
        assert (await client.closed())[0] == code


@pytest.mark.parametrize(
    ("message", "code"),
    [
        ({"type": "connection_init"}, 4429),
        (SUBSCRIBE, 4409),
        (SUBSCRIBE | {"id": ""}, 4400),
        (SUBSCRIBE | {"id": "2", "payload": {"query": 7}}, 4400),
        (SUBSCRIBE | {"id": "2", "payload": None}, 4400),
    ],
)
async def test_who_is_known_may_break_it_no_more_than_others(
    server: Server, api: Api, message: dict[str, Any], code: int
) -> None:
    async with server.socket(await token_of(api, OWNER)) as client:
        await client.follow()
        await client.send(**message)
        assert (await client.closed())[0] == code


async def test_who_says_nothing_is_left(database_url: str) -> None:
    short = SHORT | {"init_seconds": 0.1}
    async with serving(database_url, subscriptions=short) as server, server.socket() as client:
        assert (await client.closed())[0] == 4408


async def test_another_protocol_is_refused(server: Server) -> None:
    async with server.socket(subprotocols=["graphql-ws"]) as client:
        assert (await client.closed())[0] == 4406


async def test_a_cookie_counts_from_our_own_pages_alone(server: Server, api: Api) -> None:
    cookie = {"Cookie": f"{SESSION_COOKIE}={await session_of(api, OWNER)}"}
    own = f"http://127.0.0.1:{server.port}"
    async with server.socket(additional_headers=cookie, origin=own) as client:
        await client.send("connection_init")
        assert await client.receive() == {"type": "connection_ack"}
        await client.follow()
    for origin in ("https://evil.example", None):
        async with server.socket(additional_headers=cookie, origin=origin) as client:
            await client.send("connection_init")
            assert (await client.closed())[0] == 4403
    token = await token_of(api, OWNER)
    async with server.socket(token, additional_headers=cookie, origin="https://evil.example"):
        pass


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE api_token SET revoked_at = now()",
        "UPDATE employee SET active = false WHERE id = 1",
    ],
)
async def test_who_may_no_longer_come_in_is_left(server: Server, api: Api, sql: str) -> None:
    async with server.socket(await token_of(api, OWNER)) as client:
        await client.follow()
        await execute(api, sql)
        assert (await client.closed())[0] == 4403


async def test_a_right_that_is_taken_away_hides_what_is_written_then(
    server: Server, api: Api
) -> None:
    async with server.socket(await token_of(api, OWNER)) as client:
        await client.follow()
        await execute(api, "UPDATE customer SET owner_id = 2")
        await rename(api, 1, "Of another")
        await execute(api, "UPDATE customer SET owner_id = 1")
        await rename(api, 1, "Mine again")
        found = await client.changed()
        assert [change["customer"]["name"] for change in found["changes"]] == ["Mine again"]
