"""A web site with a form for leads."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

import httpx2
from sqlalchemy import select

from plugins.leads.capture.models import LeadForm
from plugins.leads.models import Lead
from tests.api import Api, MovableClock

URLENCODED = "application/x-www-form-urlencoded"
OK = (202, {"accepted": True})


@dataclass(frozen=True)
class Site:
    """A web site whose form sends to the application."""

    api: Api
    key: str
    http: httpx2.AsyncClient

    async def post(
        self, body: Any, kind: str = URLENCODED, *, key: str | None = None, **headers: str
    ) -> httpx2.Response:
        content = body if isinstance(body, bytes) else encoded(body, kind)
        path = f"/leads/capture/{self.key if key is None else key}"
        return await self.http.post(
            path, content=content, headers={"content-type": kind, **headers}
        )

    async def send(self, body: Any, kind: str = URLENCODED, **headers: str) -> tuple[int, Any]:
        response = await self.post(body, kind, **headers)
        return response.status_code, response.json()

    async def leads(self) -> list[Mapping[str, Any]]:
        table = Lead.__table__
        rows = await self.api.deployment.database.fetch(select(table).order_by(table.c.id))
        return [row._asdict() for row in rows]

    @property
    def clock(self) -> MovableClock:
        clock = self.api.deployment.clock
        assert isinstance(clock, MovableClock)
        return clock


def encoded(body: Any, kind: str) -> bytes:
    return (json.dumps(body) if kind == "application/json" else urlencode(body)).encode()


async def change(site: Site, **values: Any) -> None:
    async with site.api.deployment.database.writing() as session:
        form = await session.get_one(LeadForm, 1)
        for name, value in values.items():
            setattr(form, name, value)
