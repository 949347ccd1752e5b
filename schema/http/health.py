"""What monitors and tools ask beside GraphQL."""

from collections.abc import Awaitable, Callable
from functools import cache

import structlog
from anyio import to_thread
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route
from strawberry import Schema

log = structlog.stdlib.get_logger("kortisto.http")

ReadinessCheck = Callable[[], Awaitable[str | None]]


def health_routes(schema: Schema, check: ReadinessCheck) -> list[Route]:
    """/healthz, /readyz and /schema.graphql; `check` returns the reason for not being ready."""

    @cache
    def printed() -> str:
        # takes a tenth of a second, which a start that nobody asks for it can do without
        return schema.as_str() + "\n"

    async def healthz(_: Request) -> Response:
        return JSONResponse({"status": "ok"}, headers={"Cache-Control": "no-store"})

    async def readyz(_: Request) -> Response:
        reason = await reason_of(check)
        content = {"status": "unavailable", "reason": reason} if reason else {"status": "ok"}
        status = 503 if reason else 200
        return JSONResponse(content, status, headers={"Cache-Control": "no-store"})

    async def schema_text(_: Request) -> Response:
        return PlainTextResponse(await to_thread.run_sync(printed))

    return [
        Route("/healthz", healthz),
        Route("/readyz", readyz),
        Route("/schema.graphql", schema_text),
    ]


async def reason_of(check: ReadinessCheck) -> str | None:
    """Why we are not ready; a check that fails is a reason too, its details are logged."""
    try:
        return await check()
    except Exception as error:
        log.error("readiness check failed", exc_info=error)
        return "the readiness check failed"
