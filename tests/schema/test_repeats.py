"""The header Idempotency-Key."""

from datetime import timedelta
from typing import Any

import anyio
from sqlalchemy import update
from starlette.requests import Request
from strawberry.types import ExecutionResult

from core.context import Context
from core.customers.models import Customer
from core.viewer import Viewer
from core.writing.idempotency import IdempotencyKey
from schema.errors import present
from schema.repeats import RepeatExtension
from tests.api import Api, MovableClock, composed
from tests.core.writing.calls import count
from tests.factories import employee, save

CREATE = """
mutation ($name: String!) {
  createCustomer(input: {name: $name}) { customer { id name } userErrors { code } }
}
"""


async def send(
    api: Api, key: str, name: str = "New", viewer: Viewer | None = None, query: str = CREATE
) -> ExecutionResult:
    headers = [(b"idempotency-key", key.encode())]
    request = Request({"type": "http", "method": "POST", "path": "/", "headers": headers})
    schema = composed(api.deployment.registry, [RepeatExtension])
    context = Context(api.deployment, viewer or api.admin, request)
    variables: dict[str, Any] = {"name": name} if "$name" in query else {}
    return await schema.execute(query, variable_values=variables, context_value=context)


def code(result: ExecutionResult) -> object:
    assert result.errors
    extensions: Any = present(result.errors[0])["extensions"]
    return extensions["code"]


def pass_time(api: Api, time: timedelta) -> None:
    assert isinstance(api.deployment.clock, MovableClock)
    api.deployment.clock.instant += time


async def test_a_repeated_request_gets_the_first_answer(api: Api) -> None:
    first, second = await send(api, "k1"), await send(api, "k1")
    assert first.data
    assert first.data == second.data
    assert first.data["createCustomer"]["customer"]["name"] == "New"
    assert await count(api, Customer) == 1


async def test_another_key_or_another_viewer_is_another_request(api: Api) -> None:
    await send(api, "k1")
    await send(api, "k2")
    await send(api, "k1", viewer=api.viewer(2, api.deployment.registry.permissions))
    assert await count(api, Customer) == 3


async def test_a_key_with_another_request_is_refused(api: Api) -> None:
    await send(api, "k1")
    assert code(await send(api, "k1", name="Other")) == "IDEMPOTENCY_KEY_REUSED"
    assert await count(api, Customer) == 1


async def test_user_errors_are_an_answer_too(api: Api) -> None:
    first, second = await send(api, "k1", name=""), await send(api, "k1", name="")
    assert first.data == second.data
    assert await count(api, IdempotencyKey) == 1


async def test_a_request_without_the_right_may_be_repeated(api: Api) -> None:
    assert code(await send(api, "k1", viewer=api.viewer(1))) == "FORBIDDEN"
    assert await count(api, IdempotencyKey) == 0
    assert (await send(api, "k1")).errors is None


async def test_parallel_requests_with_a_key_write_once(api: Api) -> None:
    results: list[ExecutionResult] = []

    async def call() -> None:
        results.append(await send(api, "k1"))

    async with anyio.create_task_group() as tasks:
        for _ in range(5):
            tasks.start_soon(call)
    refused = {code(r) for r in results if r.errors}
    assert refused <= {"IDEMPOTENCY_KEY_IN_USE"}
    assert await count(api, Customer) == 1


async def test_a_key_is_forgotten_after_a_day(api: Api) -> None:
    await send(api, "k1")
    pass_time(api, timedelta(days=1, seconds=1))
    await send(api, "k1")
    assert await count(api, Customer) == 2


async def test_a_request_whose_answer_was_lost_is_not_carried_out_again(api: Api) -> None:
    await send(api, "k1")
    async with api.deployment.database.writing() as session:
        await session.execute(update(IdempotencyKey).values(answer=None))
    assert code(await send(api, "k1")) == "IDEMPOTENCY_KEY_IN_USE"
    pass_time(api, timedelta(minutes=6))
    assert code(await send(api, "k1")) == "IDEMPOTENCY_ANSWER_LOST"
    assert await count(api, Customer) == 1


async def test_a_request_that_never_wrote_is_carried_out_after_its_lease(api: Api) -> None:
    await send(api, "k1")
    async with api.deployment.database.writing() as session:
        await session.execute(update(IdempotencyKey).values(answer=None, written=False))
    pass_time(api, timedelta(minutes=6))
    assert (await send(api, "k1")).errors is None
    assert await count(api, Customer) == 2


async def test_a_secret_answer_is_not_kept(api: Api) -> None:
    await save(api, employee(1))
    query = """mutation {
      createApiToken(input: {name: "x", scopes: ["customers:read"]}) { token }
    }"""
    assert (await send(api, "k1", query=query)).errors is None
    assert code(await send(api, "k1", query=query)) == "IDEMPOTENCY_ANSWER_LOST"


async def test_an_unusable_key_is_told(api: Api) -> None:
    assert code(await send(api, "x" * 256)) == "BAD_USER_INPUT"
    assert await count(api, Customer) == 0


async def test_a_query_takes_no_key(api: Api) -> None:
    await send(api, "k1", query="{ customers { totalCount } }")
    assert await count(api, IdempotencyKey) == 0
