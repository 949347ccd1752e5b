"""Applications of tests, served over HTTP on loopback."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import uvicorn
from starlette.applications import Starlette
from starlette.types import ASGIApp

from core.deployment import Deployment
from kortisto.app import create_app
from kortisto.settings import AppSettings
from tests.api import assembled, composed
from tests.waiting import until


def app_of(settings: AppSettings, deployment: Deployment | None = None) -> Starlette:
    """The application of a deployment; plugins are loaded and composed once for all tests."""
    made = deployment or assembled(settings)
    return create_app(settings, made, composed(made.registry))


@asynccontextmanager
async def served(app: ASGIApp) -> AsyncIterator[int]:
    """The port at which an application answers meanwhile."""
    config = uvicorn.Config(app, host="127.0.0.1", port=0, log_config=None, lifespan="off")
    server = uvicorn.Server(config)
    config.load()
    server.lifespan = config.lifespan_class(config)
    await server.startup()
    try:
        yield server.servers[0].sockets[0].getsockname()[1]
    finally:
        await shut_down(server)


async def shut_down(server: uvicorn.Server) -> None:
    """End a server when its clients have gone; its own way looks every tenth of a second."""
    for each in server.servers:
        each.close()
    state = server.server_state
    for connection in list(state.connections):
        connection.shutdown()

    async def is_done() -> bool:
        return not (state.connections or state.tasks)

    await until(is_done)
