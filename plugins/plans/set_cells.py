"""The mutation that sets cells of a plan."""

from collections.abc import Sequence
from itertools import count
from typing import Annotated, Any

import strawberry

from core.context import Info
from core.declare import entity_of, extend
from core.roots import Mutation
from core.writing import Code, UserError, Writing, payload_of
from core.writing.payloads import batch_payload_of
from core.writing.sent import Sent
from plugins.plans.cell_inputs import SetPlanCellsInput
from plugins.plans.edits import RowEdit, rows_from
from plugins.plans.permissions import PlanPermission
from plugins.plans.planning import Planning
from plugins.plans.types import PlanRow
from plugins.plans.working import Refusal, refusal, work_on
from plugins.plans.writing_cells import CellWriter

MOST_CELLS = 10_000

ENTITY: Any = entity_of(PlanRow)
PAYLOAD: Any = payload_of(ENTITY)
BATCH: Any = batch_payload_of(ENTITY)


async def _set(info: Info, input: Any) -> Any:
    """Set, raise, lower or scale up to 10,000 cells of a plan, each row all or nothing.

    Needs `plans:write`. Administrators of the plan write all rows, owners those of their customers.
    """
    context, atomic = info.context, bool(input["atomic"])
    try:
        _check_number(input)
        rows = await _written(info, input)
    except Refusal as refused:
        return BATCH(results=[], user_errors=[refused.error])
    context.loaders.clear()
    undone = atomic and not all(row.ok for row in rows)
    results = [payload(row, undone=undone) for row in rows]
    return BATCH(results=results, user_errors=[aborted(rows)] if undone else [])


async def _written(info: Info, given: Sent) -> Sequence[RowEdit]:
    atomic, reason = bool(given["atomic"]), given.get("overrideReason")
    attempts = count()

    async def write(writing: Writing, planning: Planning) -> Sequence[RowEdit]:
        rows = rows_from(given["rows"])
        # PostgreSQL itself refuses what is planned twice; only then it pays to ask what that is
        writer = CellWriter(writing, planning, reason, careful=next(attempts) > 0)
        await writer.write(rows, atomic=atomic)
        return rows

    context = info.context
    return await work_on(
        context.deployment,
        context.require(),
        str(given["planId"]),
        write,
        reason=reason,
        undo=lambda rows: atomic and not all(row.ok for row in rows),
    )


def _check_number(given: Sent) -> None:
    number = sum(len(row["cells"]) for row in given["rows"])
    if number > MOST_CELLS:
        text = f"has {number} cells: send at most {MOST_CELLS} at once."
        raise refusal("rows", text, Code.TOO_MANY)


def payload(row: RowEdit, *, undone: bool) -> Any:
    """What became of a row: as it is now, if it is there."""
    there = row.key if row.version or (row.ok and row.changed and not undone) else None
    return PAYLOAD(key=there, user_errors=row.errors)


def aborted(rows: Sequence[RowEdit]) -> UserError:
    """That nothing was written."""
    failed = sum(not row.ok for row in rows)
    text = f"Nothing was written: {failed} of {len(rows)} rows have errors, and `atomic` is true."
    return UserError(code=Code.ABORTED.value, message=text, path=["input", "rows"])


_set.__name__ = "set_plan_cells"
_set.__annotations__["input"] = Annotated[
    SetPlanCellsInput, strawberry.argument(description="Which cells, to what.")
]
_set.__annotations__["return"] = BATCH | None
set_plan_cells = extend(Mutation, permission=PlanPermission.WRITE)(_set)
