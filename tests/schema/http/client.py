"""A client that speaks HTTP to the toy application in this process."""

import json
from collections.abc import Mapping
from typing import Any

import httpx2
from starlette.applications import Starlette

from tests.schema.toy import make_app

JSON = "application/json"
GRAPHQL = "application/graphql-response+json"


class Client:
    def __init__(self, app: Starlette | None = None) -> None:
        # Whatever a client sends, nothing may reach the server as an exception.
        transport = httpx2.ASGITransport(app=app or make_app(), raise_app_exceptions=True)
        self.http = httpx2.AsyncClient(transport=transport, base_url="http://crm.test")

    async def send(
        self,
        method: str = "POST",
        path: str = "/graphql",
        body: object = None,
        headers: Mapping[str, str] | None = None,
        params: Mapping[str, str] | None = None,
    ) -> httpx2.Response:
        content = body if isinstance(body, bytes) or body is None else json.dumps(body).encode()
        sent = {"content-type": JSON} if method == "POST" else {}
        request = self.http.build_request(
            method, path, content=content, headers=sent | dict(headers or {}), params=params
        )
        if headers is None or "accept" not in headers:
            del request.headers["accept"]
        return await self.http.send(request)

    async def query(
        self, query: str, variables: object = None, headers: Mapping[str, str] | None = None
    ) -> httpx2.Response:
        return await self.send(body={"query": query, "variables": variables}, headers=headers)


def code_of(response: httpx2.Response) -> str:
    content: dict[str, Any] = response.json()
    return str(content["errors"][0]["extensions"]["code"])
