"""A client that takes nothing is cut off; one that is slow is told to fetch anew."""

import asyncio
import json
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from starlette.requests import HTTPConnection

from core.context import Context
from core.events.event import Event, announce
from core.events.follower import MOST_KEPT
from schema.documents import DocumentCache
from schema.http import HTTPSettings
from schema.http.request import build
from schema.limits import Limits
from schema.subscriptions import EventStreams, SocketEndpoint, Streams, SubscriptionSettings
from tests import factories as make
from tests.api import Api
from tests.waiting import PATIENCE, until

FOLLOW = "subscription { recordsChanged { refetch changes { id } } }"
SETTINGS = SubscriptionSettings(send_seconds=0.2, init_seconds=PATIENCE)
MESSAGES = (
    {"type": "connection_init"},
    {"type": "subscribe", "id": "1", "payload": {"query": FOLLOW}},
)


@dataclass
class Wire:
    """The wire to a client, which may be blocked."""

    incoming: list[Any] = field(default_factory=list)
    sent: list[Any] = field(default_factory=list)
    open: asyncio.Event = field(default_factory=asyncio.Event)
    left: asyncio.Event = field(default_factory=asyncio.Event)

    async def receive(self) -> Any:
        if self.incoming:
            return self.incoming.pop(0)
        await self.left.wait()
        return {"type": "http.disconnect"}

    async def send(self, message: Any) -> None:
        self.sent.append(message)
        if b"next" in str(message).encode():
            await self.open.wait()


@pytest.fixture
async def streams(api: Api) -> AsyncIterator[Streams]:
    await make.save(api, *(make.customer(key) for key in (1, 2)))
    yield Streams(api.schema, DocumentCache(Limits()), settings=SETTINGS)
    assert len(api.deployment.database.hub) == 0


async def test_a_socket_that_takes_nothing_is_cut_off(api: Api, streams: Streams) -> None:
    async def make_context(connection: HTTPConnection) -> Context:
        return Context(api.deployment, api.admin)

    wire = Wire()
    wire.incoming = [{"type": "websocket.connect"}]
    wire.incoming += [{"type": "websocket.receive", "text": json.dumps(m)} for m in MESSAGES]
    scope = {
        "type": "websocket",
        "path": "/graphql",
        "headers": [],
        "query_string": b"",
        "subprotocols": ["graphql-transport-ws"],
    }
    endpoint = SocketEndpoint(streams, make_context, HTTPSettings())
    await endpoint(scope, wire.receive, wire.send)
    assert [message["type"] for message in wire.sent][:1] == ["websocket.accept"]
    assert '"type":"next"' in wire.sent[2]["text"]


async def test_an_event_stream_that_takes_nothing_is_cut_off(api: Api, streams: Streams) -> None:
    wire, context = Wire(), Context(api.deployment, api.admin)
    response = EventStreams(streams).response(build({"query": FOLLOW}), context)
    await response({"type": "http"}, wire.receive, wire.send)
    assert b"event: next" in wire.sent[-1]["body"]
    assert wire.sent[-1]["more_body"]


async def test_a_client_that_is_slow_is_told_to_fetch_anew(api: Api, streams: Streams) -> None:
    patient = Streams(api.schema, DocumentCache(Limits()))
    wire, context = Wire(), Context(api.deployment, api.admin)
    response = EventStreams(patient).response(build({"query": FOLLOW}), context)
    serving = asyncio.create_task(response({"type": "http"}, wire.receive, wire.send))

    async def is_blocked() -> bool:
        return len(wire.sent) == 2

    await until(is_blocked)
    async with api.deployment.database.writing() as session:
        await announce(session, [Event("Customer", key) for key in range(1, MOST_KEPT + 2)])

    async def all_came() -> bool:
        [follower] = api.deployment.database.hub.followers
        return follower.has_missed

    await until(all_came)
    wire.open.set()

    async def is_told() -> bool:
        return len(wire.sent) == 3

    await until(is_told)
    told = json.loads(wire.sent[2]["body"].partition(b"data: ")[2])
    assert told["data"]["recordsChanged"] == {"refetch": True, "changes": []}
    wire.left.set()
    await serving
