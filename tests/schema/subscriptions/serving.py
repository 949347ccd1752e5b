"""The whole application served on loopback, and clients that follow events."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

import httpx2
from pydantic import SecretStr
from websockets.asyncio.client import ClientConnection, connect

from kortisto.settings import AppSettings
from tests.serving import app_of, served

PATIENCE = 60.0
NAMES = """subscription {
  recordsChanged { refetch changes { id action customer { name } } }
}"""
PROTOCOL: Any = "graphql-transport-ws"


@dataclass(frozen=True)
class Server:
    """A server, and the port at which it answers."""

    port: int

    @asynccontextmanager
    async def socket(self, token: str | None = None, **options: Any) -> AsyncIterator["Client"]:
        """A WebSocket; with a token it is initialised."""
        options = {"subprotocols": [PROTOCOL], "proxy": None, "open_timeout": 60, **options}
        async with connect(f"ws://127.0.0.1:{self.port}/graphql", **options) as socket:
            client = Client(socket)
            if token is not None:
                await client.init(token)
            yield client

    def http(self) -> httpx2.AsyncClient:
        return httpx2.AsyncClient(base_url=f"http://127.0.0.1:{self.port}", timeout=PATIENCE)

    @asynccontextmanager
    async def events(
        self, token: str, query: str = NAMES, **options: Any
    ) -> AsyncIterator["EventClient"]:
        """An event stream."""
        headers = {"authorization": f"Bearer {token}", "accept": "text/event-stream"}
        async with (
            self.http() as client,
            client.stream(
                "POST", "/graphql", json={"query": query}, headers=headers, **options
            ) as response,
        ):
            yield EventClient(response)


@dataclass(frozen=True)
class Client:
    """A client that speaks graphql-transport-ws."""

    socket: ClientConnection

    async def send(self, type: str, **more: object) -> None:
        await self.socket.send(json.dumps({"type": type, **more}))

    async def receive(self) -> Any:
        async with asyncio.timeout(PATIENCE):
            return json.loads(await self.socket.recv())

    async def init(self, token: str) -> None:
        await self.send("connection_init", payload={"Authorization": f"Bearer {token}"})
        assert await self.receive() == {"type": "connection_ack"}

    async def follow(self, id: str = "1", query: str = NAMES) -> None:
        """Subscribe, and hear that all is to be fetched."""
        await self.send("subscribe", id=id, payload={"query": query})
        assert (await self.changed(id))["refetch"]

    async def changed(self, id: str = "1") -> Any:
        message = await self.receive()
        assert (message["type"], message["id"]) == ("next", id), message
        return message["payload"]["data"]["recordsChanged"]

    async def closed(self) -> tuple[int, str]:
        """Code and reason with which the server closes the connection."""
        async with asyncio.timeout(PATIENCE):
            await self.socket.wait_closed()
        return self.socket.close_code or 0, self.socket.close_reason or ""


class EventClient:
    """A client that speaks graphql-sse."""

    def __init__(self, response: httpx2.Response) -> None:
        self.response = response
        self._chunks = response.aiter_text()
        self._text = ""

    async def event(self) -> tuple[str, Any]:
        """The next event, comments passed over."""
        while True:
            while "\n\n" not in self._text:
                self._text += await anext(self._chunks)
            text, _, self._text = self._text.partition("\n\n")
            assert "\r" not in text
            if text != ":":
                kind, data = text.split("\n")
                found = data.removeprefix("data:").strip()
                return kind.removeprefix("event: "), json.loads(found) if found else None

    async def changed(self) -> Any:
        kind, found = await self.event()
        assert kind == "next"
        return found["data"]["recordsChanged"]

    async def rest(self) -> str:
        """What comes until the end of the stream."""
        return self._text + "".join([chunk async for chunk in self._chunks])


@asynccontextmanager
async def serving(url: str, **settings: Any) -> AsyncIterator[Server]:
    """The application on a database."""
    app = app_of(AppSettings(database_url=SecretStr(url), **settings))
    async with app.router.lifespan_context(app), served(app) as port:
        yield Server(port)
