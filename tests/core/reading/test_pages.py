"""Pages: each row once, in the order of one big page, whatever the order and the page size."""

from decimal import Decimal
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.api import Api
from tests.core.reading.mixed import CUSTOMERS, OPPORTUNITIES
from tests.effort import some
from tests.world import World

FIELDS = (
    "id name number prospect status billingCity annualRevenue employeeCount createdAt archivedAt"
)
DIRECTIONS = st.sampled_from(["ASC", "DESC"])
SIZES = st.sampled_from([4, 7, 13, CUSTOMERS - 1, CUSTOMERS, CUSTOMERS + 1])

PAGE = (
    "query ($first: Int, $after: String, $by: [CustomerOrder!]) { found: customers("
    "first: $first, after: $after, orderBy: $by, archived: INCLUDE) {"
    f" nodes {{ {FIELDS} }} edges {{ cursor }}"
    " pageInfo { hasNextPage hasPreviousPage startCursor endCursor } } }"
)
CHANCES = (
    "query ($first: Int, $after: String, $by: [OpportunityOrder!]) { found: opportunities("
    "first: $first, after: $after, orderBy: $by) { nodes { id } edges { cursor }"
    " pageInfo { hasNextPage hasPreviousPage startCursor endCursor } } }"
)
CHILDREN = (
    "query ($id: ID!, $first: Int, $after: String, $by: [CustomerOrder!]) { customer(id: $id) {"
    " found: subsidiaries(first: $first, after: $after, orderBy: $by, archived: INCLUDE) {"
    " nodes { id } edges { cursor }"
    " pageInfo { hasNextPage hasPreviousPage startCursor endCursor } } } }"
)


def orders(fields: str) -> st.SearchStrategy[list[dict[str, str]]]:
    """Several fields in either direction, the id anywhere among them."""
    step = st.tuples(st.sampled_from(fields.split()), DIRECTIONS)
    return st.lists(step.map(lambda s: {s[0]: s[1]}), max_size=4)


async def walk(api: Api, query: str, first: int, **variables: object) -> list[dict[str, Any]]:
    """All rows, page after page."""
    rows: list[dict[str, Any]] = []
    after = None
    while True:
        answer = await api(query, api.admin, first=first, after=after, **variables)
        assert not answer.messages, answer.messages
        found = answer.data.get("found") or answer.data["customer"]["found"]
        info, cursors = found["pageInfo"], [edge["cursor"] for edge in found["edges"]]
        assert info["hasPreviousPage"] == (after is not None)
        assert [info["startCursor"], info["endCursor"]] == ends(cursors)
        rows += found["nodes"]
        if not info["hasNextPage"]:
            return rows
        assert len(found["nodes"]) == first
        after = info["endCursor"]


def ends(cursors: list[str]) -> list[str | None]:
    return [cursors[0], cursors[-1]] if cursors else [None, None]


@settings(max_examples=some(20), deadline=None, derandomize=True, database=None)
@given(by=orders(FIELDS), first=SIZES)
async def test_pages_together_are_one_big_page(
    mixed: Api, by: list[dict[str, str]], first: int
) -> None:
    whole = await walk(mixed, PAGE, 500, by=by)
    assert len({row["id"] for row in whole}) == len(whole) == CUSTOMERS
    assert await walk(mixed, PAGE, first, by=by) == whole


async def test_pages_of_one_row_visit_every_row(mixed: Api) -> None:
    for by in ([], [{"annualRevenue": "DESC"}, {"status": "ASC"}], [{"archivedAt": "ASC"}]):
        whole = await walk(mixed, PAGE, 500, by=by)
        assert await walk(mixed, PAGE, 1, by=by) == whole


@settings(max_examples=some(20), deadline=None, derandomize=True, database=None)
@given(by=orders("id amount probability weightedAmount closedOn name"), first=SIZES)
async def test_expressions_and_dates_page_as_columns_do(
    mixed: Api, by: list[dict[str, str]], first: int
) -> None:
    whole = await walk(mixed, CHANCES, 500, by=by)
    assert len({row["id"] for row in whole}) == OPPORTUNITIES
    assert await walk(mixed, CHANCES, first, by=by) == whole


@settings(max_examples=some(12), deadline=None, derandomize=True, database=None)
@given(by=orders(FIELDS), first=st.sampled_from([2, 3, 20]))
async def test_each_parent_has_pages_of_its_own(
    mixed: Api, by: list[dict[str, str]], first: int
) -> None:
    batch = (
        'query ($by: [CustomerOrder!]) { nodes(ids: ["customer_1", "customer_2"]) { id'
        " ... on Customer { subsidiaries(first: 500, orderBy: $by, archived: INCLUDE)"
        " { nodes { id } } } } }"
    )
    for parent in (await mixed(batch, mixed.admin, by=by))["nodes"]:
        whole = parent["subsidiaries"]["nodes"]
        assert len(whole) > 5
        assert await walk(mixed, CHILDREN, first, by=by, id=parent["id"]) == whole


