from typing import Any

import pytest

from benchmarks.answers import AnswersDiffer, require_same, values

ANSWER: dict[str, Any] = {
    "data": {
        "customer": {
            "id": "customer_42",
            "contacts": {"nodes": [{"id": "contact_7", "name": "Ada"}]},
            "at": "2026-01-31T12:00:00.000000Z",
            "amount": "1.50",
            "parent": None,
        }
    }
}


def changed(**fields: object) -> dict[str, Any]:
    return {"data": {"customer": {**ANSWER["data"]["customer"], **fields}}}


def test_ids_and_instants_may_be_written_otherwise() -> None:
    other = changed(
        id="42",
        contacts={"nodes": [{"id": "7", "name": "Ada"}]},
        at="2026-01-31T14:00:00+02:00",
    )

    require_same("other", other, ANSWER)


@pytest.mark.parametrize(
    ("fields", "place"),
    [
        ({"amount": "1.5"}, "data.customer.amount"),
        ({"amount": 1.5}, "data.customer.amount"),
        ({"parent": {"id": "1"}}, "data.customer.parent"),
        ({"contacts": {"nodes": []}}, "data.customer.contacts.nodes.0"),
        ({"id": "customer_43"}, "data.customer.id"),
        ({"more": 1}, "data.customer.more"),
    ],
)
def test_other_values_are_refused_with_their_place(fields: dict[str, object], place: str) -> None:
    with pytest.raises(AnswersDiffer, match=rf"other .* at {place}: "):
        require_same("other", changed(**fields), ANSWER)


def test_errors_are_refused() -> None:
    with pytest.raises(AnswersDiffer, match="too slow"):
        require_same("other", {**ANSWER, "errors": [{"message": "too slow"}]}, ANSWER)


def test_values_are_counted_at_the_leaves() -> None:
    assert values(ANSWER) == 6
