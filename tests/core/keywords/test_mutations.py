from typing import Any

import pytest

from core.keywords.models import Keyword
from tests.api import Api
from tests.core.writing.calls import codes, count, mutate
from tests.factories import keyword, save

WANTED = "keyword { list code colour position labels }"


async def test_lists_and_codes_are_upper_case(api: Api) -> None:
    given = {"list": "segment", "code": "big", "labels": {"fi": "Iso"}, "colour": "#aabbcc"}
    payload = await mutate(api, "createKeyword", given, WANTED)
    assert payload["keyword"] == {
        "list": "SEGMENT",
        "code": "BIG",
        "colour": "#AABBCC",
        "position": 0,
        "labels": {"fi": "Iso"},
    }


@pytest.mark.parametrize(
    ("field", "value"),
    [("labels", ["Iso"]), ("labels", {"fi": 1}), ("colour", "red"), ("code", "two words")],
)
async def test_what_is_malformed_is_told(api: Api, field: str, value: Any) -> None:
    given = {"list": "SEGMENT", "code": "A", field: value}
    assert codes(await mutate(api, "createKeyword", given, WANTED)) == [("INVALID", field)]
    assert await count(api, Keyword) == 0


async def test_a_code_stands_once_in_its_list(api: Api) -> None:
    await save(api, keyword(101, "SEGMENT", "A"))
    taken = await mutate(api, "createKeyword", {"list": "SEGMENT", "code": "A"}, WANTED)
    assert codes(taken) == [("TAKEN", "code")]
    other = await mutate(api, "createKeyword", {"list": "DISTRICT", "code": "A"}, WANTED)
    assert codes(other) == []
