"""Clicks at customers' cells by one statement, which PostgreSQL carries out alone."""

from collections.abc import Mapping, Sequence
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple

import asyncpg
from sqlalchemy import ARRAY, BigInteger, Boolean, Select, String, and_, false, func, select
from sqlalchemy.orm import aliased

from core.customers.models import Customer
from core.employees.models import Employee
from core.reading import visible
from core.reading.late import Binds
from core.reading.today import today
from core.viewer import Viewer
from core.workflows.alone import is_alone, starts_nothing
from core.writing.session import SYSTEM
from plugins.groups.cells import EMPTY, CellState
from plugins.groups.enums import PartyKind
from plugins.groups.parties import GIVEN, Click
from plugins.groups.responsibility_models import Responsibility

if TYPE_CHECKING:
    from core.deployment import Deployment
    from core.registry import Registry

ENTITY = Responsibility.__name__
FUNCTION = "click_responsibilities"

IN_THE_WAY = (
    asyncpg.DeadlockDetectedError,
    asyncpg.SerializationError,
    asyncpg.IntegrityConstraintViolationError,
)
"""What undoes the statement because of what others write at the same time."""


class Flip(NamedTuple):
    """A click at a customer's cell, and who clicks."""

    customer_id: int
    employee_id: int
    expected: bool | None
    viewer_id: int
    via: str


TYPES = dict(zip(Flip._fields, (BigInteger, BigInteger, Boolean, BigInteger, String), strict=True))


async def clicked(
    deployment: "Deployment", viewer: Viewer, click: Click, expected: bool | None
) -> CellState | None:
    """What a cell holds after a click; None, and nothing is done, where `toggle` must do it.

    That is for roles and projects; where hooks or workflows act on it; where somebody else is in
    the way; and wherever it is refused, which `toggle` explains. Clicks by viewers with the same
    permissions that come while others are carried out share a transaction.
    """
    is_plain = click.kind is PartyKind.CUSTOMER and click.role_id is None
    if not is_plain or viewer.via == SYSTEM or not is_alone(deployment, ENTITY):
        return None
    flip = Flip(click.party_id, click.employee_id, expected, viewer.employee_id, viewer.via)
    work = partial(_flipped, deployment, viewer)
    return await deployment.gathering.take_part((FUNCTION, viewer.permissions), flip, work)


async def _flipped(
    deployment: "Deployment", viewer: Viewer, flips: Sequence[Flip]
) -> Sequence[CellState | None]:
    make = partial(_statement, deployment.registry)
    statement = deployment.statements.own(FUNCTION, viewer, make)
    given = {name: [getattr(flip, name) for flip in flips] for name in Flip._fields}
    values = statement.arguments(viewer, {GIVEN: given}, deployment.clock.today())
    try:
        ((answers,),) = await deployment.database.writer.rows(statement.sql, values)
    except IN_THE_WAY:
        return [None] * len(flips)
    return [None if answer is None else _state(answer) for answer in answers]


def _state(answer: Mapping[str, Any]) -> CellState:
    if "key" not in answer:
        return EMPTY
    first, last = (_day(answer[name]) for name in ("valid_from", "valid_to"))
    return CellState(True, answer["role_ids"], first, last, answer["key"])


def _day(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)


def _statement(registry: "Registry", viewer: Viewer, binds: Binds) -> Select[*tuple[Any, ...]]:
    """Locks the customers, and then calls the function, which sees what others wrote until then.

    Nobody waits here who would let others wait too.
    """

    def given(name: str) -> Any:
        return binds.add(ARRAY(TYPES[name]), lambda values: values[GIVEN][name])

    lists = {name: given(name) for name in Flip._fields}
    flips: Any = (
        func.unnest(*lists.values())
        .table_valued(*Flip._fields, with_ordinality="place", name="flip")
        .render_derived()
    )
    asking = Viewer(flips.c.viewer_id, viewer.permissions, viewer.via)
    customer: Any = aliased(Customer)
    employee: Any = aliased(Employee)

    def sees(entity: str, row: Any) -> Any:
        known = registry.entity(entity)
        readable = known.read is None or viewer.may(known.read)
        in_use = row.archived_at.is_(None)
        return and_(in_use, visible(registry, known, row, asking)) if readable else false()

    chosen = (
        select(flips.c.place)
        .join(customer, customer.id == flips.c.customer_id)
        .join(employee, employee.id == flips.c.employee_id)
        .where(sees("Customer", customer), sees("Employee", employee), starts_nothing(ENTITY))
        .order_by(flips.c.place)
        .with_for_update(of=customer, key_share=True, skip_locked=True)
    )
    return select(
        getattr(func, FUNCTION)(func.array(chosen.scalar_subquery()), *lists.values(), today())
    )
