"""A cell of the matrix: whether an employee is responsible today, and in which roles."""

from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import Any

from sqlalchemy import ARRAY, BigInteger, delete, func, insert, select

from core.projects.models import ProjectParticipant
from core.writing import Action, Writing
from core.writing.session import change_of
from plugins.groups.intervals import contains
from plugins.groups.parties import Place
from plugins.groups.responsibility_models import Responsibility, ResponsibilityRole

DAY = timedelta(days=1)


@dataclass(frozen=True)
class CellState:
    """What a cell holds today; `key` is that of the responsibility, None for projects."""

    responsible: bool
    role_ids: Sequence[int] = ()
    valid_from: date | None = None
    valid_to: date | None = None
    key: int | None = None


EMPTY = CellState(responsible=False)


class Cell(ABC):
    """A cell that is locked; what is asked of it is written when the session is flushed.

    Responsibility begins today, and ends yesterday, so that other days stay as they were; what
    began today leaves nothing. What ended yesterday goes on as if it had not.
    """

    def __init__(self, writing: Writing, place: Place) -> None:
        self.writing = writing
        self.place = place
        self.session = writing.session

    @cached_property
    def today(self) -> date:
        return self.writing.deployment.clock.today()

    @abstractmethod
    async def read(self) -> None:
        """Read what is there."""

    @property
    @abstractmethod
    def state(self) -> CellState:
        """What it holds today."""

    @abstractmethod
    async def set_responsible(self, wanted: bool) -> None:
        """Make the employee responsible from today on, or no longer."""

    @abstractmethod
    async def set_role(self, role: int, wanted: bool) -> None:
        """Give a role, which makes him responsible, or take it, which leaves him so."""

    def holds(self, row: Any) -> bool:
        """Whether a row's interval holds today."""
        return contains(row.valid_from, row.valid_to, self.today)

    def has_just_ended(self, row: Any) -> bool:
        ended: bool = row.valid_to == self.today - DAY
        return ended

    def has_begun_before(self, row: Any) -> bool:
        return row.valid_from is None or row.valid_from < self.today


class CustomerCell(Cell):
    """A cell of a customer's row: one responsibility, with roles."""

    row: Responsibility | None = None
    roles: frozenset[int] = frozenset()

    async def read(self) -> None:
        own, pair = Responsibility, ResponsibilityRole
        held = own.customer_id == self.place.customer_id, own.employee_id == self.place.employee_id
        borne = select(pair.role_id).where(pair.responsibility_id == own.id)
        roles = func.array(borne.scalar_subquery(), type_=ARRAY(BigInteger))
        found = (await self.session.execute(select(own, roles).where(*held))).one_or_none()
        if found is not None:
            self.row, self.roles = found[0], frozenset(found[1])

    @property
    def state(self) -> CellState:
        row = self.row
        if row is None or not self.holds(row):
            return EMPTY
        return CellState(True, sorted(self.roles), row.valid_from, row.valid_to, row.id)

    async def set_responsible(self, wanted: bool) -> None:
        row = self.row
        if wanted:
            await self._begin()
        elif row is not None and self.has_begun_before(row):
            row.valid_to = self.today - DAY
            await self.session.flush()
        elif row is not None:
            await self.session.delete(row)
            await self.session.flush()
            self.row, self.roles = None, frozenset()

    async def set_role(self, role: int, wanted: bool) -> None:
        if not self.state.responsible:
            await self._begin()
        await self._set_roles(self.roles | {role} if wanted else self.roles - {role})

    async def _begin(self) -> None:
        if self.row is None:
            place = self.place
            keys = {"customer_id": place.customer_id, "employee_id": place.employee_id}
            self.row = Responsibility(**keys, valid_from=self.today)
            self.session.add(self.row)
        elif self.has_just_ended(self.row):
            self.row.valid_to = None
        else:
            await self._begin_anew(self.row)
        await self.session.flush()

    async def _begin_anew(self, row: Responsibility) -> None:
        """Overwrite a time that is over, or advance one that is to come."""
        row.valid_from = self.today
        if row.valid_to is not None and row.valid_to < self.today:
            row.valid_to = None
            await self._set_roles(frozenset())

    async def _set_roles(self, roles: frozenset[int]) -> None:
        row, pair = self.row, ResponsibilityRole
        if row is None or roles == self.roles:
            return
        if gone := self.roles - roles:
            taken = pair.responsibility_id == row.id, pair.role_id.in_(gone)
            await self.session.execute(delete(pair).where(*taken))
        if new := sorted(roles - self.roles):
            keys = {"responsibility_id": row.id, "customer_id": row.customer_id}
            await self.session.execute(insert(pair), [{**keys, "role_id": key} for key in new])
        told: dict[str, tuple[object, object]] = {"role_ids": (sorted(self.roles), sorted(roles))}
        self.writing.note(change_of(row, Action.UPDATE, told))
        row.updated_at = self.writing.deployment.clock.now()
        await self.session.flush()
        self.roles = roles


class ProjectCell(Cell):
    """A cell of a project's row: one participation, or one for each role."""

    rows: Sequence[ProjectParticipant] = ()

    async def read(self) -> None:
        own = ProjectParticipant
        held = own.project_id == self.place.project_id, own.employee_id == self.place.employee_id
        found = select(own).where(*held, own.archived_at.is_(None)).order_by(own.id)
        self.rows = (await self.session.scalars(found)).all()

    @property
    def current(self) -> list[ProjectParticipant]:
        """The participations that hold today."""
        return [row for row in self.rows if row.archived_at is None and self.holds(row)]

    @property
    def state(self) -> CellState:
        rows = self.current
        if not rows:
            return EMPTY
        first = [row.valid_from for row in rows]
        last = [row.valid_to for row in rows]
        return CellState(
            True,
            sorted({row.role_id for row in rows if row.role_id is not None}),
            None if None in first else min(filter(None, first)),
            None if None in last else max(filter(None, last)),
        )

    async def set_responsible(self, wanted: bool) -> None:
        if wanted:
            ended = [row for row in self.rows if self.has_just_ended(row)]
            for row in ended:
                row.valid_to = None
            if not ended:
                self._add(None)
        else:
            for row in self.current:
                self._end(row)
        await self.session.flush()

    async def set_role(self, role: int, wanted: bool) -> None:
        current = self.current
        if wanted:
            plain = next((row for row in current if row.role_id is None), None)
            if plain is not None:
                plain.role_id = role
            else:
                self._add(role)
        else:
            borne = [row for row in current if row.role_id == role]
            for row in borne if len(borne) < len(current) else borne[1:]:
                self._end(row)
            if len(borne) == len(current):
                borne[0].role_id = None
        await self.session.flush()

    def _add(self, role: int | None) -> None:
        place = self.place
        row = ProjectParticipant(
            project_id=place.project_id,
            customer_id=place.customer_id,
            employee_id=place.employee_id,
            role_id=role,
            valid_from=self.today,
        )
        self.session.add(row)
        self.rows = [*self.rows, row]

    def _end(self, row: ProjectParticipant) -> None:
        if self.has_begun_before(row):
            row.valid_to = self.today - DAY
        else:
            row.archived_at = self.writing.deployment.clock.now()


def cell_of(writing: Writing, place: Place) -> Cell:
    """The cell of a place."""
    return (CustomerCell if place.project_id is None else ProjectCell)(writing, place)
