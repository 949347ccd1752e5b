"""Clicks that PostgreSQL carries out alone, beside those that the ORM does."""

import asyncio
from datetime import date, timedelta
from itertools import product
from typing import Any

import pytest
from sqlalchemy import select

from core.customers.models import Customer
from core.events.event import CHANNEL
from core.events.following import any_event
from core.viewer import Viewer
from core.writing import attempt
from core.writing.idempotency import Claim, current_claim
from plugins.groups.cells import CellState
from plugins.groups.clicking import clicked
from plugins.groups.enums import PartyKind
from plugins.groups.parties import Click
from plugins.groups.responsibility_models import Responsibility
from plugins.groups.toggling import Conflict, toggle
from tests import factories as make
from tests.api import Api
from tests.core.workflows.setup import add_workflow
from tests.core.writing.calls import changes, count
from tests.plugins.groups.rows import (
    READ,
    RESPONSIBLE,
    SELLER,
    STRANGER,
    SUPPORT,
    group,
    leave_room,
    member,
    people,
    responsibility,
    role,
    seller,
)

TODAY = date(2026, 3, 15)
DAYS = [TODAY + timedelta(days) for days in (-20, -10, -1, 0, 1, 10)]
SPANS = [(a, b) for a, b in product([None, *DAYS], repeat=2) if a is None or b is None or a <= b]
"""All kinds of intervals, as seen from today."""

CELLS = [None, *((span, bears) for span in SPANS for bears in (False, True))]
"""What a cell may hold: nothing, or an interval and whether there is a role."""

ROWS = 1_000
"""Keys of rows that are there from the beginning."""


@pytest.fixture
async def office(api: Api) -> Api:
    await make.save(api, *people())
    return api


def at(customer: int) -> Click:
    return Click(PartyKind.CUSTOMER, customer, RESPONSIBLE, None)


async def quickly(api: Api, customer: int, expected: bool | None = None) -> CellState | None:
    return await clicked(api.deployment, api.admin, at(customer), expected)


async def thoroughly(api: Api, customer: int) -> CellState:
    return await attempt(
        api.deployment,
        api.admin,
        lambda writing: toggle(writing, at(customer), None),
        lambda _: True,
    )


async def fill(api: Api) -> None:
    """The same cells for the first and for the second half of the customers."""
    for number, cell in enumerate([*CELLS, *CELLS], 1):
        rows: list[Any] = [make.customer(number)]
        if cell is not None:
            (first, last), bears = cell
            days = {"valid_from": first, "valid_to": last}
            rows.append(responsibility(ROWS + number, number, RESPONSIBLE, **days))
            rows += [role(ROWS + number, SUPPORT, number)] * bears
        await make.save(api, *rows)
    await leave_room(api)


def has_lost_roles(cell: Any, turn: int) -> bool:
    """Whether a time with roles is over and another one is to begin."""
    return turn == 0 and cell is not None and cell[1] and (cell[0][1] or TODAY) < DAYS[2]


def told(state: CellState) -> tuple[object, ...]:
    return state.responsible, list(state.role_ids), state.valid_from, state.valid_to


async def held(api: Api, offset: int) -> dict[int, Any]:
    """What the rows of one half say, by the number of the cell."""
    own = Responsibility
    shown = own.customer_id, own.employee_id, own.valid_from, own.valid_to, own.version
    rows = await api.deployment.database.fetch(select(*shown))
    return {r[0] - offset: r[1:] for r in rows if 0 < r[0] - offset <= len(CELLS)}


async def logged(api: Api, offset: int) -> dict[int, Any]:
    found: dict[int, Any] = {}
    for change in await changes(api):
        number = change.customer_id - offset
        if 0 < number <= len(CELLS):
            values = [{**(v or {}), "customer_id": number} for v in (change.old, change.new)]
            who = change.entity, change.action, change.actor_id, change.via
            found.setdefault(number, []).append((who, values, change.old is None))
    return found


async def test_both_ways_leave_the_same_rows_log_and_answers(office: Api) -> None:
    await fill(office)
    half = len(CELLS)
    numbers = range(1, half + 1)
    for turn in range(2):
        quick = await asyncio.gather(*(quickly(office, n) for n in numbers))
        thorough = [await thoroughly(office, n + half) for n in numbers]
        for number, (mine, other) in enumerate(zip(quick, thorough, strict=True), 1):
            assert (mine is None) is has_lost_roles(CELLS[number - 1], turn), number
            state = mine or await thoroughly(office, number)
            assert told(state) == told(other), CELLS[number - 1]
    assert await held(office, 0) == await held(office, half)
    assert await logged(office, 0) == await logged(office, half)
    assert len(await logged(office, 0)) == half


async def test_only_who_sees_the_customer_and_the_employee_clicks(office: Api) -> None:
    await make.save(office, make.customer(1), make.customer(2), make.customer(3, archived_at=TODAY))
    await make.save(office, group(1), member(1, 1), member(3, 1), seller(SELLER, 1))
    may = (*READ, "responsibilities:write")

    async def click(viewer: Viewer, customer: int, employee: int = RESPONSIBLE) -> bool:
        named = Click(PartyKind.CUSTOMER, customer, employee, None)
        return await clicked(office.deployment, viewer, named, None) is not None

    seen = office.viewer(SELLER, may), office.viewer(STRANGER, may)
    asked = [click(viewer, customer) for viewer in seen for customer in (1, 2, 3)]
    assert await asyncio.gather(*asked) == [True, False, False, False, False, False]
    assert not await click(seen[0], 1, 99)
    assert [c.actor_id for c in await changes(office)] == [SELLER]
    assert await click(office.viewer(RESPONSIBLE, may), 1, SELLER)


async def test_what_others_have_a_part_in_takes_the_orm(office: Api) -> None:
    await make.save(office, make.customer(1))
    claim = current_claim.set(Claim(1, b"key", office.deployment.clock.now()))
    assert await quickly(office, 1) is None
    current_claim.reset(claim)
    assert await quickly(office, 1, expected=True) is None
    await add_workflow(office, 1, "EVERY_SAVE", "set_fields", {}, module="Responsibility")
    assert await quickly(office, 1) is None
    assert await count(office, Responsibility) == 0
    with pytest.raises(Conflict):
        await attempt(
            office.deployment,
            office.admin,
            lambda writing: toggle(writing, at(1), expected=True),
            lambda _: True,
        )


async def test_a_locked_customer_holds_up_nobody_else(office: Api) -> None:
    await make.save(office, make.customer(1), make.customer(2))
    async with office.deployment.database.writing() as session:
        await session.execute(select(Customer.id).where(Customer.id == 1).with_for_update())
        mine, other = await asyncio.gather(quickly(office, 1), quickly(office, 2))
    assert (mine, other is not None) == (None, True)


async def test_one_notification_tells_of_all_clicks_of_a_turn(office: Api) -> None:
    await make.save(office, *(make.customer(number) for number in (1, 2, 3)))
    heard: list[str | None] = []
    office.deployment.database.signals.on(CHANNEL, heard.append)
    async with office.deployment.database.hub.following(any_event) as follower:
        await follower.take()
        await asyncio.gather(*(quickly(office, number) for number in (1, 2, 3, 1)))
        events = (await follower.take()).events
    assert [(event.customer_id, event.action) for event in events] == [
        *[(2, "CREATE"), (3, "CREATE"), (1, "DELETE")]
    ]
    assert len(heard) == 1
    assert [change.customer_id for change in await changes(office)] == [1, 2, 3, 1]
