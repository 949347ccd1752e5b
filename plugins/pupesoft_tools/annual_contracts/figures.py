"""Sums of a period and of the one a year earlier."""

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

ZERO = Decimal(0)
TENTH = Decimal("0.1")


@dataclass(frozen=True)
class Figures:
    """Units and purchases of both periods."""

    quantity: Decimal = ZERO
    previous_quantity: Decimal = ZERO
    purchases: Decimal = ZERO
    previous_purchases: Decimal = ZERO

    def __add__(self, other: "Figures") -> "Figures":
        return Figures(
            self.quantity + other.quantity,
            self.previous_quantity + other.previous_quantity,
            self.purchases + other.purchases,
            self.previous_purchases + other.previous_purchases,
        )

    @property
    def index(self) -> Decimal | None:
        """Purchases in percent of those a year earlier, to a tenth; None where there were none."""
        if self.previous_purchases <= 0:
            return None
        percent = 100 * self.purchases / self.previous_purchases
        return percent.quantize(TENTH, ROUND_HALF_UP)
