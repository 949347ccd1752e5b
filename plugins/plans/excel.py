"""A grid as an Excel file, and what somebody changed in it."""

from base64 import b64encode
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from io import BytesIO
from typing import TYPE_CHECKING, Any

import strawberry
from anyio import to_thread
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
GREY = "#D9D9D9"

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
    from xlsxwriter import Workbook  # noqa: PLC0415 - with all its charts, it takes ten megabytes

    out = BytesIO()
    with Workbook(out, {"constant_memory": True, "in_memory": True}) as book:
        sheet = book.add_worksheet("Plan")
        sheet.freeze_panes(1, FIRST_MONTH - 1)
        sheet.write_row(0, 0, _header(months), book.add_format({"bold": True}))
        money = book.add_format({"num_format": MONEY})
        locked = book.add_format({"num_format": MONEY, "bg_color": GREY})
        formats = [locked if month.locked else money for month in months]
        for number, row in enumerate(rows, 1):
            _write(sheet, number, _told(row, customers, areas), row.planned, formats)
    return out.getvalue()


def _write(
    sheet: Any,
    number: int,
    told: Iterable[str | int],
    amounts: Sequence[Decimal | None],
    formats: Sequence[Any],
) -> None:
    for column, value in enumerate(told):
        # a name that begins with = must not become a formula
        write = sheet.write_string if isinstance(value, str) else sheet.write_number
        write(number, column, value)
    for column, (amount, format) in enumerate(zip(amounts, formats, strict=True), FIRST_MONTH - 1):
        if amount is None:
            sheet.write_blank(number, column, None, format)
        else:
            sheet.write_number(number, column, amount, format)


def _header(months: Sequence["GridMonth"]) -> list[str]:
    return [*HEADER, *(f"{month.month:%Y-%m}" for month in months)]


def _told(row: "GridRow", customers: Names, areas: Names) -> Iterator[str | int]:
    yield encode("customer", row.customer_key)
    yield encode("product_basket", row.area_key)
    yield row.version
    yield customers.get(row.customer_key, "")
    yield areas.get(row.area_key, "")


def place(row: int, column: int) -> str:
    """What a spreadsheet calls a cell, both counted from 1."""
    from xlsxwriter.utility import xl_rowcol_to_cell  # noqa: PLC0415 - as above

    name: str = xl_rowcol_to_cell(row - 1, column - 1)
    return name


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
