from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace

import httpx2
import pytest
from pydantic import SecretStr
from sqlalchemy import text
from starlette.responses import PlainTextResponse
from starlette.routing import Route

from core.database import connect
from core.deployment import Deployment
from core.errors import PluginError
from core.hookspecs import hookimpl
from core.plugins import Plugin, Plugins
from kortisto.settings import AppSettings
from kortisto.staff import NewEmployee, create_employee
from tests.api import assembled
from tests.serving import app_of

PASSWORD = "a long password"
MAJA = {"email": "maja@example.com"}
SIGN_IN = """
    mutation ($password: String!) {
        signIn(input: {email: "maja@example.com", password: $password}) {
            viewer { employee { email } }
        }
    }
"""


class Hello:
    """A plugin with a route of its own."""

    def __init__(self, path: str) -> None:
        self.path = path

    @hookimpl
    def register_routes(self, deployment: Deployment) -> list[Route]:
        return [Route(self.path, lambda request: PlainTextResponse("hello"))]


@pytest.fixture
def settings(database_url: str) -> AppSettings:
    return AppSettings(database_url=SecretStr(database_url))


@asynccontextmanager
async def client_of(settings: AppSettings, *plugins: Hello) -> AsyncIterator[httpx2.AsyncClient]:
    """A client of the application with plugins of the test."""
    made = assembled(settings)
    named = [Plugin(f"hello{number}", plugin) for number, plugin in enumerate(plugins)]
    deployment = replace(made, plugins=Plugins([*made.plugins, *named]))
    try:
        transport = httpx2.ASGITransport(app_of(settings, deployment))
        async with httpx2.AsyncClient(transport=transport, base_url="http://test") as client:
            yield client
    finally:
        await deployment.close()


@pytest.fixture
async def client(settings: AppSettings) -> AsyncIterator[httpx2.AsyncClient]:
    async with client_of(settings) as client:
        yield client


async def test_a_person_signs_in_and_is_known_by_the_cookie(
    settings: AppSettings, client: httpx2.AsyncClient
) -> None:
    deployment = assembled(settings)
    new = NewEmployee("maja@example.com", "Maja", "Čović", administrator=True, password=PASSWORD)
    await create_employee(deployment, new)
    await deployment.close()
    body = {"query": SIGN_IN, "variables": {"password": PASSWORD}}
    signed_in = (await client.post("/graphql", json=body)).json()
    assert signed_in == {"data": {"signIn": {"viewer": {"employee": MAJA}}}}
    asked = {"query": "{ viewer { employee { email } } }"}
    known = await client.post("/graphql", json=asked, headers={"GraphQL-Preflight": "1"})
    assert known.json() == {"data": {"viewer": {"employee": MAJA}}}


async def test_a_wrong_bearer_token_is_refused(client: httpx2.AsyncClient) -> None:
    headers = {"authorization": "Bearer kt_wrong"}
    answer = await client.post("/graphql", json={"query": "{ __typename }"}, headers=headers)
    assert answer.status_code == 401
    assert answer.json()["errors"][0]["extensions"]["code"] == "UNAUTHENTICATED"


async def test_it_is_not_ready_before_it_is_migrated(
    settings: AppSettings, client: httpx2.AsyncClient, database_url: str
) -> None:
    database = connect(database_url)
    async with database.engine.begin() as connection:
        await connection.execute(text("DELETE FROM alembic_version_core"))
    await database.close()
    answer = await client.get("/readyz")
    assert answer.status_code == 503
    assert "migrations are to be run" in answer.json()["reason"]
    assert (await client.get("/healthz")).status_code == 200


async def test_a_plugin_adds_a_route(settings: AppSettings) -> None:
    async with client_of(settings, Hello("/hello")) as client:
        assert (await client.get("/hello")).text == "hello"


@pytest.mark.parametrize("other", ["/graphql", "/hello"])
async def test_two_parties_of_one_route_are_both_named(settings: AppSettings, other: str) -> None:
    clashing = client_of(settings, Hello("/hello"), Hello(other))
    with pytest.raises(PluginError, match=f"{other} comes from both .* and 'hello"):
        await clashing.__aenter__()
