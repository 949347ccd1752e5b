"""Filters: every operator on every type does what plain Python does with the same rows."""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.api import Api
from tests.core.reading.mixed import AMOUNTS, CITIES, COUNTS, CUSTOMERS, DAYS, INSTANTS, NAMES
from tests.core.reading.reference import Row, holds
from tests.effort import some

EVERYTHING = """{
  customers(first: 500, archived: INCLUDE, orderBy: {id: ASC}) { nodes {
    id name number billingCity prospect status annualRevenue employeeCount createdAt archivedAt
    owner { id name isSeller salesRight }
    parent { id name annualRevenue }
    opportunities(first: 500) { nodes {
      id name amount probability weightedAmount closedOn stage { code kind } owner { id isSeller }
    } }
    subsidiaries(first: 500, archived: INCLUDE) { nodes { id name prospect } }
  } }
}"""
FILTERED = """query ($filter: CustomerFilter) {
  customers(first: 500, archived: INCLUDE, orderBy: {id: ASC}, filter: $filter) {
    totalCount nodes { id }
  }
}"""

DECIMALS = [str(a) for a in AMOUNTS if a is not None]
DECIMALS += ["-1", "10.005", "9.995", "99999999999999999999", "0.0000000001"]
TEXTS = [*filter(None, NAMES), *filter(None, CITIES), "%", "_", "\\", "\\%", "o", "Ä", "ÅBO", "n’"]
IDS = [f"customer_{key}" for key in (1, 2, 3, CUSTOMERS, 999)]


def operators(names: str, values: st.SearchStrategy[Any]) -> st.SearchStrategy[dict[str, Any]]:
    """One or two conditions on a value."""
    one: dict[str, Any] = {
        name: values for name in names.split() if name not in ("in", "notIn", "isNull")
    }
    lists = {"in": st.lists(values, max_size=3), "notIn": st.lists(values, max_size=3)}
    known: dict[str, Any] = {**one, **lists, "isNull": st.booleans()}
    every = {name: known[name] for name in names.split()}
    return st.dictionaries(st.sampled_from(sorted(every)), st.none(), max_size=2).flatmap(
        lambda chosen: st.fixed_dictionaries({name: every[name] for name in chosen})
    )


CHOICE = "eq ne in notIn isNull"
COMPARED = f"{CHOICE} lt lte gt gte"
text = operators(f"{CHOICE} contains startsWith", st.sampled_from(TEXTS))
decimal = operators(COMPARED, st.sampled_from(DECIMALS))
integer = operators(COMPARED, st.sampled_from([*filter(None, COUNTS), 0, -1, -(2**31), 50]))
truth = operators("eq isNull", st.booleans())
instant = operators(COMPARED, st.sampled_from([i.isoformat().rjust(25, "0") for i in INSTANTS]))
day = operators(COMPARED, st.sampled_from([d.isoformat() for d in DAYS if d]))
key = operators("eq ne in notIn", st.sampled_from(IDS))


def filters(fields: Mapping[str, st.SearchStrategy[Any]]) -> st.SearchStrategy[dict[str, Any]]:
    """Some of the conditions on an entity's fields."""
    return st.dictionaries(st.sampled_from(sorted(fields)), st.none(), max_size=2).flatmap(
        lambda chosen: st.fixed_dictionaries({name: fields[name] for name in chosen})
    )


def nested(fields: Mapping[str, st.SearchStrategy[Any]]) -> st.SearchStrategy[dict[str, Any]]:
    """The same below and, or, not."""
    return st.recursive(
        filters(fields),
        lambda inner: (
            st.fixed_dictionaries({}, optional={"not": inner})
            | st.fixed_dictionaries({"or": st.lists(inner, max_size=3)})
            | st.fixed_dictionaries({"and": st.lists(inner, max_size=3), "not": inner})
        ),
        max_leaves=5,
    )


def some_of(inner: st.SearchStrategy[Any]) -> st.SearchStrategy[dict[str, Any]]:
    names = st.sampled_from(["some", "none", "every"])
    return st.dictionaries(names, inner, max_size=2)


