"""Open matrices agree: clicks reach whoever looks, in every process."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest
from sqlalchemy import text

from core.viewer import Viewer
from tests import factories as make
from tests.api import Answer, Api, deployment_on
from tests.core.writing.calls import codes, mutate
from tests.plugins.groups.rows import READ, RESPONSIBLE, SELLER, STRANGER, people, responsibility

FOLLOW = """subscription ($customerIds: [ID!]) {
  responsibilitiesChanged(customerIds: $customerIds) {
  refetch customers { id responsibilities(filter: {current: {eq: true}}) {
    nodes { employee { id } } } } } }"""
MATRIX = "{ responsibilityMatrix { customer { id } cells { employee { id } } } }"
REFETCH = {"refetch": True, "customers": []}
END_LISTENERS = """
SELECT pg_terminate_backend(pid) FROM pg_stat_activity
WHERE datname = current_database() AND query LIKE 'LISTEN%' AND pid <> pg_backend_pid()
"""


@pytest.fixture
async def office(api: Api) -> Api:
    """People, two customers and a project; the seller is responsible for the first."""
    await make.save(api, *people(), make.customer(1), make.customer(2), make.project(1, 1))
    await make.save(api, responsibility(1001, 1, SELLER))
    return api


@asynccontextmanager
async def following(
    api: Api, viewer: Viewer, **variables: object
) -> AsyncIterator[AsyncIterator[Answer]]:
    """Events after the first, which tells to fetch all."""
    async with api.following(FOLLOW, viewer, **variables) as events:
        assert await told(events) == REFETCH
        yield events


async def told(events: AsyncIterator[Answer]) -> Any:
    return (await anext(events))["responsibilitiesChanged"]


async def click(api: Api, party: str, employee: int = RESPONSIBLE) -> None:
    given = {"partyId": party, "employeeId": f"employee_{employee}"}
    assert codes(await mutate(api, "toggleResponsibility", given, "state")) == []


def cells(event: Any) -> dict[str, list[str]]:
    return {
        customer["id"]: sorted(n["employee"]["id"] for n in customer["responsibilities"]["nodes"])
        for customer in event["customers"]
    }


async def test_a_click_is_told_with_what_it_made(office: Api) -> None:
    async with following(office, office.viewer(SELLER, READ)) as events:
        await click(office, "customer_1")
        assert cells(await told(events)) == {"customer_1": ["employee_2", "employee_3"]}
        await click(office, "customer_1")
        assert cells(await told(events)) == {"customer_1": ["employee_2"]}
        await click(office, "project_1")
        assert [*cells(await told(events))] == ["customer_1"]


async def test_a_click_at_a_hidden_customer_is_not_told(office: Api) -> None:
    async with following(office, office.viewer(SELLER, READ)) as events:
        await click(office, "customer_2")
        await click(office, "customer_1")
        assert [*cells(await told(events))] == ["customer_1"]


async def test_a_client_chooses_customers(office: Api) -> None:
    async with following(office, office.admin, customerIds=["customer_2"]) as events:
        await click(office, "customer_1")
        await click(office, "customer_2")
        assert [*cells(await told(events))] == ["customer_2"]


@pytest.mark.parametrize("ids", [["x"], ["employee_1"], ["customer_1"] * 501])
async def test_what_cannot_be_chosen_is_told(office: Api, ids: list[str]) -> None:
    async with office.following(FOLLOW, office.admin, customerIds=ids) as events:
        [answer] = [answer async for answer in events]
    assert [code for code, _ in answer.errors] == ["BAD_USER_INPUT"]


async def test_following_needs_a_right(office: Api) -> None:
    async with office.following(FOLLOW, office.viewer(STRANGER, READ[:2])) as events:
        [answer] = [answer async for answer in events]
    assert [code for code, _ in answer.errors] == ["FORBIDDEN"]


async def test_two_processes_agree_with_the_database_although_one_missed_something(
    office: Api,
) -> None:
    url = office.deployment.database.engine.url.render_as_string(hide_password=False)
    other = Api(deployment_on(url))
    async with (
        following(office, office.admin) as here,
        following(other, other.admin) as there,
    ):
        await click(other, "customer_1")
        assert cells(await told(here)) == cells(await told(there))
        async with office.deployment.database.engine.begin() as connection:
            await connection.execute(text(END_LISTENERS))
        assert await told(here) == await told(there) == REFETCH
        await click(office, "customer_2")
        assert cells(await told(here)) == cells(await told(there)) == {"customer_2": ["employee_3"]}
        shown = [(await api(MATRIX, api.admin))["responsibilityMatrix"] for api in (office, other)]
    assert shown[0] == shown[1]
    await other.deployment.close()
