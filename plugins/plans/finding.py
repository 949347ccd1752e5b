"""Finding the rows of a plan that edits are about, and locking them."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import (
    ARRAY,
    Date,
    Numeric,
    Select,
    and_,
    delete,
    exists,
    func,
    literal,
    or_,
    select,
)
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import aliased

from core.products.models import ProductBasket
from core.reading.rows import keys_parameter
from core.writing import Code, Writing
from plugins.plans.arrays import rows_of
from plugins.plans.edits import RowEdit, good
from plugins.plans.members import covered, is_area
from plugins.plans.models import PlanCell, PlanRow
from plugins.plans.planning import Planning, customers


async def find(writing: Writing, planning: Planning, rows: Sequence[RowEdit]) -> None:
    """Refuse edits of rows that stand twice, are not in the plan, or may not be written."""
    _refuse_doubles(rows)
    wanted = good(rows)
    if not wanted:
        return
    found = {r.place: r for r in await writing.session.execute(_wanted(planning, wanted))}
    for place, row in enumerate(wanted, 1):
        _judge(row, found.get(place))


def _refuse_doubles(rows: Sequence[RowEdit]) -> None:
    taken: set[tuple[int, int]] = set()
    for row in good(rows):
        if row.place in taken:
            text = "stands twice with this offering area: join the rows."
            row.refuse(row.told("customerId"), text, Code.DUPLICATE)
        taken.add(row.place)


def _wanted(planning: Planning, rows: Sequence[RowEdit]) -> Select[Any]:
    """For each row that the viewer sees: whether it is in the plan, and whether he may edit it."""
    given = _places(rows)
    customer, area = customers(), aliased(ProductBasket)
    stored = exists().where(
        PlanRow.plan_id == planning.plan.id,
        PlanRow.customer_id == given.c.customer,
        PlanRow.offering_area_id == given.c.area,
    )
    return (
        select(
            given.c.place,
            or_(stored, covered(customer, planning.plan.id)).label("inside"),
            or_(stored, area.id.is_not(None)).label("has_area"),
            planning.editable(customer).label("editable"),
        )
        .select_from(given)
        .join(customer, and_(customer.id == given.c.customer, planning.seen(customer)))
        .outerjoin(area, and_(area.id == given.c.area, is_area(area)))
    )


def _judge(row: RowEdit, found: Any) -> None:
    customer = row.told("customerId")
    if found is None:
        row.refuse(customer, "names no Customer that you may see.", Code.NOT_FOUND)
    elif not found.inside:
        row.refuse(customer, "is in none of the plan's sales groups.", "OUTSIDE_PLAN")
    elif not found.has_area:
        text = "names no offering area in use."
        row.refuse(row.told("offeringAreaId"), text, "OUTSIDE_PLAN")
    elif not found.editable:
        text = (
            "is a customer whom you may not plan for: its owner and the plan's administrators do."
        )
        row.refuse(customer, text, Code.FORBIDDEN_VALUE)


async def lock(writing: Writing, planning: Planning, rows: Sequence[RowEdit]) -> None:
    """Make the rows that are not there, lock all, and refuse those of another version."""
    if not rows:
        return
    given = _places(rows)
    new = select(literal(planning.plan.id), given.c.customer, given.c.area).order_by(
        given.c.customer, given.c.area
    )
    names = ["plan_id", "customer_id", "offering_area_id"]
    await writing.session.execute(insert(PlanRow).from_select(names, new).on_conflict_do_nothing())
    locked = await writing.session.execute(_locked(planning, rows))
    found = {(r.customer_id, r.offering_area_id): r for r in locked}
    for row in rows:
        row.key, row.version = found[row.place].id, found[row.place].version
        if row.expected_version is not None and row.expected_version != row.version:
            text = f"is not the version now, {row.version}: read the row again, and repeat."
            row.refuse(row.told("expectedVersion"), text, Code.CONFLICT, row.version)


def _places(rows: Sequence[RowEdit]) -> Any:
    return rows_of(
        customer=[row.customer_id for row in rows], area=[row.offering_area_id for row in rows]
    )


def _locked(planning: Planning, rows: Sequence[RowEdit]) -> Select[Any]:
    given = _places(rows)
    table = PlanRow.__table__
    return (
        select(table.c.id, table.c.customer_id, table.c.offering_area_id, table.c.version)
        .join(
            given,
            and_(
                table.c.customer_id == given.c.customer,
                table.c.offering_area_id == given.c.area,
            ),
        )
        .where(table.c.plan_id == planning.plan.id)
        .order_by(table.c.id)
        .with_for_update(of=table)
    )


async def load_cells(writing: Writing, rows: Sequence[RowEdit]) -> None:
    """Give rows their present cells."""
    known = {row.key: row for row in rows}
    for row in rows:
        row.present = {}
    keys = [key for key in known if key is not None]
    statement = (
        select(
            PlanCell.row_id,
            func.array_agg(PlanCell.month, type_=ARRAY(Date)),
            func.array_agg(PlanCell.amount, type_=ARRAY(Numeric(14, 2))),
        )
        .where(PlanCell.row_id == keys_parameter(keys))
        .group_by(PlanCell.row_id)
    )
    for key, months, amounts in await writing.session.execute(statement):
        known[key].present = dict(zip(months, amounts, strict=True))


async def drop_unused(writing: Writing, rows: Sequence[RowEdit]) -> None:
    """Remove rows that were made and not written after all."""
    unused = [
        row.key
        for row in rows
        if row.key is not None and row.version == 0 and not (row.ok and row.changed)
    ]
    if unused:
        await writing.session.execute(
            delete(PlanRow).where(PlanRow.id == keys_parameter(unused)),
            execution_options={"synchronize_session": False},
        )
