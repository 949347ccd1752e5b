"""The change log and the hook after_write."""

from typing import Any

import pytest
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from core.customers.models import Customer
from core.keywords.models import Keyword
from core.writing import Action, Change
from tests.api import Api
from tests.core.writing.calls import changes, count, mutate, mutate_all
from tests.factories import customer, employee, keyword, save


def listen(api: Api) -> list[list[Change]]:
    """What the hook is told from now on."""
    told: list[list[Change]] = []

    async def listener(session: AsyncSession, changed: list[Change]) -> None:
        told.append(changed)

    api.deployment.database.listener = listener
    return told


async def test_whatever_the_orm_writes_is_logged_as_the_systems(api: Api) -> None:
    async with api.deployment.database.writing() as session:
        row = keyword(101, "SEGMENT", "A")
        session.add(row)
        await session.flush()
        row.code = "B"
    async with api.deployment.database.writing() as session:
        await session.delete(await session.get_one(Keyword, 101))
    made, gone = await changes(api)
    assert (made.actor_id, made.via, made.action.name) == (None, "system", "CREATE")
    assert made.new["code"] == "B"
    assert (gone.action.name, gone.new) == ("DELETE", None)
    assert gone.old["code"] == "B"


async def test_what_is_undone_is_not_logged(api: Api) -> None:
    told = listen(api)
    async with api.deployment.database.writing() as session:
        session.add(keyword(101, "SEGMENT", "A"))
        await session.flush()
        with pytest.raises(IntegrityError):
            async with session.begin_nested():
                session.add_all([keyword(102, "SEGMENT", "B"), keyword(103, "SEGMENT", "A")])
    assert [c.record_id for c in await changes(api)] == [101]
    assert [[c.key for c in batch] for batch in told] == [[101]]


async def test_the_hook_is_told_once_of_a_batch(api: Api) -> None:
    await save(api, customer(101, number="A"))
    told = listen(api)
    items = [{"name": "One"}, {"name": "Two", "number": "A"}, {"name": "Three"}]
    await mutate_all(api, "createCustomers", items)
    assert [[(c.entity, c.action) for c in batch] for batch in told] == [
        [("Customer", Action.CREATE), ("Customer", Action.CREATE)]
    ]


async def test_a_hook_that_fails_undoes_the_write(api: Api) -> None:
    async def listener(session: AsyncSession, changed: list[Change]) -> None:
        raise ValueError("no")

    api.deployment.database.listener = listener
    with pytest.raises(AssertionError, match="no"):
        await mutate(api, "createCustomer", {"name": "New"})
    assert await count(api, Customer) == 0
    assert await changes(api) == []


async def test_what_a_hook_writes_is_logged_and_told_too(api: Api) -> None:
    told: list[str] = []

    async def listener(session: AsyncSession, changed: list[Change]) -> None:
        told.extend(c.entity for c in changed)
        if changed[0].entity == "Customer":
            session.add(keyword(101, "SEGMENT", "A"))

    api.deployment.database.listener = listener
    await mutate(api, "createCustomer", {"name": "New"})
    assert told == ["Customer", "Keyword"]
    assert [(c.entity, c.actor_id) for c in await changes(api)] == [("Customer", 1), ("Keyword", 1)]


async def test_hooks_that_go_in_circles_are_stopped(api: Api) -> None:
    async def listener(session: AsyncSession, changed: list[Change]) -> None:
        session.add(Keyword(list="SEGMENT", code=f"K{changed[0].key}"))

    api.deployment.database.listener = listener
    with pytest.raises(RuntimeError, match="circles"):
        async with api.deployment.database.writing() as session:
            session.add(Keyword(list="SEGMENT", code="A"))
    assert await count(api, Keyword) == 0


async def test_secrets_stay_out_of_the_log(api: Api) -> None:
    row: Any = employee(101, password_hash="secret")
    async with api.deployment.database.writing() as session:
        row.sort_by_name("fi")
        session.add(row)
    (made,) = await changes(api)
    assert made.new["password_hash"] == "***"
