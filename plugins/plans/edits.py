"""Edits of rows: what was asked for each cell, and what is wrong with it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from sqlalchemy import Column, Numeric

from core.errors import BadInput
from core.ids import decode_as
from core.writing import Code, UserError
from core.writing.user_error import Refused
from core.writing.values import checked
from plugins.plans.cell_inputs import PlanCellInput, PlanRowCellsInput
from plugins.plans.enums import CellOperation

AMOUNT: Column[Any] = Column("amount", Numeric(14, 2))
FACTOR: Column[Any] = Column("factor", Numeric(14, 6))
LARGEST = Decimal("999999999999.99")
CENT = Decimal("0.01")

Path = tuple[str, ...]


@dataclass(frozen=True)
class CellEdit:
    """What is to be done to a cell. Errors of the amount stand at `path`."""

    path: Path
    month_path: Path
    month: date
    operation: CellOperation
    amount: Decimal | None

    def applied(self, present: Decimal | None) -> Decimal | None:
        """The amount that the cell will have."""
        before, amount = present or Decimal("0.00"), self.amount or Decimal(0)
        if self.operation is CellOperation.INCREASE_BY:
            return before + amount
        if self.operation is CellOperation.DECREASE_BY:
            return before - amount
        if self.operation is CellOperation.SCALE_BY:
            return (before * amount).quantize(CENT, ROUND_HALF_UP)
        return self.amount


@dataclass(eq=False)
class RowEdit:
    """What is to be done to a row, what was found of it, and what is wrong."""

    path: Path
    paths: Mapping[str, Path] = field(default_factory=dict)
    """Where errors of the row's parts stand, if not in fields of their names below `path`."""
    customer_id: int = 0
    offering_area_id: int = 0
    expected_version: int | None = None
    cells: list[CellEdit] = field(default_factory=list)
    errors: list[UserError] = field(default_factory=list)
    key: int | None = None
    version: int = 0
    present: dict[date, Decimal | None] = field(default_factory=dict)
    changed: dict[date, Decimal | None] = field(default_factory=dict)

    @property
    def ok(self) -> bool:
        return not self.errors

    @property
    def place(self) -> tuple[int, int]:
        return self.customer_id, self.offering_area_id

    def told(self, name: str) -> Path:
        """Where an error of a part stands."""
        return self.paths.get(name, (*self.path, name))

    def refuse(
        self,
        path: Path,
        message: str,
        code: str = Code.INVALID,
        current_version: int | None = None,
    ) -> None:
        """Add an error; the row will not be written. The message follows the field's name."""
        text = f"'{path[-1]}' {message}"
        self.errors.append(
            UserError(
                code=str(code), message=text, path=list(path), current_version=current_version
            )
        )


def good(rows: Sequence[RowEdit]) -> list[RowEdit]:
    """The rows without errors."""
    return [row for row in rows if row.ok]


def rows_from(inputs: Sequence[PlanRowCellsInput]) -> list[RowEdit]:
    """The edits that a client asks for."""
    return [_row(given, ("input", "rows", str(n))) for n, given in enumerate(inputs)]


def _row(given: PlanRowCellsInput, path: Path) -> RowEdit:
    row = RowEdit(path, expected_version=given.expected_version)
    row.customer_id = _key(row, "customer", str(given.customer_id), "customerId")
    row.offering_area_id = _key(
        row, "product_basket", str(given.offering_area_id), "offeringAreaId"
    )
    for n, cell in enumerate(given.cells):
        _add(row, (*path, "cells", str(n)), cell)
    return row


def _add(row: RowEdit, path: Path, given: PlanCellInput) -> None:
    amount_path, month_path = (*path, "amount"), (*path, "month")
    try:
        amount = parsed(given.operation, given.amount)
    except Refused as problem:
        row.refuse(amount_path, problem.message, problem.code)
    else:
        row.cells.append(CellEdit(amount_path, month_path, given.month, given.operation, amount))


def parsed(operation: CellOperation, text: str | None) -> Decimal | None:
    """The amount or factor; Refused if it is none."""
    column = FACTOR if operation is CellOperation.SCALE_BY else AMOUNT
    amount: Decimal | None = checked(column, text, None)
    if amount is None and operation is not CellOperation.SET:
        raise Refused("is required with this operation.", Code.REQUIRED)
    if amount is not None and amount < 0:
        raise Refused("must be 0 or more.")
    return amount


def _key(row: RowEdit, prefix: str, text: str, name: str) -> int:
    try:
        return decode_as(prefix, text)
    except BadInput as error:
        row.refuse(row.told(name), f"is not usable: {error.message}")
        return 0
