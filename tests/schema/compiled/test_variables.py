"""One plan serves many requests: other values, other viewers, other pages."""

from typing import Any

import pytest

from tests.schema.compiled.pair import COMPILED, Pair
from tests.schema.compiled.rows import TEXTS
from tests.world import OWNER, READ, STRANGER, TOP_LEAD, World

PAGE = """query ($first: Int, $after: String, $by: [CustomerOrder!], $search: String,
    $filter: CustomerFilter, $archived: Archived = INCLUDE) {
  customers(first: $first, after: $after, orderBy: $by, search: $search, filter: $filter,
      archived: $archived) {
    totalCount nodes { id } edges { cursor node { name } }
    pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
  }
}"""

ORDERS: dict[str, list[dict[str, str]] | None] = {
    "by name": None,
    "backwards": [{"id": "DESC"}],
    "with nulls first": [{"annualRevenue": "DESC"}, {"employeeCount": "ASC"}],
    "with nulls last": [{"billingCity": "ASC"}, {"annualRevenue": "ASC"}, {"id": "DESC"}],
    "by instants": [{"createdAt": "ASC"}, {"archivedAt": "DESC"}],
    "by kinds": [{"status": "ASC"}, {"prospect": "DESC"}, {"name": "DESC"}],
}

MOST_ROWS = 100

FILTERS: list[dict[str, Any] | None] = [
    None,
    {},
    {"and": []},
    {"and": [{"name": {"contains": "oy"}}]},
    {"and": [{"name": {"contains": "Cu"}}]},
    {"and": None},
    {"name": None},
    {"name": {"in": []}},
    {"name": {"in": ["Customer 4", "Customer 5"]}},
    {"name": {"in": ["Customer 4"] * 1001}},
    {"name": {"isNull": True}},
    {"name": {"isNull": False}},
    {"owner": {"id": {"in": ["employee_2"]}}},
    {"owner": {"id": {"in": ["contact_2"]}}},
    {"annualRevenue": {"gt": "0.001"}},
    {"annualRevenue": {"gt": "999999999999.98"}},
    {"status": {"eq": "PROSPECT"}},
    {"status": {"eq": "ACTIVE"}},
    {"createdAt": {"lt": "1970-01-01T00:00:00Z"}},
    {"createdAt": {"lt": "9999-12-31T23:59:59.999999Z"}},
    {"opportunities": {"some": {"closedOn": {"gte": "9999-12-31"}}}},
]

VALUES: dict[str, list[dict[str, Any]]] = {
    "query ($id: ID!) { customer(id: $id) { id name } node(id: $id) { id } }": [
        {"id": id} for id in ("customer_1", "customer_2", "contact_10", "", "customer_100", "x_1")
    ],
    "query ($ids: [ID!]!) { nodes(ids: $ids) { id ... on Customer { name } } }": [
        {"ids": ids}
        for ids in (
            ["customer_1", "contact_10"],
            ["contact_20", "customer_7", "customer_7", "contact_999"],
            [],
            ["customer_1"],
            ["customer_1", "damaged"],
            ["customer_1"] * 501,
        )
    ],
    "query ($text: String) { customers(search: $text) { edges { cursor node { name } } } }": [
        {"text": text}
        for text in (
            *("oy", "Åland ÖLJY", "aland olji", None, "  ", "100", "cakovec", "a b c", "x" * 201),
            *TEXTS,
        )
    ],
    "query ($f: CustomerFilter) { customers(filter: $f) { totalCount nodes { id } } }": [
        {"f": where} for where in FILTERS
    ],
    """query ($a: Boolean!, $b: Boolean = true) { customers(first: 2) {
        totalCount @skip(if: $a) nodes { id @include(if: $b) name @skip(if: $b) } } }""": [
        {"a": True},
        {"a": False},
        {"a": False, "b": False},
        {"a": False, "b": None},
        {"a": None},
        {},
    ],
    """query ($first: Int, $archived: Archived) { customers(first: 9) { nodes {
        contacts(first: $first, archived: $archived) { nodes { id } pageInfo { hasNextPage } }
        subsidiaries(first: $first) { nodes { contacts(first: $first) { totalCount } } } } } }""": [
        {},
        {"first": None},
        *({"first": first} for first in (0, 1, 2, 500, 501, -1)),
        *({"archived": archived} for archived in (None, "ONLY", "INCLUDE", "EXCLUDE")),
    ],
}