right = operators(CHOICE, st.sampled_from(["NONE", "SELLER"]))
kind = operators(CHOICE, st.sampled_from(["OPEN", "WON", "LOST"]))
status = operators(CHOICE, st.sampled_from(["PROSPECT", "ACTIVE", "ARCHIVED"]))
employee = filters({"name": text, "isSeller": truth, "salesRight": right})
chance = nested(
    {
        "amount": decimal,
        "probability": integer,
        "weightedAmount": decimal,
        "closedOn": day,
        "stage": filters({"kind": kind, "code": text}),
        "owner": employee,
    }
)
SCALARS = {
    "id": key,
    "name": text,
    "number": text,
    "billingCity": text,
    "prospect": truth,
    "status": status,
    "annualRevenue": decimal,
    "employeeCount": integer,
    "createdAt": instant,
    "archivedAt": instant,
}
customer = nested(
    {
        **SCALARS,
        "owner": employee,
        "parent": filters({"name": text, "annualRevenue": decimal}),
        "opportunities": some_of(chance),
        "subsidiaries": some_of(filters({"name": text, "prospect": truth})),
    }
)


@pytest.fixture(scope="module")
async def rows(mixed: Api) -> list[Row]:
    """All customers with their relations, their values as Python compares them."""
    answer = await mixed(EVERYTHING, mixed.admin)
    return [typed_row(node) for node in answer["customers"]["nodes"]]


TYPES: Mapping[str, Any] = {
    "annualRevenue": Decimal,
    "amount": Decimal,
    "weightedAmount": Decimal,
    "closedOn": date.fromisoformat,
    "createdAt": datetime.fromisoformat,
    "archivedAt": datetime.fromisoformat,
}


def typed_row(node: Any) -> Any:
    if isinstance(node, dict) and set(node) == {"nodes"}:
        return [typed_row(row) for row in node["nodes"]]
    if isinstance(node, dict):
        return {k: TYPES.get(k, typed_row)(v) if v is not None else v for k, v in node.items()}
    return node


async def check(mixed: Api, rows: list[Row], where: dict[str, Any]) -> None:
    answer = await mixed(FILTERED, mixed.admin, filter=where)
    expected = [row["id"] for row in rows if holds(row, where)]
    assert [node["id"] for node in answer["customers"]["nodes"]] == expected
    assert answer["customers"]["totalCount"] == len(expected)


@settings(max_examples=some(80), deadline=None, derandomize=True, database=None)
@given(where=customer)
async def test_filters_do_what_plain_python_does(
    mixed: Api, rows: list[Row], where: dict[str, Any]
) -> None:
    await check(mixed, rows, where)


@pytest.mark.parametrize("field", SCALARS)
async def test_every_operator_compares_values_of_its_type(
    mixed: Api, rows: list[Row], field: str
) -> None:
    operands: dict[str, list[Any]] = {
        "id": IDS,
        "annualRevenue": DECIMALS,
        "employeeCount": [0, 1, 2, -1],
        "prospect": [True, False],
        "status": ["PROSPECT", "ACTIVE", "ARCHIVED"],
        "createdAt": [i.isoformat().rjust(25, "0") for i in INSTANTS],
    }
    operands["archivedAt"] = operands["createdAt"]
    schema = mixed.schema._schema  # noqa: SLF001 - the operators as clients see them
    filter_type: Any = schema.get_type("CustomerFilter")
    known: list[str] = [*filter_type.fields[field].type.fields]
    for value in operands.get(field, TEXTS[::4]):
        lists: list[Any] = [[value], []]
        several = {"isNull": [True, False], "in": lists, "notIn": lists}
        for operator in known:
            for operand in several.get(operator, [value]):
                await check(mixed, rows, {field: {operator: operand}})


async def test_an_empty_filter_holds_for_every_row(mixed: Api) -> None:
    empty: list[dict[str, Any]] = [
        {},
        {"and": []},
        {"name": {}},
        {"not": {"or": []}},
        {"or": [{}]},
        {"and": [{}, {"name": {}}]},
        {"opportunities": {}},
        {"contacts": {"every": {}}},
    ]
    for where in empty:
        answer = await mixed(FILTERED, mixed.admin, filter=where)
        assert answer["customers"]["totalCount"] == CUSTOMERS, where
    assert (await mixed(FILTERED, mixed.admin, filter=None))["customers"]["totalCount"] == CUSTOMERS


async def test_nothing_is_at_least_one_of_no_conditions(mixed: Api) -> None:
    where: Any
    for where in ({"or": []}, {"not": {}}, {"name": {"in": []}}, {"id": {"in": []}}):
        answer = await mixed(FILTERED, mixed.admin, filter=where)
        assert answer["customers"] == {"totalCount": 0, "nodes": []}, where
