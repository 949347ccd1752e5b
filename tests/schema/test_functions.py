"""Functions of Python fields get the same with Strawberry's wrapper and without it."""

from datetime import date
from enum import Enum
from typing import Annotated

import strawberry
from strawberry import UNSET

from core.declare import extend
from core.roots import Query
from tests.schema.composing import answered


@strawberry.enum(description="A size.")
class Size(Enum):
    SMALL = strawberry.enum_value("small", description="Small.")
    LARGE = strawberry.enum_value("large", description="Large.")


@strawberry.input(description="Plain values.")
class Parcel:
    name: str = strawberry.field(description="A name.")
    size: Size | None = strawberry.field(default=Size.SMALL, description="A size.")
    note: str | None = strawberry.field(default=UNSET, description="A note.")
    sent_on: date | None = strawberry.field(description="A day; there is no default.")


Given = Annotated[Parcel | None, strawberry.argument(description="A parcel.")]
Many = Annotated[list[int] | None, strawberry.argument(description="Needs the wrapper.")]

PARCELS = (
    "",
    "(parcel: null)",
    '(parcel: {name: "a"})',
    '(parcel: {name: "a", size: null, note: null, sentOn: null})',
    '(parcel: {name: "a", size: LARGE, note: "b", sentOn: "2026-03-15"})',
)


async def test_inputs_become_the_same_objects(database_url: str) -> None:
    seen: list[list[object]] = [[], []]

    @extend(Query)
    def directly(parcel: Given = None) -> str | None:
        """What came."""
        seen[0].append(parcel)
        return repr(parcel)

    @extend(Query)
    async def wrapped(parcel: Given = None, many: Many = None) -> str | None:
        """What came."""
        seen[1].append(parcel)
        return repr(parcel)

    calls = [f"d{n}: directly{p} w{n}: wrapped{p}" for n, p in enumerate(PARCELS)]
    answer = await answered(database_url, f"{{ {' '.join(calls)} }}", directly, wrapped)
    assert not answer.errors
    assert all(answer[f"d{n}"] == answer[f"w{n}"] for n in range(len(PARCELS)))
    assert seen[0] == seen[1]
    assert seen[0][-1] == Parcel(name="a", size=Size.LARGE, note="b", sent_on=date(2026, 3, 15))
