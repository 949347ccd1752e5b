"""A click at a customer's cell by one statement, which PostgreSQL carries out alone."""

from collections.abc import Mapping
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Any

import asyncpg
from sqlalchemy import BigInteger, Boolean, Select, String, and_, case, func, select

from core.reading.late import Binds
from core.reading.today import today
from core.viewer import Viewer
from core.workflows.alone import is_alone, starts_nothing
from core.writing.session import actor_of
from plugins.groups.cells import EMPTY, CellState, Conflict
from plugins.groups.enums import PartyKind
from plugins.groups.parties import GIVEN, Click, checked, place_statement
from plugins.groups.responsibility_models import Responsibility

if TYPE_CHECKING:
    from core.deployment import Deployment
    from core.registry import Registry

ENTITY = Responsibility.__name__

IN_THE_WAY = (
    asyncpg.DeadlockDetectedError,
    asyncpg.SerializationError,
    asyncpg.UniqueViolationError,
)
"""What undoes the statement because of somebody else's write at the same time."""


async def clicked(
    deployment: "Deployment", viewer: Viewer, click: Click, expected: bool | None
) -> CellState | None:
    """Flip a customer's cell; Refusal or Conflict as of `toggle`.

    None, and nothing is done, where that takes the ORM: for a role, a project, or hooks that act
    on it; or where somebody else was in the way.
    """
    if click.kind is not PartyKind.CUSTOMER or click.role_id is not None:
        return None
    if not is_alone(deployment, ENTITY):
        return None
    make = partial(_statement, deployment.registry)
    statement = deployment.statements.own("click", viewer, make)
    given = {**click._asdict(), "expected": expected, **actor_of(viewer)}
    values = statement.arguments(viewer, {GIVEN: given}, deployment.clock.today())
    try:
        rows = await deployment.database.writer.once(statement.sql, values)
    except IN_THE_WAY:
        return None
    checked([row[:-1] for row in rows], click)
    answer = rows[0][-1]
    if answer is None:
        return None
    state = _state(answer)
    if not answer["flipped"]:
        raise Conflict(state)
    return state


def _state(answer: Mapping[str, Any]) -> CellState:
    if "key" not in answer:
        return EMPTY
    first, last = (_day(answer[name]) for name in ("valid_from", "valid_to"))
    return CellState(True, answer["role_ids"], first, last, answer["key"])


def _day(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)


def _statement(registry: "Registry", viewer: Viewer, binds: Binds) -> Select[*tuple[Any, ...]]:
    """Locks the customer, and then calls the function, which sees what others wrote until then."""

    def given(name: str, kind: Any) -> Any:
        return binds.add(kind, lambda values: values[GIVEN][name])

    place = place_statement(registry, PartyKind.CUSTOMER, viewer, binds).subquery("place")
    at = place.c
    in_use = and_(at.customer_archived.is_(None), at.employee_archived.is_(None))
    click = func.click_responsibility(
        at.customer_id,
        at.employee_id,
        today(),
        given("expected", Boolean()),
        given("actor", BigInteger()),
        given("via", String()),
    )
    # only CASE keeps PostgreSQL from calling it for what is refused
    flips = case((and_(at.employee_id.is_not(None), in_use, starts_nothing(ENTITY)), click))
    return select(*at, flips)
