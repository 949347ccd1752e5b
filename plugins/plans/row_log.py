"""Rows that one statement writes, with their entries in the change log."""

from typing import Any

from sqlalchemy import CTE, String, and_, case, cast, func, insert, literal, select
from sqlalchemy.dialects.postgresql import JSONB

from core.changes.models import Change
from core.writing import Action, Writing
from plugins.plans.models import Plan, PlanCell, PlanRow
from plugins.plans.writing_cells import cell_columns, upsert

MONTH = "YYYY-MM"


async def store(writing: Writing, plan: Plan, parts: CTE, reason: str | None) -> int:
    """Write the cells of `parts`, which has row_id, month and amount; how many there are."""
    columns = cell_columns(plan)
    cells = select(*columns, parts.c.month, parts.c.amount).join_from(
        parts, PlanRow, PlanRow.id == parts.c.row_id
    )
    put = upsert(cells).add_cte(_logged(writing, parts, reason))
    written: Any = await writing.session.execute(put)
    return int(written.rowcount)


def _logged(writing: Writing, parts: CTE, reason: str | None) -> CTE:
    """Logs for each row the cells that change.

    Made part of the statement that writes them, it sees the cells as they were.
    """
    cell, month = PlanCell, func.to_char(parts.c.month, MONTH)
    here = and_(cell.row_id == parts.c.row_id, cell.month == parts.c.month)
    told: Any = func.jsonb_object_agg(month, cast(parts.c.amount, String), type_=JSONB)
    if reason is not None:
        told = told.op("||")(literal({"overrideReason": reason.strip()}, JSONB))
    action = case((PlanRow.version == 0, Action.CREATE.value), else_=Action.UPDATE.value)
    entries = (
        select(
            literal(writing.actor_id, Change.actor_id.type),
            literal(writing.viewer.via),
            literal("PlanRow"),
            PlanRow.id,
            PlanRow.customer_id,
            action,
            func.jsonb_object_agg(month, cast(cell.amount, String), type_=JSONB),
            told,
        )
        .join_from(parts, PlanRow, PlanRow.id == parts.c.row_id)
        .outerjoin(cell, here)
        .where(cell.amount.is_distinct_from(parts.c.amount))
        .group_by(PlanRow.id)
    )
    names = ["actor_id", "via", "entity", "record_id", "customer_id", "action", "old", "new"]
    return insert(Change).from_select(names, entries, include_defaults=False).cte("logged")
