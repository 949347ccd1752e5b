"""A query asked again is answered with the fewest steps, and nothing else is different."""

import hashlib
import json
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from unittest.mock import patch

import httpx2
import pytest
from pydantic import SecretStr

from core.employees.models import EmployeeRole
from core.employees.rights import EVERYTHING
from core.settings import PluginSettings
from kortisto.settings import AppSettings
from kortisto.staff import create_api_token
from schema.composition import Schema
from schema.http import HTTPSettings
from tests.api import assembled
from tests.database import Databases
from tests.factories import role, save
from tests.serving import app_of
from tests.world import small_world

OWNERS = "query ($id: ID!) { customer(id: $id) { name owner { name team { name } } } }"
PAGE = "query ($first: Int = 2) { customers(first: $first) { nodes { id } } }"
PLAN = "x-kortisto-plan"
TWO = "query A { customers { totalCount } } query B { employees { totalCount } }"


@dataclass
class Caller:
    """Sends requests with a token to an application that tells how it answered."""

    client: httpx2.AsyncClient
    executed: list[object]
    """Filled with each operation that Strawberry executes."""

    async def __call__(self, query: str, /, **more: Any) -> httpx2.Response:
        return await self.client.post("/graphql", json={"query": query, **more})

    async def twice(self, query: str, /, **more: Any) -> tuple[httpx2.Response, int]:
        """The answer to a request that is repeated, and how often Strawberry took part."""
        first = await self(query, **more)
        self.executed.clear()
        again = await self(query, **more)
        assert (again.status_code, again.content) == (first.status_code, first.content)
        assert again.headers.get(PLAN) == first.headers.get(PLAN)
        return again, len(self.executed)


@contextmanager
def noting(executed: list[object]) -> Iterator[None]:
    """Note what Strawberry executes."""
    execute = Schema.execute

    async def noted(self: Schema, query: str | None, **more: Any) -> Any:
        executed.append(query)
        return await execute(self, query, **more)

    with patch.object(Schema, "execute", noted):
        yield


@pytest.fixture(scope="module")
async def settings(databases: Databases) -> AsyncIterator[AppSettings]:
    """Settings of a deployment whose employee 1 has every right, and employee 2 few."""
    async with small_world(databases) as world:
        roles = role(77, EVERYTHING), role(78, "customers:read", "customers:read_all")
        held = [EmployeeRole(employee_id=key, role_id=76 + key) for key in (1, 2)]
        await save(world.api, *roles, *held)
        url = world.api.deployment.database.engine.url.render_as_string(hide_password=False)
        yield AppSettings(
            database_url=SecretStr(url),
            plugins=PluginSettings(enabled=("opportunities",)),
            http=HTTPSettings(plan_header=True, metrics=True),
        )


@asynccontextmanager
async def calling(settings: AppSettings, key: int | None = 1) -> AsyncIterator[Caller]:
    """An employee who sends requests."""
    deployment = assembled(settings)
    headers = {}
    if key is not None:
        rights = ["customers:read", "customers:read_all", *(["employees:read"] if key == 1 else [])]
        token = await create_api_token(deployment, f"e{key}@example.com", rights, "test", 1)
        headers["authorization"] = f"Bearer {token}"
    executed: list[object] = []
    transport = httpx2.ASGITransport(app_of(settings, deployment))
    try:
        async with httpx2.AsyncClient(
            transport=transport, base_url="http://test", headers=headers
        ) as client:
            with noting(executed):
                yield Caller(client, executed)
    finally:
        await deployment.close()


@pytest.fixture
async def ask(settings: AppSettings) -> AsyncIterator[Caller]:
    async with calling(settings) as caller:
        yield caller


async def test_a_repeated_query_goes_past_strawberry(ask: Caller) -> None:
    answer, executed = await ask.twice(OWNERS, variables={"id": "customer_1"})
    assert answer.json()["data"]["customer"]["owner"]["name"] == "Åke Öhman"
    assert answer.headers[PLAN] == "compiled"
    assert executed == 0
    other = await ask(OWNERS, variables={"id": "customer_2"})
    assert other.json()["data"]["customer"]["owner"]["name"] == "Pero Đurić"
    assert not ask.executed


