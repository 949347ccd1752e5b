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
from tests.world import OTHER, OWNER, READ, STRANGER, World

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
    one = {name: values for name in names.split() if name not in ("in", "notIn", "isNull")}
    many = {name: st.lists(values, max_size=3) for name in ("in", "notIn") if name in names.split()}
    null = {"isNull": st.booleans()} if "isNull" in names.split() else {}
    every = {**one, **many, **null}
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


@settings(max_examples=150, deadline=None, derandomize=True, database=None)
@given(where=customer)
async def test_filters_do_what_plain_python_does(
    mixed: Api, rows: list[Row], where: dict[str, Any]
) -> None:
    await check(mixed, rows, where)


@pytest.mark.parametrize("field", SCALARS)
async def test_every_operator_compares_values_of_its_type(
    mixed: Api, rows: list[Row], field: str
) -> None:
    operands = {
        "text": TEXTS,
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
    for operator in filter_type.fields[field].type.fields:
        for value in operands.get(field, TEXTS):
            where = {"isNull": [True, False], "in": [[value], []], "notIn": [[value], []]}
            for operand in where.get(operator, [value]):
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
    for where in ({"or": []}, {"not": {}}, {"name": {"in": []}}, {"id": {"in": []}}):
        answer = await mixed(FILTERED, mixed.admin, filter=where)
        assert answer["customers"] == {"totalCount": 0, "nodes": []}, where


@pytest.mark.parametrize(
    ("where", "place"),
    [
        ({"name": None}, "filter.name"),
        ({"name": {"eq": None}}, "filter.name.eq"),
        ({"name": {"in": None}}, "filter.name.in"),
        ({"archivedAt": {"isNull": None}}, "filter.archivedAt.isNull"),
        ({"id": {"eq": None}}, "filter.id.eq"),
        ({"and": None}, "filter.and"),
        ({"or": None}, "filter.or"),
        ({"not": None}, "filter.not"),
        ({"owner": None}, "filter.owner"),
        ({"owner": {"team": {"name": {"ne": None}}}}, "filter.owner.team.name.ne"),
        ({"contacts": {"some": None}}, "filter.contacts.some"),
        ({"contacts": {"every": {"name": None}}}, "filter.contacts.every"),
    ],
)
async def test_null_is_no_condition(mixed: Api, where: dict[str, Any], place: str) -> None:
    with mixed.statements() as seen:
        answer = await mixed(FILTERED, mixed.admin, filter=where)
    assert answer.errors == [("BAD_USER_INPUT", ("customers",))]
    assert answer.messages[0].startswith(place)
    assert seen == []


@pytest.mark.parametrize(
    "where",
    [
        {"name": {"eq": "a\0b"}},
        {"name": {"contains": "\ud800"}},
        {"or": [{"name": {"in": ["a", "\0"]}}]},
        {"id": {"eq": "employee_1"}},
        {"id": {"in": ["customer_1", "customer_x"]}},
        {"id": {"eq": ""}},
        {"name": {"in": ["x"] * 1001}},
        {"id": {"notIn": ["customer_1"] * 1001}},
    ],
)
async def test_operands_that_cannot_be_compared_are_refused(
    mixed: Api, where: dict[str, Any]
) -> None:
    with mixed.statements() as seen:
        answer = await mixed(FILTERED, mixed.admin, filter=where)
    assert answer.errors == [("BAD_USER_INPUT", ("customers",))]
    assert answer.messages[0].startswith(("filter.", "'"))
    assert seen == []


async def test_forty_lists_of_a_thousand_values_are_one_statement(mixed: Api) -> None:
    where = {"or": [{"number": {"in": [f"{n}-{m}" for m in range(1000)]}} for n in range(40)]}
    with mixed.statements() as seen:
        answer = await mixed(FILTERED, mixed.admin, filter=where)
    assert answer["customers"]["totalCount"] == 0
    assert len(seen) == 2


async def test_filters_nest_as_deep_as_the_limits_let_them(mixed: Api) -> None:
    where: dict[str, Any] = {"name": {"eq": "Åbo"}}
    for _ in range(100):
        where = {"not": where}
    plain = await mixed(FILTERED, mixed.admin, filter={"name": {"eq": "Åbo"}})
    deep = await mixed(FILTERED, mixed.admin, filter=where)
    assert deep.data == plain.data
    for _ in range(5):
        where = {"parent": {"subsidiaries": {"every": where}}}
    assert not (await mixed(FILTERED, mixed.admin, filter=where)).errors


async def test_lists_of_texts_are_filtered_by_what_they_hold(world: World) -> None:
    query = "query ($f: TextListFilter) { roles(filter: {permissions: $f}) { totalCount } }"
    for where, count in (
        ({"has": "customers:read"}, 1),
        ({"has": "customers"}, 0),
        ({"hasAny": ["x", "customers:read"]}, 1),
        ({"hasAny": []}, 0),
        ({"isEmpty": True}, 0),
        ({"isEmpty": False}, 1),
    ):
        answer = await world(query, world.admin, f=where)
        assert answer["roles"]["totalCount"] == count, where


NEEDS = [
    ({"contacts": {"some": {}}}, "contacts:read"),
    ({"contacts": {"none": {"email": {"eq": "a@b.fi"}}}}, "contacts:read"),
    ({"projects": {"every": {}}}, "projects:read"),
    ({"opportunities": {"some": {"amount": {"gt": "1"}}}}, "opportunities:read"),
    ({"opportunityTotals": {"some": {"amount": {"gt": "1"}}}}, "opportunities:read"),
    ({"changes": {"some": {}}}, "changes:read"),
    ({"department": {}}, "keywords:read"),
    ({"owner": {"team": {"name": {"contains": "H"}}}}, "employees:read"),
    ({"owner": {"roles": {"some": {}}}}, "employees:manage"),
    ({"not": {"or": [{"and": [{"segments": {"some": {}}}]}]}}, "keywords:read"),
]


@pytest.mark.parametrize(("where", "permission"), NEEDS)
async def test_a_filter_needs_the_right_to_what_it_looks_at(
    world: World, where: dict[str, Any], permission: str
) -> None:
    rights = {*READ, "employees:manage"} - {permission}
    viewer = world.api.viewer(OWNER, rights)
    with world.api.statements() as seen:
        answer = await world(FILTERED, viewer, filter=where)
    assert answer.errors == [("FORBIDDEN", ("customers",))]
    assert permission in answer.messages[0]
    assert seen == []
    assert not (
        await world(FILTERED, world.api.viewer(OWNER, {*rights, permission}), filter=where)
    ).errors


async def test_a_filter_does_not_see_rows_that_the_viewer_does_not(world: World) -> None:
    """Opportunity 3 is his, its customer 2 and contact 20 are another's."""
    query = """query ($f: OpportunityFilter) {
      opportunities(filter: $f) { totalCount nodes { id customer { id } contact { id } } }
    }"""
    hidden: list[dict[str, Any]] = [
        {"customer": {"id": {"eq": "customer_2"}}},
        {"customer": {"name": {"contains": "čakovec"}}},
        {"contact": {"id": {"eq": "contact_20"}}},
        {"contact": {"customer": {"name": {"contains": "d.o.o."}}}},
        {"customer": {"opportunities": {"some": {"id": {"eq": "opportunity_20"}}}}},
    ]
    for where in hidden:
        found = (await world(query, world.reader(OWNER), f=where))["opportunities"]
        assert found["totalCount"] == 0, where
        assert (await world(query, world.admin, f=where))["opportunities"]["totalCount"] > 0
        both = {"id": {"eq": "opportunity_3"}, "not": where}
        found = (await world(query, world.reader(OWNER), f=both))["opportunities"]
        assert found["nodes"] == [{"id": "opportunity_3", "customer": None, "contact": None}]


async def test_quantifiers_look_only_at_visible_rows(world: World) -> None:
    """Customer 1 has the subsidiary 2, which its owner does not see."""
    query = """query ($f: CustomerFilter) { customers(filter: $f) { nodes { id } } }"""
    for where, ids in (
        ({"subsidiaries": {"some": {"archivedAt": {"isNull": True}}}}, []),
        ({"subsidiaries": {"every": {"archivedAt": {"isNull": False}}}}, ["customer_1"]),
        ({"subsidiaries": {"none": {"id": {"eq": "customer_2"}}}}, ["customer_1"]),
    ):
        found = (await world(query, world.reader(OWNER), f=where))["customers"]["nodes"]
        assert [node["id"] for node in found] == ids, where
    assert (await world(query, world.reader(STRANGER), f={}))["customers"]["nodes"] == []
    child = {"parent": {"id": {"eq": "customer_1"}}}
    found = (await world(query, world.reader(OTHER), f=child))["customers"]["nodes"]
    assert found == []
    orphan = (await world(query, world.reader(OTHER), f={"not": child}))["customers"]["nodes"]
    assert orphan == [{"id": "customer_2"}]
