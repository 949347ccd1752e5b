"""graphql-sse in distinct connections mode, spoken with a real server."""

from collections.abc import AsyncIterator
from typing import Any

import httpx2
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
from tests.schema.subscriptions.serving import NAMES, Server, serving
from tests.waiting import until

SHORT = {"check_seconds": 0.1, "heartbeat_seconds": 0.1, "connections": 1}
EVENTS = "text/event-stream"
QUERY = '{ customer(id: "customer_1") { id } }'
ANSWER = {"data": {"customer": {"id": "customer_1"}}}


@pytest.fixture
async def server(api: Api, database_url: str) -> AsyncIterator[Server]:
    await settle(api)
    settings = {"subscriptions": SHORT, "http": {"metrics": True}}
    async with serving(database_url, **settings) as server:
        yield server


async def ask(server: Server, token: str, query: str, accept: str) -> httpx2.Response:
    headers = {"authorization": f"Bearer {token}", "accept": accept}
    async with server.http() as client:
        return await client.post("/graphql", json={"query": query}, headers=headers)


async def test_who_sees_a_record_hears_of_it_and_nobody_else(server: Server, api: Api) -> None:
    owner, stranger = await token_of(api, OWNER), await token_of(api, STRANGER)
    async with server.events(owner) as one, server.events(stranger) as two:
        assert one.response.headers["content-type"] == f"{EVENTS}; charset=utf-8"
        assert (await one.changed())["refetch"]
        assert (await two.changed())["refetch"]
        await rename(api, 1, "Öljy Oy")
        [change] = (await one.changed())["changes"]
        assert change["customer"] == {"name": "Öljy Oy"}
        await execute(api, "UPDATE customer SET owner_id = 2")
        await rename(api, 1, "Uusi Oy")
        [change] = (await two.changed())["changes"]
        assert change["customer"] == {"name": "Uusi Oy"}


@pytest.mark.parametrize(
    ("accept", "kind"),
    [
        ("application/json, text/event-stream", "application/json"),
        ("text/event-stream, application/json", "application/json"),
        ("text/event-stream;q=1, application/json;q=0.1", "application/json"),
        ("application/graphql-response+json, text/event-stream", "application/graphql-response"),
        ("text/event-stream", EVENTS),
        ("text/event-stream, application/json;q=0", EVENTS),
    ],
)
async def test_a_query_is_answered_by_events_only_where_nothing_else_is_accepted(
    server: Server, api: Api, accept: str, kind: str
) -> None:
    answer = await ask(server, await token_of(api, OWNER), QUERY, accept)
    assert answer.status_code == 200
    assert answer.headers["content-type"].startswith(kind)
    if kind == EVENTS:
        expected = 'event: next\ndata: {"data":{"customer" : {"id":"customer_1"}}}\n\n'
        assert answer.text == f"{expected}event: complete\ndata:\n\n"
    else:
        assert answer.json() == ANSWER


@pytest.mark.parametrize("accept", ["*/*", "application/json", "text/event-stream;q=0, */*"])
async def test_a_subscription_needs_a_client_that_knows_events(
    server: Server, api: Api, accept: str
) -> None:
    answer = await ask(server, await token_of(api, OWNER), NAMES, accept)
    assert answer.status_code == 406
    assert "Accept: text/event-stream" in answer.json()["errors"][0]["message"]


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ("subscription { recordsChanged { nothing } }", "GRAPHQL_VALIDATION_FAILED"),
        ('subscription { recordsChanged(ids: ["x"]) { refetch } }', "BAD_USER_INPUT"),
        ("subscription { a: recordsChanged { refetch } b: recordsChanged { refetch } }", "GRAPH"),
        ("{ customers(first: 501) { nodes { id } } }", "LIMIT_PAGE_SIZE"),
    ],
)
async def test_what_cannot_be_executed_is_an_event(
    server: Server, api: Api, query: str, code: str
) -> None:
    async with server.events(await token_of(api, OWNER), query) as client:
        kind, found = await client.event()
        assert kind == "next"
        assert found["errors"][0]["extensions"]["code"].startswith(code)
        assert await client.event() == ("complete", None)
        assert await client.rest() == ""


async def test_who_may_not_come_in_gets_no_stream(server: Server) -> None:
    assert (await ask(server, "kt_wrong", NAMES, EVENTS)).status_code == 401


async def test_a_cookie_needs_the_header_that_a_foreign_page_cannot_send(
    server: Server, api: Api
) -> None:
    cookie = f"{SESSION_COOKIE}={await session_of(api, OWNER)}"
    headers: dict[str, Any] = {"cookie": cookie, "accept": EVENTS}
    async with server.http() as client:
        body = {"query": QUERY}
        assert (await client.post("/graphql", json=body, headers=headers)).status_code == 403
        headers["GraphQL-Preflight"] = "1"
        assert (await client.post("/graphql", json=body, headers=headers)).status_code == 200


async def test_a_silent_stream_has_a_heartbeat(server: Server, api: Api) -> None:
    async with server.events(await token_of(api, OWNER)) as client:
        text = ""
        async for chunk in client.response.aiter_text():
            text += chunk
            if ":\n\n" in text.replace("data:\n\n", ""):
                break


async def test_who_may_no_longer_come_in_is_told_and_left(server: Server, api: Api) -> None:
    async with server.events(await token_of(api, OWNER)) as client:
        assert (await client.changed())["refetch"]
        await execute(api, "UPDATE api_token SET revoked_at = now()")
        kind, found = await client.event()
        assert (kind, found["errors"][0]["extensions"]["code"]) == ("next", "UNAUTHENTICATED")
        assert await client.event() == ("complete", None)
        assert (await client.rest()).strip(":\n") == ""


async def test_a_place_is_free_again_when_a_client_leaves(server: Server, api: Api) -> None:
    token = await token_of(api, OWNER)
    async with server.events(token) as client:
        assert (await client.changed())["refetch"]
        refused = await ask(server, token, NAMES, EVENTS)
        assert refused.status_code == 429
        assert refused.json()["errors"][0]["extensions"]["code"] == "LIMIT_CONNECTIONS"
        async with server.http() as other:
            figures = (await other.get("/metrics")).text
        assert 'kortisto_subscription_connections{protocol="sse"} 1.0' in figures

    async def is_free() -> bool:
        return (await ask(server, token, QUERY, EVENTS)).status_code == 200

    await until(is_free)