async def test_variables_are_held_to_the_limits(ask: Caller) -> None:
    assert len((await ask(PAGE)).json()["data"]["customers"]["nodes"]) == 2
    assert len((await ask(PAGE, variables={"first": 3})).json()["data"]["customers"]["nodes"]) == 3
    answer, executed = await ask.twice(PAGE, variables={"first": 501})
    assert codes(answer) == ["LIMIT_PAGE_SIZE"]
    assert executed == 1
    answer, _ = await ask.twice(OWNERS, variables={"id": "customer_1\0"})
    assert codes(answer) == ["BAD_USER_INPUT"]


async def test_a_variable_that_does_not_fit_is_refused(ask: Caller) -> None:
    await ask(PAGE)
    answer, executed = await ask.twice(PAGE, variables={"first": "many"})
    assert "must be" in answer.text or "cannot represent" in answer.text
    assert executed == 1


async def test_the_operation_that_is_named_is_answered(ask: Caller) -> None:
    for name, root in (("A", "customers"), ("B", "employees"), ("A", "customers")):
        answer = await ask(TWO, operationName=name)
        assert list(answer.json()["data"]) == [root]
    answer, _ = await ask.twice(TWO)
    assert codes(answer) == ["GRAPHQL_VALIDATION_FAILED"]


async def test_a_missing_right_is_told_to_those_who_lack_it(
    settings: AppSettings, ask: Caller
) -> None:
    await ask.twice(OWNERS, variables={"id": "customer_1"})
    async with calling(settings, 2) as poor:
        answer, executed = await poor.twice(OWNERS, variables={"id": "customer_1"})
    assert codes(answer) == ["FORBIDDEN"]
    assert answer.json()["data"]["customer"]["owner"] == {"name": "Åke Öhman", "team": None}
    assert answer.headers[PLAN] == "reference"
    assert executed == 1


async def test_nobody_is_told_to_sign_in(settings: AppSettings) -> None:
    async with calling(settings, None) as nobody:
        answer, _ = await nobody.twice(PAGE)
    assert codes(answer) == ["UNAUTHENTICATED"]


async def test_a_trusted_document_is_known_by_its_hash(
    settings: AppSettings, tmp_path: Path
) -> None:
    name = hashlib.sha256(PAGE.encode()).hexdigest()
    manifest = tmp_path / "documents.json"
    manifest.write_text(json.dumps({name: PAGE}))
    changes = {"trusted_documents": manifest, "trusted_documents_only": True}
    async with calling(settings.model_copy(update=changes)) as ask:
        for _ in range(2):
            ask.executed.clear()
            answer = await ask.client.post("/graphql", json={"documentId": name})
            assert len(answer.json()["data"]["customers"]["nodes"]) == 2
        assert not ask.executed
        assert codes(await ask(OWNERS, variables={"id": "customer_1"})) == ["DOCUMENT_NOT_TRUSTED"]


async def test_a_metric_counts_the_ways(ask: Caller) -> None:
    for _ in range(3):
        await ask(PAGE)
    await ask("{ viewer { permissions } }")
    figures = (await ask.client.get("/metrics")).text
    assert 'kortisto_queries_total{plan="compiled"} 3.0' in figures
    assert 'kortisto_queries_total{plan="reference"} 1.0' in figures


async def test_nothing_tells_the_way_unless_a_setting_asks(settings: AppSettings) -> None:
    async with calling(settings.model_copy(update={"http": HTTPSettings()})) as ask:
        for _ in range(2):
            answer = await ask(PAGE)
            assert PLAN not in answer.headers
            assert set(answer.json()) == {"data"}


async def test_compiled_reads_can_be_switched_off(settings: AppSettings) -> None:
    async with calling(settings.model_copy(update={"compiled_reads": False})) as ask:
        for _ in range(2):
            ask.executed.clear()
            assert len((await ask(PAGE)).json()["data"]["customers"]["nodes"]) == 2
        assert len(ask.executed) == 1


def codes(answer: httpx2.Response) -> list[str]:
    return [error["extensions"]["code"] for error in answer.json()["errors"]]
