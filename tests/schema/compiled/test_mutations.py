"""Mutations by plans answer as graphql-core does: all payloads, whatever is in them."""

import gc
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from random import Random
from types import SimpleNamespace
from typing import Any, cast
from unittest.mock import patch
from weakref import ref

import pytest
from graphql import GraphQLField, GraphQLNonNull, GraphQLSchema, parse

from core.context import Context
from schema.compiled.executing import executed
from schema.compiled.mutating import Mutations
from schema.compiled.plain import Plain
from schema.compiled.variables import Variables
from schema.errors import present
from schema.internals import graphql_schema
from tests.api import ALL_PLUGINS, composed, declared
from tests.schema.compiled.payloads import made, selected

ROUNDS = 5
"""Payloads of each mutation."""

KEYS = {"code": "A", "message": "B", "path": ["input"], "current_version": None}
GOOD: Mapping[str, Any] = {
    "state": True,
    "responsible": False,
    "user_errors": [SimpleNamespace(**KEYS)],
}
ALL = "state responsible userErrors { path currentVersion ...Told }"
TOLD = " fragment Told on UserError { message code kind: __typename }"


class Asking:
    """Stands for the context of a request."""


def schema() -> GraphQLSchema:
    return graphql_schema(composed(declared(ALL_PLUGINS)))


def mutations() -> Mapping[str, GraphQLField]:
    kind = schema().mutation_type
    assert kind is not None
    found: Mapping[str, GraphQLField] = kind.fields
    return found


def toggle() -> GraphQLField:
    return mutations()["toggleResponsibility"]


@contextmanager
def answering(resolve: Any, field: GraphQLField | None = None) -> Iterator[None]:
    """A mutation takes no arguments and does something else meanwhile."""
    field = field or toggle()
    with patch.object(field, "resolve", resolve), patch.object(field, "args", {}):
        yield


async def both(
    text: str, variables: Mapping[str, object] = {}
) -> tuple[Any, list[dict[str, object]]]:
    """Data and errors, which are the same both ways."""
    document = parse(text)
    operation: Any = document.definitions[0]
    context = cast(Context, None)
    values = Variables(schema(), operation).values(variables)
    expected = await executed(schema(), document, operation, values, context)
    found = await Mutations(schema()).result(document, operation, variables, context)
    assert found is not None
    assert repr(found.data) == repr(expected.data)
    told = [[present(e) for e in result.errors or ()] for result in (found, expected)]
    assert told[0] == told[1]
    return found.data, told[0]


async def test_every_payload_looks_the_same() -> None:
    random = Random(1)  # noqa: S311 - no secret
    shown = failed = 0
    for name, field in mutations().items():
        text = f"mutation {{ {name} {selected(field.type)} }}"
        for _ in range(ROUNDS):
            payload = made(field.type, random)
            with answering(lambda *_, payload=payload: payload, field):
                _, errors = await both(text)
            shown, failed = shown + (not errors), failed + bool(errors)
    assert min(shown, failed) > len(mutations())


async def test_plain_payloads_need_no_graphql_core() -> None:
    text = f"mutation {{ toggleResponsibility {{ {ALL} }} }} {TOLD}"
    with answering(lambda *_: SimpleNamespace(**GOOD)):
        data, errors = await both(text)
        with patch("schema.executor.RowExecutor.complete_value", side_effect=AssertionError):
            result = await planned(text)
    assert result.data == data
    assert errors == []
    (error,) = data["toggleResponsibility"]["userErrors"]
    assert list(error.items()) == [
        *[("path", ["input"]), ("currentVersion", None)],
        *[("message", "B"), ("code", "A"), ("kind", "UserError")],
    ]


async def planned(text: str) -> Any:
    document = parse(text)
    operation: Any = document.definitions[0]
    return await Mutations(schema()).result(document, operation, {}, cast(Context, None))


async def test_mutations_follow_each_other_and_fail_alone() -> None:
    begun: list[str] = []

    async def resolve(_: object, info: Any) -> Any:
        begun.append(info.path.key)
        if info.path.key == "b":
            raise ValueError("a fault")
        return SimpleNamespace(**GOOD)

    roots = " ".join(f"{key}: toggleResponsibility {{ state }}" for key in "abc")
    with answering(resolve):
        data, errors = await both(f"mutation {{ {roots} }}")
    assert begun == [*"abc"] * 2
    assert data == {"a": {"state": True}, "b": None, "c": {"state": True}}
    assert [error["path"] for error in errors] == [["b"]]


async def test_a_payload_is_made_once_although_it_cannot_be_shown() -> None:
    made: list[int] = []

    async def resolve(*_: object) -> Any:
        made.append(1)
        return SimpleNamespace(**{**GOOD, "responsible": None})

    with answering(resolve):
        data, errors = await both("mutation { toggleResponsibility { state responsible } }")
    assert (len(made), data) == (2, {"toggleResponsibility": None})
    assert [error["path"] for error in errors] == [["toggleResponsibility", "responsible"]]


async def test_one_that_may_not_be_null_takes_all_data() -> None:
    def fail(*_: object) -> None:
        raise ValueError("a fault")

    with (
        answering(fail),
        patch.object(toggle(), "type", GraphQLNonNull(cast(Any, toggle().type))),
    ):
        assert (await both("mutation { toggleResponsibility { state } }"))[0] is None


@pytest.mark.parametrize("asked", [True, False])
async def test_conditions_are_part_of_the_plan(asked: bool) -> None:
    text = """mutation ($a: Boolean!, $b: Boolean = true) {
      x: toggleResponsibility @include(if: $a) { state }
      y: toggleResponsibility { state @skip(if: $a) responsible @include(if: $b) } }"""
    with answering(lambda *_: SimpleNamespace(**GOOD)):
        data, _ = await both(text, {"a": asked})
    assert list(data) == [*("x",) * asked, "y"]
    assert ("state" in data["y"]) is not asked


async def test_what_is_more_than_a_plain_value_is_left_to_graphql_core() -> None:
    text = "mutation { toggleResponsibility { state responsibility { id } } }"
    payload = SimpleNamespace(**{**GOOD, "key": None})
    with (
        answering(lambda *_: payload),
        patch.object(Plain, "write", autospec=True, side_effect=Plain.write) as asked,
    ):
        data, _ = await both(text)
    assert asked.called
    assert data == {"toggleResponsibility": {"state": True, "responsibility": None}}


async def test_variables_that_do_not_fit_leave_it_undone() -> None:
    text = """mutation ($input: ToggleResponsibilityInput!) {
      toggleResponsibility(input: $input) { state } }"""
    document = parse(text)
    operation: Any = document.definitions[0]
    for given in ({}, {"input": None}, {"input": {"partyId": "a"}}, {"input": {"x": 1}}):
        found = await Mutations(schema()).result(document, operation, given, cast(Context, None))
        assert found is None


@pytest.mark.parametrize("selected", ["state", "responsibility { id }"])
async def test_nothing_is_left_of_a_request_that_python_must_search_for(selected: str) -> None:
    payload = SimpleNamespace(**{**GOOD, "key": None})
    document = parse(f"mutation {{ toggleResponsibility {{ {selected} }} }}")
    operation: Any = document.definitions[0]
    context = Asking()
    seen, plans = ref(context), Mutations(schema())
    gc.disable()
    try:
        with answering(lambda *_: payload):
            await plans.result(document, operation, {}, cast(Context, context))
        del context
        assert seen() is None
    finally:
        gc.enable()
