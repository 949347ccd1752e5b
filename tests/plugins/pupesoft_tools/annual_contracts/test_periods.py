from datetime import date, timedelta

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from core.errors import BadInput
from plugins.pupesoft_tools.annual_contracts.periods import Period

DAYS = st.dates(date(1901, 1, 1), date(2199, 12, 31))


def period(first: str, last: str) -> tuple[str, str]:
    found = Period(date.fromisoformat(first), date.fromisoformat(last))
    return found.previous_first.isoformat(), found.previous_last.isoformat()


@pytest.mark.parametrize(
    ("days", "before"),
    [
        (("2026-01-01", "2026-12-31"), ("2025-01-01", "2025-12-31")),
        (("2026-03-15", "2026-03-15"), ("2025-03-15", "2025-03-15")),
        (("2024-02-29", "2024-02-29"), ("2023-02-28", "2023-02-28")),
        (("2024-02-01", "2024-02-29"), ("2023-02-01", "2023-02-28")),
        (("2024-02-01", "2024-02-28"), ("2023-02-01", "2023-02-28")),
        (("2025-02-01", "2025-02-28"), ("2024-02-01", "2024-02-29")),
        (("2025-02-01", "2025-02-27"), ("2024-02-01", "2024-02-27")),
        (("2024-03-01", "2025-02-28"), ("2023-03-01", "2024-02-29")),
        (("2023-03-01", "2024-02-29"), ("2022-03-01", "2023-02-28")),
        (("2024-02-29", "2025-02-27"), ("2023-02-28", "2024-02-27")),
    ],
)
def test_the_same_period_a_year_earlier(days: tuple[str, str], before: tuple[str, str]) -> None:
    assert period(*days) == before


@pytest.mark.parametrize(
    "days",
    [
        ("2026-01-02", "2026-01-01"),
        ("2025-01-01", "2026-01-01"),
        ("2024-02-29", "2025-02-28"),
        ("0001-01-01", "0001-01-02"),
        ("9999-01-01", "9999-12-31"),
        ("1899-12-31", "1900-01-01"),
    ],
)
def test_what_is_no_period_of_a_year_is_refused(days: tuple[str, str]) -> None:
    with pytest.raises(BadInput):
        period(*days)


@given(DAYS, st.integers(0, 364))
def test_no_day_is_in_both_periods_and_whole_years_leave_none_out(first: date, more: int) -> None:
    try:
        found = Period(first, first + timedelta(more))
    except BadInput:
        # 365 days from a 1st of March on, say, may be a year and a day by the calendar
        assume(False)
        return
    assert found.previous_first < found.previous_end <= found.first < found.end
    days = (found.end - found.first).days
    assert abs((found.previous_end - found.previous_first).days - days) <= 1
    if (found.end.month, found.end.day) == (found.first.month, found.first.day):
        assert found.previous_end == found.first
