"""Splitting an amount into parts that add up to it, to the cent.

The SQL function `split_cents` says the same rule.
"""

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction

from core.money.enums import SplitMethod

CENT = Decimal("0.01")


Weight = Fraction | int


def split(amount: Decimal, weights: Sequence[Weight]) -> list[Decimal]:
    """The amount in parts with the proportions of the weights, none of them below 0.

    Cents that rounding down leaves over go to the largest remainders, ties to the earliest part; a
    negative amount is split as its opposite. ValueError for fractions of a cent and weights that
    are negative or all 0.
    """
    cents, total = int(abs(amount) * 100), sum(weights)
    if cents != abs(amount) * 100 or min(weights, default=0) < 0 or total == 0:
        raise ValueError("whole cents and weights of 0 or more, not all 0, are needed")
    shares = [divmod(cents * weight, total) for weight in weights]
    left_over = cents - sum(base for base, _ in shares)
    # sorted() keeps the order of ties, which is that of the parts
    places = set(sorted(range(len(shares)), key=lambda place: -shares[place][1])[:left_over])
    sign = -CENT if amount < 0 else CENT
    return [(base + (place in places)) * sign for place, (base, _) in enumerate(shares)]


def month_weights(
    method: SplitMethod, months: int, points: Sequence[Decimal | int] = ()
) -> list[Weight]:
    """The proportions in which months share an amount, in no particular unit.

    `points` are the numbers of WEIGHTS: as many as there are months, or spread evenly over them.
    """
    numbers = range(1, months + 1)
    if method is SplitMethod.EVEN:
        return [1] * months
    if method is SplitMethod.S_CURVE:
        return [_risen(month, months) - _risen(month - 1, months) for month in numbers]
    return [_covered(month, months, points) for month in numbers]


def _risen(month: int, months: int) -> int:
    """What the S-curve has reached at the end of a month: 3t² - 2t³, times months³."""
    return 3 * month**2 * months - 2 * month**3


def _covered(month: int, months: int, points: Sequence[Decimal | int]) -> Fraction:
    """What of the points falls into a month, if all of them together last as long as all months."""
    first, last = (month - 1) * len(points), month * len(points)
    found = Fraction()
    for place, point in enumerate(points):
        overlap = min(last, (place + 1) * months) - max(first, place * months)
        found += Fraction(point) * max(overlap, 0)
    return found
