"""Strawberry's own ASGI application."""

import os
from typing import Any

from sqlalchemy.ext.asyncio import async_sessionmaker, create_async_engine
from starlette.requests import Request
from starlette.responses import Response
from starlette.websockets import WebSocket
from strawberry.asgi import GraphQL

from benchmarks.stock.loaders import Loaders, Sessions
from benchmarks.stock.schema import make_schema


class StockGraphQL(GraphQL[dict[str, Any], None]):
    """The application, with loaders for each request."""

    def __init__(self, sessions: Sessions) -> None:
        super().__init__(make_schema(), graphql_ide=None)
        self.sessions = sessions

    async def get_context(
        self, request: Request | WebSocket, response: Response | WebSocket
    ) -> dict[str, Any]:
        return {"request": request, "response": response, "loaders": Loaders(self.sessions)}


def create_app() -> StockGraphQL:
    """The application; its environment has DATABASE_URL and POOL_SIZE."""
    url = os.environ["DATABASE_URL"].replace("postgresql://", "postgresql+asyncpg://")
    engine = create_async_engine(url, pool_size=int(os.environ["POOL_SIZE"]), max_overflow=0)
    return StockGraphQL(async_sessionmaker(engine))
