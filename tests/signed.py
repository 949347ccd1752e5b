"""Employees with API tokens who speak HTTP to an application on loopback."""

from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from typing import Any

import httpx2

from core.access.tokens import create_token
from core.employees.models import EmployeeRole
from kortisto.settings import AppSettings
from tests.api import Api
from tests.factories import role, save
from tests.serving import app_of, served

PATIENCE = 120.0
ERRORS = "userErrors { code message path }"


async def token_of(api: Api, employee_id: int, rights: Iterable[str]) -> str:
    """A token of an employee, who gets a role with the rights."""
    given = tuple(rights)
    await save(api, role(employee_id, *given))
    await save(api, EmployeeRole(employee_id=employee_id, role_id=employee_id))
    deployment = api.deployment
    async with deployment.database.writing() as session:
        secret, _ = await create_token(
            session,
            employee_id=employee_id,
            name="test",
            scopes=given,
            now=deployment.clock.now(),
            days=90,
        )
    return secret


@asynccontextmanager
async def signed_client(
    api: Api, employee_id: int, rights: Iterable[str]
) -> AsyncIterator[httpx2.AsyncClient]:
    """A client that sends a token of the employee; without its header nobody is known."""
    secret = await token_of(api, employee_id, rights)
    settings = AppSettings(**api.deployment.settings.model_dump(exclude_unset=True))
    async with served(app_of(settings, api.deployment)) as port:
        address = f"http://127.0.0.1:{port}"
        headers = {"authorization": f"Bearer {secret}"}
        async with httpx2.AsyncClient(
            base_url=address, headers=headers, timeout=PATIENCE
        ) as client:
            yield client


class Person:
    """Somebody who speaks to the API over HTTP."""

    def __init__(self, client: httpx2.AsyncClient) -> None:
        self.client = client

    async def asks(self, query: str, **variables: object) -> Any:
        body = {"query": query, "variables": variables}
        answer = (await self.client.post("/graphql", json=body)).json()
        assert "errors" not in answer, answer["errors"]
        return answer["data"]

    async def does(self, name: str, wanted: str, /, **given: object) -> Any:
        """What a mutation answers."""
        kind = f"{name[0].upper()}{name[1:]}Input"
        query = f"mutation($input: {kind}!) {{ {name}(input: $input) {{ {wanted} {ERRORS} }} }}"
        return (await self.asks(query, input=given))[name]

    async def makes(self, name: str, wanted: str, /, **given: object) -> Any:
        """As `does`, and nothing is wrong with it."""
        found = await self.does(name, wanted, **given)
        assert found["userErrors"] == []
        return found
