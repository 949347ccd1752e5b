"""Scalars: exact numbers, days and instants, as text and back."""

from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.scalars import (
    checked_text,
    instant_text,
    parse_date,
    parse_decimal,
    parse_instant,
    scalar_map,
)
from tests import factories as make
from tests.api import Api

utc = st.datetimes(timezones=st.just(UTC))


@given(value=st.decimals(-(10**12), 10**12, allow_nan=False, places=2))
def test_money_is_a_string_with_two_decimals(value: Decimal) -> None:
    text = scalar_map()[Decimal].serialize(value)  # type: ignore[misc]
    assert text.partition(".")[2].isdigit()
    assert len(text.partition(".")[2]) == 2
    assert parse_decimal(text) == value


@pytest.mark.parametrize(
    "value",
    [
        *("", " ", "NaN", "Infinity", "1e5", "1E-2", "1,5", "１.5", "1_000", "0x10", "--1", "1."),
        *(".5", " 1", "1\n", "9" * 21, "1." + "1" * 11, True, None, [], {}),
        *(float("nan"), float("inf"), 1e30),
    ],
)
def test_no_other_notation_is_a_decimal(value: object) -> None:
    with pytest.raises(ValueError, match="decimal number"):
        parse_decimal(value)


@pytest.mark.parametrize(
    ("value", "number"),
    [("0.10", "0.10"), ("-1", "-1"), ("+2.5", "2.5"), (3, "3"), (0.1, "0.1"), ("007", "7")],
)
def test_decimals_are_exact(value: object, number: str) -> None:
    assert parse_decimal(value) == Decimal(number)


@given(value=st.dates())
def test_days_round_trip(value: date) -> None:
    text = scalar_map()[date].serialize(value)  # type: ignore[misc]
    assert len(text) == 10
    assert parse_date(text) == value


@pytest.mark.parametrize(
    "value",
    [
        *("", "2026-2-1", "2026-02-30", "20260201", "2026-W01-1", "0000-01-01", "2026-02-01T00"),
        *("２026-02-01", "2026-02-01 ", "+2026-02-01", 20260201, None),
    ],
)
def test_no_other_text_is_a_day(value: object) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - the texts differ, the kind does not
        parse_date(value)


@given(value=utc)
def test_instants_round_trip_to_the_microsecond(value: datetime) -> None:
    text = instant_text(value)
    assert len(text) == 27
    assert text.endswith("Z")
    assert parse_instant(text) == value


@given(
    value=st.datetimes(min_value=datetime(2, 1, 1), max_value=datetime(9998, 1, 1)),  # noqa: DTZ001
    minutes=st.integers(-14 * 60, 14 * 60),
)
def test_an_offset_is_turned_into_utc(value: datetime, minutes: int) -> None:
    local = value.replace(tzinfo=timezone(timedelta(minutes=minutes)))
    assert parse_instant(local.isoformat()) == local
    assert instant_text(local) == instant_text(local.astimezone(UTC))


@pytest.mark.parametrize(
    "value",
    [
        *("", "now", "2026-01-31", "2026-01-31T12:00:00", "2026-01-31T25:00:00Z"),
        "2026-13-01T00:00:00Z",
        *("0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00", "x" * 100, 0, None),
    ],
)
def test_no_other_text_is_an_instant(value: object) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - the texts differ, the kind does not
        parse_instant(value)


@pytest.mark.parametrize("value", ["\0", "a\0", "\ud800", "a\udfffb", 1, None, b"a"])
def test_text_that_cannot_be_stored_is_refused(value: object) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - the texts differ, the kind does not
        checked_text(value)


VALUES = """{ opportunities(orderBy: {id: ASC}) { nodes {
  amount weightedAmount closedOn createdAt
} } }"""


async def test_values_reach_the_client_as_they_are_stored(api: Api) -> None:
    early, late = datetime(1, 1, 1, tzinfo=UTC), datetime.max.replace(tzinfo=UTC)
    rows: list[dict[str, Any]] = [
        {"amount": Decimal("0.00"), "closed_on": date.min, "created_at": early},
        {"amount": Decimal("999999999999.99"), "closed_on": date.max, "created_at": late},
        {"amount": None, "closed_on": date(1969, 12, 31), "created_at": early},
        {"amount": Decimal(7), "closed_on": None, "created_at": late},
    ]
    await make.save(api, *(make.opportunity(k, 5, **row) for k, row in enumerate(rows, 1)))
    nodes = (await api(VALUES, api.admin))["opportunities"]["nodes"]
    assert [node["amount"] for node in nodes] == ["0.00", "999999999999.99", None, "7.00"]
    assert [node["weightedAmount"] for node in nodes] == ["0.00", "999999999999.99", None, "7.00"]
    days = ["0001-01-01", "9999-12-31", "1969-12-31", None]
    assert [node["closedOn"] for node in nodes] == days
    instants = ["0001-01-01T00:00:00.000000Z", "9999-12-31T23:59:59.999999Z"]
    assert [node["createdAt"] for node in nodes] == instants * 2


async def test_totals_have_room_for_many_of_the_largest_amounts(api: Api) -> None:
    await make.save(api, make.customer(1))
    most = Decimal("999999999999.99")
    chances = (make.opportunity(k, 5, customer_id=1, amount=most) for k in range(1, 4))
    await make.save(api, *chances)
    query = """{ customers(filter: {opportunityTotals: {some: {amount: {gt: "2999999999999.96"}}}})
      { nodes { opportunityTotals { count amount weighted } } } }"""
    (node,) = (await api(query, api.admin))["customers"]["nodes"]
    total = "2999999999999.97"
    assert node["opportunityTotals"] == [{"count": 3, "amount": total, "weighted": total}]


async def test_a_decimal_argument_is_exact_as_a_string_and_as_a_number(api: Api) -> None:
    await make.save(api, make.customer(1, annual_revenue=Decimal("999999999999.99")))
    query = "{ customers(filter: {annualRevenue: {eq: %s}}) { totalCount } }"
    for text in ('"999999999999.99"', "999999999999.99", '"+999999999999.990"'):
        answer = await api(query % text, api.admin)
        assert answer["customers"]["totalCount"] == 1, text
    for text in ('"1e3"', "true", '""', "{}", '"NaN"'):
        answer = await api(query % text, api.admin)
        assert answer.data is None
        assert answer.messages
