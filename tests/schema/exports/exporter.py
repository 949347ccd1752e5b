"""Exports as tests ask for them."""

import csv
import io
from dataclasses import dataclass, field
from typing import Any

import httpx2
from openpyxl import load_workbook
from starlette.requests import Request

from core.context import Context
from core.viewer import Viewer
from schema.documents import DocumentCache
from schema.exports import ExportEndpoint, ExportSettings
from schema.limits import Limits
from tests.api import Api


@dataclass
class Exporter:
    """The route over the API of a test, for a viewer of its choice."""

    api: Api
    settings: ExportSettings = field(default_factory=ExportSettings)
    limits: Limits = field(default_factory=Limits)

    def endpoint(self, viewer: Viewer | None) -> ExportEndpoint:
        async def make(request: Request) -> Context:
            return Context(self.api.deployment, viewer, request)

        documents = DocumentCache(self.limits)
        return ExportEndpoint(self.api.schema, documents, make, settings=self.settings)

    async def ask(self, viewer: Viewer | None, **body: object) -> httpx2.Response:
        transport = httpx2.ASGITransport(self.endpoint(viewer))
        async with httpx2.AsyncClient(transport=transport, base_url="http://test") as client:
            return await client.post("/export", json=body)

    async def sheet(self, query: str, viewer: Viewer, **body: object) -> Any:
        """The sheet of an Excel file."""
        response = await self.ask(viewer, query=query, format="xlsx", **body)
        assert response.status_code == 200, response.text
        return load_workbook(io.BytesIO(response.content)).active

    async def rows(self, query: str, viewer: Viewer, **body: object) -> list[list[Any]]:
        """The values of an Excel file, headings first."""
        sheet = await self.sheet(query, viewer, **body)
        return [[cell.value for cell in row] for row in sheet.rows]

    async def csv(self, query: str, viewer: Viewer, **body: object) -> list[list[str]]:
        """The texts of a CSV file, headings first."""
        response = await self.ask(viewer, query=query, format="csv", **body)
        assert response.status_code == 200, response.text
        assert response.content.startswith(b"\xef\xbb\xbf")
        return list(csv.reader(io.StringIO(response.content.decode("utf-8-sig"), newline="")))

    async def refusal(self, viewer: Viewer | None, **body: object) -> tuple[int, str, str]:
        """Status, code and message of an answer without a file."""
        response = await self.ask(viewer, **body)
        [error] = response.json()["errors"]
        return response.status_code, error["extensions"]["code"], error["message"]
