"""Writing edited rows of a plan, each all or nothing."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Any

from sqlalchemy import Select, and_, func, literal, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import aliased

from core.reading.rows import keys_parameter
from core.writing import Action, Change, Code, Writing
from plugins.plans.arrays import rows_of
from plugins.plans.edits import LARGEST, CellEdit, RowEdit, good
from plugins.plans.enums import LockReason
from plugins.plans.finding import drop_unused, find, load_cells, lock
from plugins.plans.models import Plan, PlanCell, PlanRow
from plugins.plans.months import months
from plugins.plans.planning import Planning

LOCKED = {
    LockReason.LOCK_DAY: "is locked since the day of the month that the rules of planning set.",
    LockReason.WINDOW_PASSED: "dropped out of the window of the rolling plan.",
}


@dataclass(frozen=True)
class CellWriter:
    """Writes edits in a transaction; the statements do not depend on the number of cells."""

    writing: Writing
    planning: Planning
    reason: str | None
    careful: bool = True
    """Whether to look for what another plan plans; PostgreSQL's refusal must be met otherwise."""

    async def write(self, rows: Sequence[RowEdit], *, atomic: bool) -> None:
        """Write the rows without errors, or none if one has errors and all must be written."""
        for row in good(rows):
            self._check_months(row)
        await find(self.writing, self.planning, rows)
        found = good(rows)
        await lock(self.writing, self.planning, found)
        await load_cells(self.writing, good(found))
        for row in good(found):
            self._apply(row)
        if self.careful:
            await self._refuse_planned_twice(good(found))
        if not atomic or all(row.ok for row in rows):
            await self._store([row for row in good(found) if row.changed])
            await drop_unused(self.writing, found)

    @cached_property
    def _open(self) -> frozenset[date]:
        span, override = self.planning.span, self.reason is not None
        shown = months(span.first, span.last)
        return frozenset(month for month in shown if span.is_open(month, override=override))

    def _check_months(self, row: RowEdit) -> None:
        asked = {cell.month for cell in row.cells}
        if len(asked) == len(row.cells) and asked <= self._open:
            return
        taken: set[date] = set()
        for cell in row.cells:
            if cell.month in taken:
                at = row.at(cell, "month")
                row.refuse(at, "stands twice: join the cells.", Code.DUPLICATE)
            taken.add(cell.month)
            self._check_month(row, cell)

    def _check_month(self, row: RowEdit, cell: CellEdit) -> None:
        span, at = self.planning.span, row.at(cell, "month")
        if cell.month.day != 1:
            row.refuse(at, "is not the first day of a month.")
        elif not span.has(cell.month):
            text = f"is not in the plan, which goes from {span.first:%Y-%m} to {span.last:%Y-%m}."
            row.refuse(at, text, "OUTSIDE_PLAN")
        elif cell.month not in self._open:
            reason = span.lock(cell.month) or LockReason.LOCK_DAY
            row.refuse(at, LOCKED[reason], "LOCKED")

    def _apply(self, row: RowEdit) -> None:
        for cell in row.cells:
            present = row.present.get(cell.month)
            amount = cell.applied(present)
            if amount is not None and not 0 <= amount <= LARGEST:
                text = f"would make the cell {amount}: it is from 0 to {LARGEST}."
                row.refuse(row.at(cell, "amount"), text)
            elif amount != present:
                row.changed[cell.month] = amount

    async def _refuse_planned_twice(self, rows: Sequence[RowEdit]) -> None:
        if not self.planning.plan.in_use or not rows:
            return
        known = {row.place: row for row in rows}
        for found in await self.writing.session.execute(self._planned_twice(rows)):
            row = known[found.customer_id, found.offering_area_id]
            cell = next(cell for cell in row.cells if cell.month == found.month)
            text = f"is planned in the active plan '{found.name}' already: change it there."
            row.refuse(row.at(cell, "month"), text, "PLANNED_TWICE")

    def _planned_twice(self, rows: Sequence[RowEdit]) -> Select[Any]:
        cells = [(row, month) for row in rows for month, a in row.changed.items() if a is not None]
        given = rows_of(
            customer=[row.customer_id for row, _ in cells],
            area=[row.offering_area_id for row, _ in cells],
            month=[month for _, month in cells],
        )
        other, plan = aliased(PlanCell), self.planning.plan
        found: Any = (
            select(other.customer_id, other.offering_area_id, other.month, Plan.name)
            .join_from(
                given,
                other,
                and_(
                    other.customer_id == given.c.customer,
                    other.offering_area_id == given.c.area,
                    other.month == given.c.month,
                ),
            )
            .join(Plan, Plan.id == other.plan_id)
            .where(
                other.in_use,
                other.amount.is_not(None),
                other.side == plan.side,
                other.type == plan.type,
                other.plan_id != plan.id,
            )
            .order_by(given.c.place)
        )
        statement: Select[Any] = found
        return statement

    async def _store(self, rows: Sequence[RowEdit]) -> None:
        if not rows:
            return
        cells = [(row.key, month, amount) for row in rows for month, amount in row.changed.items()]
        await put_cells(self.writing, self.planning, cells)
        await touch(self.writing, [row.key for row in rows if row.key is not None])
        for row in rows:
            self._note(row)

    def _note(self, row: RowEdit) -> None:
        override = {} if self.reason is None else {"overrideReason": self.reason.strip()}
        self.writing.note(
            Change(
                "PlanRow",
                row.key or 0,
                row.customer_id,
                Action.UPDATE if row.version else Action.CREATE,
                {f"{month:%Y-%m}": _text(row.present.get(month)) for month in row.changed},
                {f"{m:%Y-%m}": _text(amount) for m, amount in row.changed.items()} | override,
            )
        )


async def put_cells(
    writing: Writing, planning: Planning, cells: Sequence[tuple[int | None, date, Decimal | None]]
) -> None:
    """Store amounts of rows by month."""
    given = rows_of(
        row=[key for key, _, _ in cells],
        month=[month for _, month, _ in cells],
        amount=[amount for _, _, amount in cells],
    )
    await writing.session.execute(
        upsert(
            select(*cell_columns(planning.plan), given.c.month, given.c.amount).join_from(
                given, PlanRow, PlanRow.id == given.c.row
            )
        )
    )


def cell_columns(plan: Plan) -> list[Any]:
    """The columns of new cells of rows, but month and amount."""
    kinds = PlanCell.__table__.c
    return [
        PlanRow.id,
        PlanRow.plan_id,
        PlanRow.customer_id,
        PlanRow.offering_area_id,
        literal(plan.side, kinds.side.type),
        literal(plan.type, kinds.type.type),
        literal(plan.in_use),
    ]


def upsert(cells: Select[Any]) -> Any:
    """Store cells selected as `cell_columns`, month and amount."""
    names = ["row_id", "plan_id", "customer_id", "offering_area_id", "side", "type", "in_use"]
    put = insert(PlanCell).from_select([*names, "month", "amount"], cells)
    return put.on_conflict_do_update(
        index_elements=["row_id", "month"], set_={"amount": put.excluded.amount}
    )


async def touch(writing: Writing, keys: Sequence[int]) -> None:
    """Note in rows who planned them, and count their versions up."""
    known = writing.viewer.employee_id if writing.viewer.via != "system" else None
    await writing.session.execute(
        update(PlanRow)
        .where(PlanRow.id == keys_parameter(keys))
        .values(version=PlanRow.version + 1, planner_id=known, planned_at=func.now()),
        execution_options={"synchronize_session": False},
    )


def _text(amount: Decimal | None) -> str | None:
    return None if amount is None else str(amount)
