"""Windows of calendars: days, weeks and months, half-open, whatever the clocks do."""

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import BadInput
from plugins.pupesoft_tools.calendar.enums import CalendarSpan
from plugins.pupesoft_tools.calendar.window import window
from tests.api import Api
from tests.plugins.pupesoft_tools.calendar.office import (
    COLLEAGUE,
    MANAGER,
    SELLER,
    create,
    who,
)
from tests.schema.compiled.pair import COMPILED, Pair

ZONES = ("Europe/Helsinki", "Europe/Zagreb", "America/Sao_Paulo", "Pacific/Apia", "UTC")
DAYS = st.dates(date(1970, 1, 1), date(2999, 12, 31))
WINDOW = """query ($from: Date!, $before: Date, $span: CalendarSpan, $zone: String!, $who: [ID!]) {
  calendar(from: $from, before: $before, span: $span, timeZone: $zone, employeeIds: $who) {
    employee { id } entry { title } wholeDay startsOn endsOn begins ends overlaps
    overlapping { title }
  }
}"""
HELSINKI = "Europe/Helsinki"


@given(DAYS, st.sampled_from(ZONES), st.sampled_from(CalendarSpan))
def test_windows_follow_each_other_without_a_gap(day: date, zone: str, span: CalendarSpan) -> None:
    asked = {"from": day, "span": span, "timeZone": zone}
    found = window(asked)
    assert found.first <= day < found.end
    assert found.begins < found.ends
    assert window(asked | {"from": found.first}) == found
    if found.end.year < 3000:
        following = window(asked | {"from": found.end})
        assert (following.first, following.begins) == (found.end, found.ends)
    first, end = {"from": found.first, "before": found.end}, found.end - found.first
    assert window({**first, "timeZone": zone}) == found
    assert end <= timedelta(days=31)


@pytest.mark.parametrize("zone", ["Europe/Helsinki", "Europe/Zagreb"])
def test_days_with_a_change_of_clocks_have_other_lengths(zone: str) -> None:
    for day, hours in ((date(2026, 3, 29), 23), (date(2026, 10, 25), 25), (date(2026, 5, 1), 24)):
        found = window({"from": day, "timeZone": zone})
        assert found.ends - found.begins == timedelta(hours=hours)


@pytest.mark.parametrize(
    "wrong",
    [
        {"timeZone": "Europe/Atlantis"},
        {"timeZone": ""},
        {"timeZone": "../etc/passwd"},
        {"from": date(1969, 12, 31)},
        {"from": date.max},
        {"before": date(2026, 3, 15)},
        {"before": date(2026, 5, 17)},
        {"before": date(2026, 3, 16), "span": CalendarSpan.DAY},
    ],
)
def test_what_is_no_window_is_refused(wrong: dict[str, Any]) -> None:
    asked = {"from": date(2026, 3, 15), "timeZone": HELSINKI}
    with pytest.raises(BadInput):
        window(asked | wrong)


async def shown(api: Api, viewer: Any, **given: Any) -> list[Any]:
    asked = {"from": "2026-03-16", "zone": HELSINKI, **given}
    found: list[Any] = (await api(WINDOW, viewer, **asked))["calendar"]
    return found


async def test_a_window_shows_what_touches_it(office: Api) -> None:
    seller = who(office, SELLER)
    times = {
        "Before": ("2026-03-15T21:00:00Z", "2026-03-15T22:00:00Z"),
        "Into": ("2026-03-15T21:00:00Z", "2026-03-15T22:00:01Z"),
        "Last": ("2026-03-16T21:59:59Z", "2026-03-16T22:30:00Z"),
        "After": ("2026-03-16T22:00:00Z", "2026-03-16T22:30:00Z"),
    }
    for title, (begins, ends) in times.items():
        await create(office, seller, title=title, startsAt=begins, endsAt=ends)
    for day in ("2026-03-15", "2026-03-16", "2026-03-17"):
        await create(office, seller, title=day, startsAt=None, endsAt=None, startsOn=day)

    async def titles(**given: Any) -> list[str]:
        return [slot["entry"]["title"] for slot in await shown(office, seller, **given)]

    assert await titles() == ["Into", "2026-03-16", "Last"]
    # whole days are the same days for whoever looks
    assert await titles(zone="America/Los_Angeles") == ["2026-03-16", "Last", "After"]
    assert len(await titles(span="WEEK")) == 5
    assert len(await titles(span="MONTH")) == 7
    assert await titles(before="2026-03-17", span=None) == await titles()
    [into, *_] = await shown(office, seller)
    assert into["overlaps"] == 3
    assert [e["title"] for e in into["overlapping"]] == ["2026-03-15", "Before", "2026-03-16"]


async def test_calendars_stand_side_by_side_for_those_who_may(office: Api) -> None:
    seller, colleague = who(office, SELLER), who(office, COLLEAGUE)
    boss = who(office, MANAGER, "customers:read_all", "calendar:read_all")
    await create(office, seller)
    await create(office, seller, title="Visit", customerId="customer_1")
    await create(office, colleague, title="Call", customerId="customer_2")
    people = ["employee_2", "employee_3", "employee_999"]
    found = await shown(office, boss, who=people)
    told = [
        (slot["employee"]["id"], (slot["entry"] or {}).get("title"), slot["overlaps"])
        for slot in found
    ]
    taken = [("employee_2", None, 1), ("employee_2", "Visit", 1), ("employee_3", "Call", 0)]
    assert sorted(told, key=str) == sorted(taken, key=str)
    # what is private is told by nothing but its time
    assert [slot["overlapping"] for slot in found if slot["entry"] == {"title": "Visit"}] == [[]]
    hidden = who(office, MANAGER, "calendar:read_all")
    assert [slot["entry"] for slot in await shown(office, hidden, who=people)] == [None] * 3
    for ids in (people, ["employee_2"], []):
        answer = await office(WINDOW, seller, zone=HELSINKI, who=ids, **{"from": "2026-03-16"})
        assert answer.errors == [("FORBIDDEN", ("calendar",))]
    many = [f"employee_{key}" for key in range(1, 22)]
    answer = await office(WINDOW, boss, zone=HELSINKI, who=many, **{"from": "2026-03-16"})
    assert answer.errors == [("BAD_USER_INPUT", ("calendar",))]
    given = {"from": "2026-03-16", "zone": HELSINKI, "who": people}
    assert (await Pair(office.deployment)(WINDOW, boss, **given)).plan == COMPILED
