"""Writes reach those who follow them, in every process, and nobody who must not see them."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest
from sqlalchemy import text

from core.context import Context
from core.events.event import MOST_TOLD
from core.viewer import Viewer
from tests.api import Answer, Api, deployment_on
from tests.core.writing.calls import mutate
from tests.factories import contact, customer, employee, save
from tests.waiting import until

FOLLOW = """subscription ($types: [String!], $ids: [ID!], $customerIds: [ID!]) {
  recordsChanged(types: $types, ids: $ids, customerIds: $customerIds) {
    refetch changes { type id action record { id } customer { id name } }
  }
}"""
REFETCH = {"refetch": True, "changes": []}
END_LISTENERS = """
SELECT pg_terminate_backend(pid) FROM pg_stat_activity
WHERE datname = current_database() AND (query LIKE 'LISTEN%' OR query = 'SELECT 1')
AND pid <> pg_backend_pid()
"""


@pytest.fixture(autouse=True)
async def people(api: Api) -> None:
    """Customer 1 of employee 2, and customer 2 of employee 3."""
    await save(api, *(employee(n) for n in (1, 2, 3)))
    await save(api, customer(1, owner_id=2), customer(2, owner_id=3))


@pytest.fixture
def owner(api: Api) -> Viewer:
    return api.viewer(2, ["customers:read", "contacts:read"])


@asynccontextmanager
async def following(
    api: Api, viewer: Viewer | Context, **variables: object
) -> AsyncIterator[AsyncIterator[Answer]]:
    """Events after the first, which tells to fetch all."""
    async with api.following(FOLLOW, viewer, **variables) as events:
        assert await told(events) == REFETCH
        yield events


async def told(events: AsyncIterator[Answer]) -> Any:
    return (await anext(events))["recordsChanged"]


async def changed(events: AsyncIterator[Answer]) -> list[tuple[str, str]]:
    found = await told(events)
    assert not found["refetch"]
    return [(change["id"], change["action"]) for change in found["changes"]]


async def rename(api: Api, key: int, name: str) -> None:
    item = {"id": f"customer_{key}", "expectedVersion": await version(api, key), "name": name}
    payload = await mutate(api, "updateCustomer", item)
    assert payload["userErrors"] == []


async def version(api: Api, key: int) -> int:
    answer = await api(
        "query ($id: ID!) { customer(id: $id) { version } }", api.admin, id=f"customer_{key}"
    )
    return int(answer["customer"]["version"])


async def execute(api: Api, sql: str) -> None:
    async with api.deployment.database.engine.begin() as connection:
        await connection.execute(text(sql))


async def test_a_write_reaches_who_sees_it_with_what_it_made(api: Api, owner: Viewer) -> None:
    async with following(api, owner) as events:
        await rename(api, 1, "Uusi Oy")
        [change] = (await told(events))["changes"]
    assert change == {
        "type": "Customer",
        "id": "customer_1",
        "action": "UPDATE",
        "record": {"id": "customer_1"},
        "customer": {"id": "customer_1", "name": "Uusi Oy"},
    }


async def test_a_hidden_record_sends_nothing(api: Api, owner: Viewer) -> None:
    async with following(api, owner) as events:
        await rename(api, 2, "Hidden")
        await rename(api, 1, "Seen")
        assert await changed(events) == [("customer_1", "UPDATE")]


async def test_a_right_that_lacks_hides_what_hangs_on_a_customer(api: Api, owner: Viewer) -> None:
    less = api.viewer(2, ["customers:read"])
    async with following(api, owner) as all_events, following(api, less) as events:
        given = {"customerId": "customer_1", "lastName": "Aalto"}
        await mutate(api, "createContact", given, "contact { id }")
        await rename(api, 1, "Seen")
        id, action = (await changed(all_events))[0]
        assert (id.rpartition("_")[0], action) == ("contact", "CREATE")
        assert await changed(events) == [("customer_1", "UPDATE")]


async def test_a_write_of_another_process_is_heard(api: Api, owner: Viewer) -> None:
    url = api.deployment.database.engine.url.render_as_string(hide_password=False)
    other = Api(deployment_on(url))
    async with following(api, owner) as events, following(other, owner) as others:
        await rename(other, 1, "Elsewhere")
        assert await changed(events) == await changed(others) == [("customer_1", "UPDATE")]
    await other.deployment.close()


@pytest.mark.parametrize(
    "variables",
    [
        {"ids": ["customer_1"]},
        {"customerIds": ["customer_1"]},
        {"customerIds": ["customer_3"], "ids": ["contact_1", "customer_1"]},
        {"types": ["Customer"], "customerIds": ["customer_1"]},
    ],
)
async def test_a_client_chooses_what_it_hears(api: Api, variables: dict[str, Any]) -> None:
    async with following(api, api.admin, **variables) as events:
        await rename(api, 2, "Other")
        await rename(api, 1, "Chosen")
        assert await changed(events) == [("customer_1", "UPDATE")]


@pytest.mark.parametrize(
    "variables",
    [
        {"types": ["Nothing"]},
        {"ids": ["damaged"]},
        {"ids": ["nothing_1"]},
        {"customerIds": ["contact_1"]},
        {"customerIds": ["customer_1"] * 501},
    ],
)
async def test_what_cannot_be_chosen_is_told(api: Api, variables: dict[str, Any]) -> None:
    async with api.following(FOLLOW, api.admin, **variables) as events:
        [answer] = [answer async for answer in events]
    assert answer.errors == [("BAD_USER_INPUT", ())]
    assert len(api.deployment.database.hub) == 0


async def test_who_is_not_signed_in_hears_nothing(api: Api) -> None:
    async with api.following(FOLLOW) as events:
        [answer] = [answer async for answer in events]
    assert [code for code, _ in answer.errors] == ["UNAUTHENTICATED"]


async def test_what_is_deleted_is_told_with_its_customer(api: Api, owner: Viewer) -> None:
    await save(api, contact(1, 1), contact(2, 2))
    async with following(api, owner) as events:
        async with api.deployment.database.writing(api.admin) as session:
            for key in (2, 1):
                await session.delete(await session.get_one(type(contact(1, 1)), key))
        [change] = (await told(events))["changes"]
    assert (change["id"], change["action"], change["record"]) == ("contact_1", "DELETE", None)


async def test_a_lost_connection_tells_to_fetch_anew(api: Api, owner: Viewer) -> None:
    async with following(api, owner) as events:
        await execute(api, END_LISTENERS)
        assert await told(events) == REFETCH
        await rename(api, 1, "After")
        assert await changed(events) == [("customer_1", "UPDATE")]


async def test_many_writes_at_once_tell_to_fetch_anew(api: Api, owner: Viewer) -> None:
    async with following(api, owner) as events:
        await execute(
            api,
            "INSERT INTO change_log (via, entity, record_id, customer_id, action) "
            f"SELECT 'system', 'Customer', 1, 1, 'UPDATE' FROM generate_series(0, {MOST_TOLD})",
        )
        assert await told(events) == REFETCH


async def test_who_may_no_longer_come_in_hears_no_more(api: Api, owner: Viewer) -> None:
    found: list[Viewer | None] = [owner, owner, None]

    async def identify() -> Viewer | None:
        return found.pop(0)

    context = Context(api.deployment, owner, identify=identify)
    async with following(api, context) as events:
        await rename(api, 1, "A")
        assert await changed(events) == [("customer_1", "UPDATE")]
        await rename(api, 1, "B")
        answer = await anext(events)
        assert answer.errors == [("UNAUTHENTICATED", ())]
        assert [event async for event in events] == []
    assert len(api.deployment.database.hub) == 0


async def test_rights_are_those_of_the_moment(api: Api, owner: Viewer) -> None:
    found = [owner, api.viewer(2, []), owner]

    async def identify() -> Viewer | None:
        return found.pop(0)

    context = Context(api.deployment, owner, identify=identify)
    async with following(api, context) as events:
        coming = asyncio.ensure_future(told(events))
        await rename(api, 1, "Without the right")

        async def was_asked() -> bool:
            return len(found) == 1

        await until(was_asked)
        await rename(api, 1, "With it")
        [change] = (await coming)["changes"]
    assert change["customer"]["name"] == "With it"
