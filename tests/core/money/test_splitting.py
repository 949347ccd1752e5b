"""Parts add up to the whole, in Python and in SQL alike."""

import asyncio
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

import asyncpg
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.money import SplitMethod, month_weights, split
from tests.database import Databases, dsn
from tests.effort import some

AMOUNTS = st.decimals("-999999999999.99", "999999999999.99", places=2)
POINTS = st.lists(st.decimals("0", "99999999.9999", places=4), min_size=1, max_size=60).filter(any)
BATCH = 50


@dataclass(frozen=True)
class Given:
    """What is split."""

    amount: Decimal
    method: SplitMethod
    months: int
    points: Sequence[Decimal]

    @property
    def parts(self) -> list[Decimal]:
        """What Python makes of it."""
        return split(self.amount, month_weights(self.method, self.months, self.points))


GIVEN = st.builds(Given, AMOUNTS, st.sampled_from(SplitMethod), st.integers(1, 60), POINTS)

IN_SQL = """
SELECT array_agg(part ORDER BY place) AS parts
FROM unnest($1::numeric[], $2::text[], $3::integer[], $4::text[])
    WITH ORDINALITY AS given (amount, method, months, points, number)
CROSS JOIN LATERAL split_cents(amount, method, months, points::numeric[])
GROUP BY number
ORDER BY number
"""


@pytest.fixture(scope="module")
def database(databases: Databases) -> Iterator[str]:
    url = databases.clone()
    yield dsn(url)
    databases.drop(url)


async def in_sql(url: str, given: Sequence[Given]) -> list[list[Decimal]]:
    """What the SQL function makes of them."""
    connection = await asyncpg.connect(url)
    try:
        rows = await connection.fetch(
            IN_SQL,
            [g.amount for g in given],
            [g.method.name for g in given],
            [g.months for g in given],
            ["{" + ",".join(map(str, g.points)) + "}" for g in given],
        )
    finally:
        await connection.close()
    return [list(row["parts"]) for row in rows]


@given(GIVEN)
def test_parts_add_up_and_none_is_a_cent_off_its_share(whole: Given) -> None:
    parts, weights = whole.parts, month_weights(whole.method, whole.months, whole.points)
    assert sum(parts) == whole.amount
    total = sum(weights)
    for part, weight in zip(parts, weights, strict=True):
        exact = Fraction(whole.amount) * weight / total
        assert abs(Fraction(part) - exact) < Fraction(1, 100)
        assert part.as_tuple().exponent == -2


@settings(max_examples=some(40), deadline=None)
@given(st.lists(GIVEN, min_size=BATCH, max_size=BATCH))
def test_sql_splits_as_python_does(database: str, many: list[Given]) -> None:
    assert asyncio.run(in_sql(database, many)) == [g.parts for g in many]


def test_left_over_cents_go_to_the_earliest_months() -> None:
    parts = split(Decimal("100.00"), month_weights(SplitMethod.EVEN, 12))
    assert parts == [Decimal("8.34")] * 4 + [Decimal("8.33")] * 8


def test_left_over_cents_go_to_the_largest_remainders_first() -> None:
    assert split(Decimal("0.10"), [1, 2, 1]) == [Decimal("0.03"), Decimal("0.05"), Decimal("0.02")]
    assert split(Decimal("1.00"), [1, 1, 4]) == [Decimal("0.17"), Decimal("0.17"), Decimal("0.66")]


def test_a_negative_amount_is_split_as_its_opposite() -> None:
    assert split(Decimal("-0.05"), [1, 1]) == [Decimal("-0.03"), Decimal("-0.02")]


def test_an_s_curve_over_a_year() -> None:
    shares = month_weights(SplitMethod.S_CURVE, 12)
    percent = [round(float(share * 100 / sum(shares)), 3) for share in shares]
    assert percent[:6] == [1.968, 5.44, 8.218, 10.301, 11.69, 12.384]
    assert percent == percent[::-1]


def test_spread_points_are_spread_over_fewer_months() -> None:
    """A published vector: back-loaded points over four periods."""
    shares = month_weights(SplitMethod.WEIGHTS, 4, range(0, 50, 5))
    parts = split(Decimal("100.00"), shares)
    assert parts == [Decimal(p) for p in ("4.44", "17.78", "32.22", "45.56")]


@pytest.mark.parametrize(
    ("amount", "weights"),
    [("1.001", [1]), ("1.00", [0, 0]), ("1.00", []), ("1.00", [2, -1])],
)
def test_what_cannot_be_split_is_refused(amount: str, weights: list[int]) -> None:
    with pytest.raises(ValueError, match="whole cents"):
        split(Decimal(amount), weights)
