"""A grid as an Excel file, and what somebody changed in it."""

from base64 import b64encode
from collections.abc import Iterator, Mapping, Sequence
from io import BytesIO
from typing import TYPE_CHECKING, Any

import strawberry
from anyio import to_thread
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font, PatternFill
from openpyxl.utils import get_column_letter
from sqlalchemy import select
from sqlalchemy.orm import aliased

from core.context import Info
from core.ids import encode
from core.reading.rows import keys_parameter
from core.reading.visible import visible

if TYPE_CHECKING:
    from plugins.plans.grid_types import GridMonth, GridRow

HEADER = ("Customer id", "Offering area id", "Version", "Customer", "Offering area")
FIRST_MONTH = len(HEADER) + 1
"""The column, from 1, of the first month."""

MONEY = "#,##0.00"
MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
GREY = PatternFill("solid", fgColor="FFD9D9D9")
BOLD = Font(bold=True)

Names = Mapping[int, str]


@strawberry.type(description="A file.")
class ExcelFile:
    name: str = strawberry.field(description="What to call it.")
    media_type: str = strawberry.field(description="Its media type.")
    base64: str = strawberry.field(description="What is in it, in base64.")


async def excel_of(
    name: str, months: Sequence["GridMonth"], rows: Sequence["GridRow"], info: Info
) -> ExcelFile:
    """The file of a grid; the months that are locked are grey."""
    customers = await _names(info, "Customer", {row.customer_key for row in rows})
    areas = await _names(info, "ProductBasket", {row.area_key for row in rows})
    content = await to_thread.run_sync(workbook, months, rows, customers, areas)
    return ExcelFile(name=f"{name}.xlsx", media_type=MEDIA_TYPE, base64=b64encode(content).decode())


def workbook(
    months: Sequence["GridMonth"], rows: Sequence["GridRow"], customers: Names, areas: Names
) -> bytes:
    """The bytes of the file."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet("Plan")
    sheet.freeze_panes = f"{get_column_letter(FIRST_MONTH)}2"
    sheet.append([_styled(sheet, text, bold=True) for text in _header(months)])
    for row in rows:
        sheet.append([*_told(sheet, row, customers, areas), *_amounts(sheet, months, row)])
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def _header(months: Sequence["GridMonth"]) -> list[str]:
    return [*HEADER, *(f"{month.month:%Y-%m}" for month in months)]


def _told(sheet: Any, row: "GridRow", customers: Names, areas: Names) -> Iterator[Any]:
    yield encode("customer", row.customer_key)
    yield encode("product_basket", row.area_key)
    yield row.version
    for name in (customers.get(row.customer_key, ""), areas.get(row.area_key, "")):
        cell = _styled(sheet, name)
        # a name that begins with = must not become a formula
        cell.data_type = "s"
        yield cell


def _amounts(sheet: Any, months: Sequence["GridMonth"], row: "GridRow") -> Iterator[Any]:
    for month, amount in zip(months, row.planned, strict=True):
        cell = _styled(sheet, amount)
        cell.number_format = MONEY
        if month.locked:
            cell.fill = GREY
        yield cell


def _styled(sheet: Any, value: Any, *, bold: bool = False) -> Any:
    cell: Any = WriteOnlyCell(sheet, value)
    if bold:
        cell.font = BOLD
    return cell


async def _names(info: Info, entity: str, keys: set[int]) -> Names:
    """The names of the rows that the viewer sees."""
    registry, viewer = info.context.deployment.registry, info.context.require()
    found = registry.entity(entity)
    if found.read is not None and not viewer.may(found.read):
        return {}
    row: Any = aliased(found.model)
    statement = select(row.id, row.name).where(
        row.id == keys_parameter(sorted(keys)), visible(registry, found, row, viewer)
    )
    rows: Sequence[Any] = await info.context.deployment.database.fetch(statement)
    return {row.id: row.name for row in rows}
