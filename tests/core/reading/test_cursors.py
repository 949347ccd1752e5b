"""Cursors are opaque: a damaged or foreign one is refused before any SQL."""

import base64
import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.api import Answer, Api
from tests.effort import some

PAGE = """query ($after: String, $by: [CustomerOrder!]) {
  customers(first: 3, after: $after, orderBy: $by, archived: INCLUDE) {
    nodes { id } pageInfo { endCursor }
  }
}"""
KINDS = ("name", "prospect", "status", "annualRevenue", "employeeCount", "createdAt", "archivedAt")
STRANGE: list[Any] = [
    None,
    True,
    7,
    -(2**63) - 1,
    2**63,
    10**400,
    1.5,
    "",
    "\0",
    "a\0b",
    "\ud800",
    "x" * 100_000,
    "1e9999",
    "NaN",
    "99999999999999999999",
    "-99999999999999999999.9999999999",
    "NO_SUCH_STATUS",
    "__class__",
    "ACTIVE",
    "2026-02-30T00:00:00Z",
    "0001-01-01T00:00:00+14:00",
    "9999-12-31T23:59:59-14:00",
    "2026-01-01T00:00:00",
    [],
    [[]],
    {},
]


async def page(api: Api, after: object, by: object = None) -> tuple[Answer, list[str]]:
    with api.statements() as seen:
        answer = await api(PAGE, api.admin, after=after, by=by)
    return answer, seen


async def real_cursor(api: Api, by: object = None) -> str:
    answer, _ = await page(api, None, by)
    cursor: str = answer["customers"]["pageInfo"]["endCursor"]
    return cursor


def forged(cursor: str, values: str) -> str:
    """A cursor with the mark of a real one and other values."""
    mark = base64.b64decode(cursor)[:8]
    return base64.b64encode(mark + values.encode("utf-8", "surrogatepass")).decode()


def refused(answer: Answer, seen: list[str]) -> bool:
    return answer.errors == [("BAD_USER_INPUT", ("customers",))] and seen == []


@pytest.mark.parametrize("field", KINDS)
async def test_a_forged_cursor_is_refused_or_harmless(mixed: Api, field: str) -> None:
    by = [{field: "DESC"}]
    real = await real_cursor(mixed, by)
    for value in STRANGE:
        for values in ([value, 3], [3, value]):
            answer, seen = await page(mixed, forged(real, json.dumps(values)), by)
            assert refused(answer, seen) or (not answer.errors and len(seen) == 1), (values, answer)


@pytest.mark.parametrize(
    "values",
    [
        *("", "[]", "[1]", "{}", "null", "3", '"a"', '["a", 1, 2]', '["a"', '["a", true]'),
        *("[NaN, 1]", "[Infinity, 1]", '["a", null]', '["\\ud800", 1]'),
        pytest.param("[" * 100_000, id="deep"),
        pytest.param("[" + "9" * 5000 + ", 1]", id="many digits"),
    ],
)
async def test_a_cursor_with_other_values_is_refused(mixed: Api, values: str) -> None:
    real = await real_cursor(mixed)
    assert refused(*await page(mixed, forged(real, values)))


async def test_a_cursor_may_not_hold_half_a_surrogate_pair(mixed: Api) -> None:
    assert refused(*await page(mixed, "\ud800"))
    assert refused(*await page(mixed, forged(await real_cursor(mixed), '["\ud800", 1]')))


@settings(max_examples=some(25), deadline=None, derandomize=True, database=None)
@given(
    text=st.text(max_size=40) | st.binary(max_size=40).map(lambda b: base64.b64encode(b).decode())
)
async def test_any_other_text_is_refused(mixed: Api, text: str) -> None:
    assert refused(*await page(mixed, text))


@settings(max_examples=some(25), deadline=None, derandomize=True, database=None)
@given(place=st.integers(0, 200), character=st.characters(max_codepoint=127))
async def test_a_changed_character_never_breaks_a_cursor_unnoticed(
    mixed: Api, place: int, character: str
) -> None:
    real = await real_cursor(mixed, [{"createdAt": "ASC"}])
    place %= len(real)
    changed = real[:place] + character + real[place + 1 :]
    answer, seen = await page(mixed, changed, [{"createdAt": "ASC"}])
    assert refused(answer, seen) or not answer.errors


async def test_a_cursor_of_another_order_or_list_is_refused(mixed: Api) -> None:
    by_name = await real_cursor(mixed, [{"name": "ASC"}])
    for by in ([{"name": "DESC"}], [{"number": "ASC"}], [{"name": "ASC"}, {"number": "ASC"}]):
        assert refused(*await page(mixed, by_name, by))
    others = (await mixed("{ employees(first: 1) { edges { cursor } } }", mixed.admin))["employees"]
    assert refused(*await page(mixed, others["edges"][0]["cursor"]))


async def test_the_default_order_and_the_same_order_by_hand_share_their_cursors(mixed: Api) -> None:
    answer, _ = await page(mixed, await real_cursor(mixed), [{"name": "ASC"}])
    assert not answer.errors