@settings(max_examples=some(25), deadline=None, derandomize=True, database=None)
@given(by=orders("id prospect status annualRevenue employeeCount createdAt archivedAt"))
async def test_rows_come_in_the_order_asked_for(mixed: Api, by: list[dict[str, str]]) -> None:
    rows = await walk(mixed, PAGE, 500, by=by or [{"id": "ASC"}])
    expected = sorted(rows, key=lambda row: int(row["id"].partition("_")[2]))
    for name, direction in reversed([step for single in by for step in single.items()]):
        expected.sort(key=lambda row, n=name: sortable(n, row[n]), reverse=direction == "DESC")  # type: ignore[misc]
    assert rows == expected


def sortable(name: str, value: Any) -> tuple[bool, Any]:
    """A key that sorts as PostgreSQL does: null is the greatest."""
    if value is None:
        return True, None
    if name == "id":
        return False, int(value.partition("_")[2])
    return False, Decimal(value) if name == "annualRevenue" else value


async def test_a_page_is_at_most_five_hundred_rows(mixed: Api) -> None:
    for first in (-1, 501, 2**31 - 1, -(2**31)):
        with mixed.statements() as seen:
            answer = await mixed(PAGE, mixed.admin, first=first)
        assert answer.errors == [("BAD_USER_INPUT", ("found",))]
        assert f"'first' is {first}; it must be from 0 to 500." in answer.messages
        assert seen == []


async def test_bad_arguments_are_refused_where_rows_are_only_counted(mixed: Api) -> None:
    for arguments in ("first: 501", 'after: "x"', 'filter: {id: {eq: "x"}}'):
        with mixed.statements() as seen:
            answer = await mixed(f"{{ customers({arguments}) {{ totalCount }} }}", mixed.admin)
        assert answer.errors == [("BAD_USER_INPUT", ("customers",))], arguments
        assert seen == []


async def test_a_bad_page_size_of_a_nested_list_spares_the_rest(mixed: Api) -> None:
    query = "{ customers(first: 2) { nodes { id contacts(first: 501) { nodes { id } } } } }"
    answer = await mixed(query, mixed.admin)
    assert [node["contacts"] for node in answer.data["customers"]["nodes"]] == [None, None]
    assert answer.errors == [
        ("BAD_USER_INPUT", ("customers", "nodes", place, "contacts")) for place in (0, 1)
    ]


async def test_a_page_of_no_rows_tells_whether_there_are_some(mixed: Api) -> None:
    answer = await mixed(PAGE, mixed.admin, first=0)
    assert answer["found"] == {
        "nodes": [],
        "edges": [],
        "pageInfo": {
            "hasNextPage": True,
            "hasPreviousPage": False,
            "startCursor": None,
            "endCursor": None,
        },
    }
    nobody = await mixed(PAGE.replace("INCLUDE", 'ONLY, search: "qqqqqq"'), mixed.admin, first=0)
    assert nobody["found"]["pageInfo"]["hasNextPage"] is False


async def test_fifty_rows_come_without_asking_and_null_is_no_size(world: World) -> None:
    for arguments in ("", "(first: null)", "(first: null, after: null, orderBy: null)"):
        answer = await world(f"{{ contacts{arguments} {{ nodes {{ id }} }} }}", world.admin)
        assert len(answer["contacts"]["nodes"]) == 16


async def test_one_step_of_an_order_names_one_field(mixed: Api) -> None:
    for step in ({}, {"name": "ASC", "id": "ASC"}, {"name": None}, {"subsidiaries": "ASC"}):
        answer = await mixed(PAGE, mixed.admin, by=[step])
        assert answer.data is None
        assert answer.messages


async def test_an_order_has_at_most_eight_fields(mixed: Api) -> None:
    answer = await mixed(PAGE, mixed.admin, by=[{"name": "ASC"}] * 9)
    assert answer.errors == [("BAD_USER_INPUT", ("found",))]
    assert not (await mixed(PAGE, mixed.admin, by=[{"name": "ASC"}] * 8)).errors


async def test_archived_rows_are_left_out_shown_or_shown_alone(mixed: Api) -> None:
    counts = {}
    for wanted in ("EXCLUDE", "INCLUDE", "ONLY"):
        query = f"{{ customers(archived: {wanted}) {{ totalCount nodes {{ status }} }} }}"
        found = (await mixed(query, mixed.admin))["customers"]
        counts[wanted] = found["totalCount"]
        assert {
            "EXCLUDE": {"ACTIVE", "PROSPECT"},
            "INCLUDE": {"ACTIVE", "PROSPECT", "ARCHIVED"},
            "ONLY": {"ARCHIVED"},
        }[wanted] == {node["status"] for node in found["nodes"]}
    assert counts["EXCLUDE"] + counts["ONLY"] == counts["INCLUDE"] == CUSTOMERS
