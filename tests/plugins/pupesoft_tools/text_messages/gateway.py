"""A gateway on loopback that does as a test wants, and a deployment that uses it."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from core.jobs import run_worker
from tests.api import Api, deployment_on
from tests.serving import served
from tests.world import World

SEND = """
    mutation ($input: SendTextMessagesInput!) {
        sendTextMessages(input: $input) {
            results {
                outcome number textMessage { id state attempts error gatewayId sentAt }
                userErrors { code path }
            }
            encoding segments messages totalSegments refused
            userErrors { code path message }
        }
    }
"""
MESSAGES = "{ textMessages { nodes { number state attempts error gatewayId text segments } } }"


@dataclass
class Gateway:
    """What has arrived, and what is answered: in their order, then that it was taken."""

    port: int = 0
    received: list[tuple[dict[str, str], bytes]] = field(default_factory=list)
    answers: list[tuple[int, bytes]] = field(default_factory=list)
    silent: asyncio.Event | None = None
    """Until it is set, no answer comes."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        request = Request(scope, receive)
        self.received.append((dict(request.headers), await request.body()))
        if self.silent is not None:
            await self.silent.wait()
        status, body = self.answers.pop(0) if self.answers else (200, b'{"id": "m-1"}')
        await Response(body, status)(scope, receive, send)


@asynccontextmanager
async def gateway_on_loopback() -> AsyncIterator[Gateway]:
    gateway = Gateway()
    async with served(gateway) as port:
        gateway.port = port
        yield gateway
        if gateway.silent is not None:
            gateway.silent.set()


@asynccontextmanager
async def sending(world: World, port: int, **http: Any) -> AsyncIterator[Api]:
    """The API of a deployment on the world's database that uses the gateway at a port."""
    url = world.api.deployment.settings.database_url
    assert url is not None
    standard = {"url": f"http://127.0.0.1:{port}/send", "private": True, "id_field": "id"}
    chosen = {
        "gateway": "http",
        "attempts": 3,
        "retry_seconds": 0.01,
        "most_segments": 3,
        "http": {**standard, "authorization": "Bearer secret", "sender": "Kortisto", **http},
    }
    sections = {"pupesoft_tools": {"text_messages": chosen}}
    deployment = deployment_on(url.get_secret_value(), sections=sections)
    try:
        yield Api(deployment)
    finally:
        await deployment.close()


async def drain(api: Api) -> None:
    await run_worker(api.deployment, drain=True)


async def messages(api: Api) -> list[Any]:
    nodes: list[Any] = (await api(MESSAGES, api.admin))["textMessages"]["nodes"]
    return nodes
