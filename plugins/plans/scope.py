"""Many rows of a plan at once: which ones, made where they are missing, and locked."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from sqlalchemy import BigInteger, ColumnElement, Select, and_, exists, literal, or_, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import aliased

from core.declare.field import Alias
from core.products.models import ProductBasket
from core.reading.rows import keys_parameter
from core.writing import Writing
from plugins.plans.arrays import rows_of
from plugins.plans.members import covered, is_area
from plugins.plans.models import Plan, PlanCell, PlanRow
from plugins.plans.planning import Planning, customers
from plugins.plans.working import refusal

KEY = ["plan_id", "customer_id", "offering_area_id"]


def editable_places(planning: Planning) -> Select[Any]:
    """The customers and offering areas of the plan that the viewer may plan for."""
    return all_places(planning, planning.editable)


def all_places(planning: Planning, chosen: Callable[[Alias], ColumnElement[bool]]) -> Select[Any]:
    """The offering areas of the plan with its customers for whom a condition holds."""
    customer, area = customers(), aliased(ProductBasket)
    stored = exists().where(
        PlanRow.plan_id == planning.plan.id,
        PlanRow.customer_id == customer.id,
        PlanRow.offering_area_id == area.id,
    )
    in_plan = or_(and_(covered(customer, planning.plan.id), is_area(area)), stored)
    return (
        select(customer.id.label("customer_id"), area.id.label("offering_area_id"))
        .select_from(customer)
        .join(area, in_plan)
        .where(chosen(customer))
    )


async def lock_rows(writing: Writing, planning: Planning, places: Select[Any]) -> list[Any]:
    """Make the rows of places that are not there, and lock all: their keys and versions."""
    found = places.subquery()
    plan = literal(planning.plan.id, BigInteger())
    new = select(plan, found.c.customer_id, found.c.offering_area_id).order_by(
        found.c.customer_id, found.c.offering_area_id
    )
    await writing.session.execute(insert(PlanRow).from_select(KEY, new).on_conflict_do_nothing())
    table = PlanRow.__table__
    same = and_(
        table.c.customer_id == found.c.customer_id,
        table.c.offering_area_id == found.c.offering_area_id,
    )
    locked = (
        select(table.c.id, table.c.version)
        .join(found, same)
        .where(table.c.plan_id == planning.plan.id)
        .order_by(table.c.id)
        .with_for_update(of=table)
    )
    return list(await writing.session.execute(locked))


async def refuse_planned_twice(
    writing: Writing, planning: Planning, keys: Sequence[int], months: Sequence[date]
) -> None:
    """Refuse to plan what another plan in use plans."""
    if not planning.plan.in_use:
        return
    row, other, plan = aliased(PlanRow), aliased(PlanCell), planning.plan
    given = rows_of(month=months)
    found = (
        select(Plan.name)
        .join(other, other.plan_id == Plan.id)
        .join(
            row,
            and_(
                row.customer_id == other.customer_id,
                row.offering_area_id == other.offering_area_id,
            ),
        )
        .join(given, given.c.month == other.month)
        .where(
            row.id == keys_parameter(keys),
            other.in_use,
            other.amount.is_not(None),
            other.side == plan.side,
            other.type == plan.type,
            other.plan_id != plan.id,
        )
        .limit(1)
    )
    if name := await writing.session.scalar(found):
        text = f"would plan what the active plan '{name}' plans already: deactivate one of them."
        raise refusal("planId", text, "PLANNED_TWICE")
