"""The mutation that sets cells from an Excel file of a grid."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Annotated, Any

import strawberry
from anyio import to_thread
from sqlalchemy import select

from core.context import Info
from core.declare import extend
from core.errors import BadInput
from core.ids import decode_as
from core.roots import Mutation
from core.writing import Code, UserError, Writing
from core.writing.user_error import Refused
from plugins.plans.cell_inputs import REASON
from plugins.plans.edits import CellEdit, RowEdit, parsed
from plugins.plans.enums import CellOperation
from plugins.plans.excel import FIRST_MONTH, place
from plugins.plans.excel_reading import Sheet, amount_text, read_sheet
from plugins.plans.models import PlanCell
from plugins.plans.permissions import PlanPermission
from plugins.plans.planning import Planning
from plugins.plans.set_cells import MOST_CELLS
from plugins.plans.working import Refusal, refusal, work_on
from plugins.plans.writing_cells import CellWriter

Place = tuple[int, int, date]


@strawberry.input(description="An Excel file of a grid, filled in.")
class UploadPlanGridInput:
    plan_id: strawberry.ID = strawberry.field(description="Id of the plan.")
    file: str = strawberry.field(
        description="The file (.xlsx) in base64, as `PlanGrid.excel` gives it, with other "
        "amounts; at most 4 MB and 5,000 rows."
    )
    dry_run: bool = strawberry.field(
        default=True, description="Whether all is checked and nothing written."
    )
    override_reason: str | None = strawberry.field(default=None, description=REASON)


@strawberry.type(description="What an upload changes, or what is wrong with it.")
class UploadPlanGridPayload:
    rows: int = strawberry.field(description="How many rows are changed, or would be.")
    cells: int = strawberry.field(description="How many cells differ from what is planned.")
    written: bool = strawberry.field(description="Whether they were written.")
    user_errors: list[UserError] = strawberry.field(
        description="Empty if all is well; otherwise nothing was written. A path tells the cell: "
        '["input", "file", "F7"].'
    )


@extend(Mutation, permission=PlanPermission.WRITE)
async def upload_plan_grid(
    info: Info,
    input: Annotated[UploadPlanGridInput, strawberry.argument(description="Which file.")],
) -> UploadPlanGridPayload | None:
    """Set the cells of a plan that differ in an Excel file of its grid, all of them or none.

    Needs `plans:write`. The versions in the file are those that were read: a row that was planned
    since is a CONFLICT. Empty cells are emptied; rows and months that the file lacks are left.
    """
    context = info.context
    try:
        sheet = await to_thread.run_sync(read_sheet, input.file)
        rows = await work_on(
            context.deployment,
            context.require(),
            str(input.plan_id),
            lambda writing, planning: _write(writing, planning, sheet, input.override_reason),
            reason=input.override_reason,
            undo=lambda rows: input.dry_run or not all(row.ok for row in rows),
        )
    except Refusal as refused:
        return UploadPlanGridPayload(rows=0, cells=0, written=False, user_errors=[refused.error])
    context.loaders.clear()
    errors = [error for row in rows for error in row.errors]
    return UploadPlanGridPayload(
        rows=len(rows),
        cells=sum(len(row.cells) for row in rows),
        written=not (errors or input.dry_run),
        user_errors=errors,
    )


async def _write(
    writing: Writing, planning: Planning, sheet: Sheet, reason: str | None
) -> Sequence[RowEdit]:
    present = await _present(writing, planning)
    rows = [row for line in sheet.rows if (row := _row(sheet, *line, present)) is not None]
    if sum(len(row.cells) for row in rows) > MOST_CELLS:
        text = f"changes more than {MOST_CELLS} cells: upload it in parts."
        raise refusal("file", text, Code.TOO_MANY)
    await CellWriter(writing, planning, reason).write(rows, atomic=True)
    return rows


async def _present(writing: Writing, planning: Planning) -> Mapping[Place, Decimal]:
    """What is planned; whether the viewer may know is checked when something differs."""
    cells = select(
        PlanCell.customer_id, PlanCell.offering_area_id, PlanCell.month, PlanCell.amount
    ).where(PlanCell.plan_id == planning.plan.id, PlanCell.amount.is_not(None))
    rows = await writing.session.execute(cells)
    return {(c, a, m): amount for c, a, m, amount in rows if amount is not None}


def _row(
    sheet: Sheet, number: int, values: Sequence[Any], present: Mapping[Place, Decimal]
) -> RowEdit | None:
    """What a line changes; None if it is empty or as it was."""
    if not any(value not in (None, "") for value in values):
        return None
    names = {"customerId": "A", "offeringAreaId": "B", "expectedVersion": "C"}
    paths = {name: ("input", "file", f"{letter}{number}") for name, letter in names.items()}
    row = RowEdit(("input", "file", str(number)), paths)
    row.customer_id = _id(row, "customer", values[0], "customerId")
    row.offering_area_id = _id(row, "product_basket", values[1], "offeringAreaId")
    row.expected_version = _version(row, values[2])
    if row.ok:
        for column, month in enumerate(sheet.months, FIRST_MONTH):
            at = ("input", "file", place(number, column))
            value = values[column - 1] if len(values) >= column else None
            _add(row, at, month, value, present.get((*row.place, month)))
    return row if row.errors or row.cells else None


def _add(
    row: RowEdit, path: tuple[str, ...], month: date, value: object, present: Decimal | None
) -> None:
    try:
        amount = parsed(CellOperation.SET, amount_text(value))
    except Refused as problem:
        row.refuse(path, problem.message, problem.code)
        return
    if amount != present:
        row.cells.append(CellEdit(0, month, CellOperation.SET, amount, path))


def _id(row: RowEdit, prefix: str, value: object, name: str) -> int:
    try:
        return decode_as(prefix, str(value))
    except BadInput as error:
        row.refuse(row.told(name), f"is not usable: {error.message}")
        return 0


def _version(row: RowEdit, value: object) -> int | None:
    if isinstance(value, bool) or not isinstance(value, int):
        row.refuse(
            row.told("expectedVersion"), "is not a whole number: leave versions as they are."
        )
        return None
    return value