@pytest.mark.parametrize("query", VALUES)
async def test_values_come_by_variables(pair: Pair, world: World, query: str) -> None:
    with pair.counting() as tally:
        for _ in range(2):
            for values in VALUES[query]:
                for viewer in (world.admin, world.reader(OWNER), world.reader(TOP_LEAD)):
                    await pair(query, viewer, **values)
    assert tally.compiled >= tally.valid > 0


async def test_viewers_with_the_same_rights_see_their_own_rows(pair: Pair, world: World) -> None:
    seen = {
        key: (await pair(PAGE, world.reader(key))).value["customers"]["nodes"]
        for key in (OWNER, TOP_LEAD, STRANGER)
    }
    assert seen[STRANGER] == []
    assert seen[OWNER] != seen[TOP_LEAD]


async def test_another_right_makes_another_plan(pair: Pair, world: World) -> None:
    query = '{ customers { totalCount } customer(id: "customer_1") { visibleBecause } }'
    own = await pair(query, world.reader(OWNER))
    every = await pair(query, world.reader(OWNER, "customers:read_all"))
    assert own.value["customers"]["totalCount"] < every.value["customers"]["totalCount"]
    assert every.value["customer"]["visibleBecause"] == ["READ_ALL", "OWNER"]


@pytest.mark.parametrize("name", ORDERS)
@pytest.mark.parametrize("search", [None, "oy", "a"])
async def test_pages_follow_each_other(
    pair: Pair, world: World, name: str, search: str | None
) -> None:
    for viewer in (world.admin, world.reader(OWNER)):
        for first in (1, 3):
            await walked(pair, viewer, first=first, by=ORDERS[name], search=search)


async def walked(pair: Pair, viewer: Any, **arguments: Any) -> None:
    found: list[str] = []
    after: str | None = None
    more, total = True, 0
    while more and len(found) < MOST_ROWS:
        outcome = await pair(PAGE, viewer, after=after, **arguments)
        assert outcome.plan == COMPILED
        page = outcome.value["customers"]
        found += [node["id"] for node in page["nodes"]]
        after = page["pageInfo"]["endCursor"]
        more, total = page["pageInfo"]["hasNextPage"], page["totalCount"]
    assert len(found) == len(set(found)) == total


async def test_a_bad_cursor_does_not_spoil_the_plan_of_good_ones(pair: Pair, world: World) -> None:
    query = "query ($after: String) { teams(first: 1, after: $after) { edges { cursor } } }"
    others = await pair("{ customers(first: 1) { edges { cursor } } }", world.admin)
    foreign = others.value["customers"]["edges"][0]["cursor"]
    for bad in ("", "x", foreign, foreign[:-4]):
        assert (await pair(query, world.admin, after=bad)).errors
    first = await pair(query, world.admin)
    cursor = first.value["teams"]["edges"][0]["cursor"]
    assert (await pair(query, world.admin, after=cursor)).plan == COMPILED


async def test_of_several_operations_the_named_one_runs(pair: Pair, world: World) -> None:
    document = """query A($n: Int) { customers(first: $n) { ...F } }
      query B($m: Int = 2) { teams(first: $m) { nodes { id } } customers { ...F } }
      fragment F on CustomerConnection { nodes { id } totalCount }"""
    one = await pair.same(document, world.admin, {"n": 1}, "A")
    other = await pair.same(document, world.admin, {}, "B")
    assert list(one.value) == ["customers"]
    assert list(other.value) == ["teams", "customers"]


async def test_documents_that_read_the_same_are_told_apart(world: World) -> None:
    query = "query ($id: ID!) { customer(id: $id) { id } }"
    for _ in range(3):
        uncached = Pair(world.api.deployment)
        uncached.documents.valid.capacity = 0
        for key in (1, 2, 3):
            outcome = await uncached(query, world.reader(OWNER, *READ), id=f"customer_{key}")
            assert outcome.plan == COMPILED
