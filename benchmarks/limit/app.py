"""A route per scenario, whose statement gives the text of the response."""

import os
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable
from contextlib import asynccontextmanager
from pathlib import Path

import asyncpg
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

FOLDER = Path(__file__).parent
REPORTS = FOLDER.parent / "reports"
GROUPS = FOLDER.parent / "groups"


def create_app() -> Starlette:
    """The application; its environment has DATABASE_URL and POOL_SIZE."""
    routes = [
        Route("/card/{key:int}", answering("card")),
        Route("/page", answering("page")),
        Route("/grid", answering("grid")),
        Route("/single/{key:int}", answering("single")),
        Route("/groups/matrix", answering("matrix", GROUPS)),
        Route(
            "/groups/toggle/{customer:int}/{employee:int}",
            answering("toggle", GROUPS),
            methods=["POST"],
        ),
        *(Route(f"/reports/{file.stem}", answering(file.stem, REPORTS)) for file in reports()),
    ]
    return Starlette(routes=routes, lifespan=with_pool)


@asynccontextmanager
async def with_pool(app: Starlette) -> AsyncIterator[None]:
    """Keep connections open; they need no cleaning between statements that only read."""
    size = int(os.environ["POOL_SIZE"])
    url = os.environ["DATABASE_URL"]
    async with asyncpg.create_pool(url, min_size=size, max_size=size, reset=leave) as pool:
        app.state.pool = pool
        yield


async def leave(connection: object) -> None:
    """Leave a connection as it is."""


def reports() -> Iterable[Path]:
    """The statements of the reports."""
    return REPORTS.glob("*.sql")


def answering(scenario: str, folder: Path = FOLDER) -> Callable[[Request], Awaitable[Response]]:
    """The endpoint that runs the statement of a scenario, with the key of its path if any."""
    statement = (folder / f"{scenario}.sql").read_text()

    async def answer(request: Request) -> Response:
        text = await request.app.state.pool.fetchval(statement, *request.path_params.values())
        return Response(text, media_type="application/json")

    return answer
