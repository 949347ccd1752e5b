"""Splitting an amount into parts that add up to it, to the cent.

The SQL function `split_cents` says the same rule.
"""

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction

from core.money.enums import SplitMethod

CENT = Decimal("0.01")


def split(amount: Decimal, weights: Sequence[Fraction | int]) -> list[Decimal]:
    """The amount in parts with the proportions of the weights, none of them below 0.

    Cents that rounding down leaves over go to the largest remainders, ties to the earliest part; a
    negative amount is split as its opposite. ValueError for fractions of a cent and weights that
    are negative or all 0.
    """
    cents = Fraction(abs(amount)) * 100
    total = sum(weights, Fraction())
    if cents.denominator != 1 or min(weights, default=0) < 0 or total == 0:
        raise ValueError("whole cents and weights of 0 or more, not all 0, are needed")
    shares = [divmod(cents * weight, total) for weight in weights]
    left_over = int(cents) - sum(base for base, _ in shares)
    places = sorted(range(len(shares)), key=lambda place: -shares[place][1])[:left_over]
    sign = -CENT if amount < 0 else CENT
    return [(base + (place in places)) * sign for place, (base, _) in enumerate(shares)]


def month_weights(
    method: SplitMethod, months: int, points: Sequence[Decimal | int] = ()
) -> list[Fraction]:
    """What share each month gets, in no particular unit.

    `points` are the numbers of WEIGHTS: as many as there are months, or spread evenly over them.
    """
    numbers = range(1, months + 1)
    if method is SplitMethod.EVEN:
        return [Fraction(1)] * months
    if method is SplitMethod.S_CURVE:
        return [_risen(month, months) - _risen(month - 1, months) for month in numbers]
    return [_covered(month, months, points) for month in numbers]


def _risen(month: int, months: int) -> Fraction:
    """What the S-curve has reached at the end of a month: 3t² - 2t³."""
    time = Fraction(month, months)
    return 3 * time**2 - 2 * time**3


def _covered(month: int, months: int, points: Sequence[Decimal | int]) -> Fraction:
    """What of the points falls into a month, if all of them together last as long as all months."""
    first, last = (month - 1) * len(points), month * len(points)
    found = Fraction()
    for place, point in enumerate(points):
        overlap = min(last, (place + 1) * months) - max(first, place * months)
        found += Fraction(point) * max(overlap, 0)
    return found
