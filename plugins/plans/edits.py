"""Edits of rows: what was asked for each cell, and what is wrong with it."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Any, NamedTuple

from sqlalchemy import Column, Numeric

from core.errors import BadInput
from core.ids import decode_as
from core.writing import Code, UserError
from core.writing.sent import Sent
from core.writing.user_error import Refused
from core.writing.values import checked
from plugins.plans.enums import CellOperation

AMOUNT: Column[Any] = Column("amount", Numeric(14, 2))
FACTOR: Column[Any] = Column("factor", Numeric(14, 6))
LARGEST = Decimal("999999999999.99")
CENT = Decimal("0.01")

PLAIN = re.compile(r"[0-9]{1,12}(?:\.[0-9]{1,2})?")
"""An amount as nearly all are written, which needs no closer look."""

Path = tuple[str, ...]


class CellEdit(NamedTuple):
    """What is to be done to a cell, which is the row's of that place in the input.

    Errors stand at `path` where there is one, otherwise in the cell's fields.
    """

    place: int
    month: date
    operation: CellOperation
    amount: Decimal | None
    path: Path | None = None

    def applied(self, present: Decimal | None) -> Decimal | None:
        """The amount that the cell will have."""
        if self.operation is CellOperation.SET:
            return self.amount
        before, amount = present or Decimal("0.00"), self.amount or Decimal(0)
        if self.operation is CellOperation.INCREASE_BY:
            return before + amount
        if self.operation is CellOperation.DECREASE_BY:
            return before - amount
        return (before * amount).quantize(CENT, ROUND_HALF_UP)


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

    def at(self, cell: CellEdit, name: str) -> Path:
        """Where an error of a cell's field stands."""
        return cell.path or (*self.path, "cells", str(cell.place), name)

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


def rows_from(inputs: Sequence[Sent]) -> list[RowEdit]:
    """The edits that a client asks for."""
    return [_row(given, ("input", "rows", str(n))) for n, given in enumerate(inputs)]


def _row(given: Sent, path: Path) -> RowEdit:
    row = RowEdit(path, expected_version=given.get("expectedVersion"))
    row.customer_id = _key(row, "customer", str(given["customerId"]), "customerId")
    area = str(given["offeringAreaId"])
    row.offering_area_id = _key(row, "product_basket", area, "offeringAreaId")
    for place, cell in enumerate(given["cells"]):
        _add(row, place, cell)
    return row


def _add(row: RowEdit, place: int, given: Sent) -> None:
    operation: CellOperation = given["operation"]
    try:
        amount = parsed(operation, given.get("amount"))
    except Refused as problem:
        path = (*row.path, "cells", str(place), "amount")
        row.refuse(path, problem.message, problem.code)
    else:
        row.cells.append(CellEdit(place, given["month"], operation, amount))


def parsed(operation: CellOperation, text: str | None) -> Decimal | None:
    """The amount or factor; Refused if it is none."""
    is_factor = operation is CellOperation.SCALE_BY
    if text is not None and not is_factor and PLAIN.fullmatch(text):
        return Decimal(text).quantize(CENT)
    amount: Decimal | None = checked(FACTOR if is_factor else AMOUNT, text, None)
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
