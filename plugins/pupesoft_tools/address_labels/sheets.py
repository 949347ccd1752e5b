"""Sheets of labels: the measures that their makers give, in millimetres."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

PAPER_WIDTH, PAPER_HEIGHT = Decimal(210), Decimal(297)
"""A4, upright."""


@dataclass(frozen=True)
class Sheet:
    """Labels on A4. `gap` lies between two columns, nothing between rows.

    The labels stand in the middle of the paper, which gives the margins that are published for
    these products: 7.2 and 15.1 mm for L7160, 7.2 and 12.9 for L7159, 0 and 8.8 for 3421.
    """

    code: str
    product: str
    columns: int
    rows: int
    width: Decimal
    height: Decimal
    gap: Decimal = Decimal(0)

    @property
    def labels(self) -> int:
        """How many labels it has."""
        return self.columns * self.rows

    @property
    def left(self) -> Decimal:
        """From the edge of the paper to the first column."""
        return (PAPER_WIDTH - self.columns * self.width - (self.columns - 1) * self.gap) / 2

    @property
    def top(self) -> Decimal:
        """From the edge of the paper to the first row."""
        return (PAPER_HEIGHT - self.rows * self.height) / 2


COLUMN_GAP = Decimal("2.54")
"""A tenth of an inch: the columns of Avery's sheets are 66.04 mm apart."""

SHEETS: Mapping[str, Sheet] = {
    sheet.code: sheet
    for sheet in (
        Sheet("33-70x25.4", "Avery Zweckform 3421", 3, 11, Decimal(70), Decimal("25.4")),
        Sheet("24-70x37", "Avery Zweckform 3474", 3, 8, Decimal(70), Decimal(37)),
        Sheet("24-63.5x33.9", "Avery L7159", 3, 8, Decimal("63.5"), Decimal("33.9"), COLUMN_GAP),
        Sheet("21-63.5x38.1", "Avery L7160", 3, 7, Decimal("63.5"), Decimal("38.1"), COLUMN_GAP),
    )
}
"""The sheets by their codes."""
