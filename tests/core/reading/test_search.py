"""Search over customers: words, beginnings, accents, typing errors; the best first."""

from collections.abc import AsyncIterator

import pytest
from sqlalchemy import select
from sqlalchemy.orm import aliased

from core.customers.models import Customer
from core.reading.search import Search
from core.searching import search_text
from tests import factories as make
from tests.api import Api, deployment_on
from tests.database import Databases

NAMES = {
    1: "Åland Öljy Oy",
    2: "Alan Parts Oy",
    3: "Čakovečki Mlinovi d.d.",
    4: "Mäkelän Sähkö Oy",
    5: "Sähkömäki Oy",
    6: "100% Puuvilla Oy",
    7: "a_b\\c Oy",
    8: "Zagrebačka pivovara",
    9: "Straße GmbH",
    10: "Øresund Øl",
}
FIND = """query ($text: String, $first: Int, $after: String) {
  customers(search: $text, first: $first, after: $after) {
    totalCount nodes { id } pageInfo { hasNextPage endCursor }
  }
}"""


@pytest.fixture(scope="module")
async def api(databases: Databases) -> AsyncIterator[Api]:
    """Ten customers with names to be found."""
    url = databases.clone()
    deployment = deployment_on(url)
    api = Api(deployment)
    await make.save(api, *(make.customer(k, number=f"N-{k:04}", name=n) for k, n in NAMES.items()))
    await make.save(api, make.customer(11, number="X", name="Hidden", email="info@mylly.fi"))
    yield api
    await deployment.close()
    databases.drop(url)


async def found(api: Api, text: str | None) -> list[int]:
    answer = await api(FIND, api.admin, text=text)
    nodes = answer["customers"]["nodes"]
    assert answer["customers"]["totalCount"] == len(nodes)
    return [int(node["id"].removeprefix("customer_")) for node in nodes]


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        ("oljy", [1]),
        ("ÖLJY", [1]),
        ("  öljy\t\n", [1]),
        ("ålan", [1, 2]),
        ("cakovecki", [3]),
        ("čak", [3]),
        ("sahko", [4, 5]),
        ("makelan sahko", [4]),
        ("sähkö mäkelän", [4]),
        ("strasse", [9]),
        ("oresund", [10]),
        ("N-0003", [3]),
        ("info@mylly.fi", [11]),
        ("zagrebacka pivovarra", [8]),
        ("zagrebčka", [8]),
        ("puuvila", [6]),
        ("100%", [6]),
        ("a_b", [7]),
        ("b\\c", [7]),
        ("qwertyuiop", []),
        ("öljy qwertyuiop", []),
    ],
)
async def test_words_find_customers(api: Api, text: str, keys: list[int]) -> None:
    assert sorted(await found(api, text)) == keys


@pytest.mark.parametrize(
    "text", ["%", "_", "%%%", "\\", "\\%", "％", "＿", "＼", "a%c", "a％c", "a_d"]
)
async def test_wildcards_stand_for_themselves(api: Api, text: str) -> None:
    assert len(await found(api, text)) <= 1


@pytest.mark.parametrize("text", [None, "", " ", "\t\n", "\u3000"])
async def test_a_search_for_nothing_is_no_search(api: Api, text: str | None) -> None:
    assert len(await found(api, text)) == 11


@pytest.mark.parametrize("text", ["a\0b", "\0", "\ud800", "x" * 201, "a " * 10_000])
async def test_what_cannot_be_searched_is_refused(api: Api, text: str) -> None:
    with api.statements() as seen:
        answer = await api(FIND, api.admin, text=text)
    assert answer.errors == [("BAD_USER_INPUT", ("customers",))]
    assert answer.messages[0].startswith(("search", "'search'"))
    assert seen == []


async def test_a_hundred_words_are_still_searched(api: Api) -> None:
    assert await found(api, "q " * 100) == []
    assert await found(api, "o " * 100) != []


async def test_strange_texts_are_searched_without_harm(api: Api) -> None:
    for text in (
        "'",
        '"',
        "';--",
        "&|!():*",
        "<->",
        "{}",
        "日本",
        "\u0301",
        "İ",
        "ﬁ",
        "\U0001f600",
        "\x01",
    ):
        await found(api, text)


async def test_the_best_match_comes_first(api: Api) -> None:
    assert (await found(api, "aland"))[0] == 1
    assert (await found(api, "alan parts"))[0] == 2
    assert (await found(api, "sahko"))[0] == 4


@pytest.mark.parametrize("text", ["oy", "a", "sahko", "o"])
@pytest.mark.parametrize("first", [1, 2, 3])
async def test_pages_follow_the_rank(api: Api, text: str, first: int) -> None:
    whole, rows, after = await found(api, text), list[int](), None
    assert len(whole) > 1
    while True:
        page = (await api(FIND, api.admin, text=text, first=first, after=after))["customers"]
        rows += [int(node["id"].removeprefix("customer_")) for node in page["nodes"]]
        after = page["pageInfo"]["endCursor"]
        assert page["totalCount"] == len(whole)
        if not page["pageInfo"]["hasNextPage"]:
            break
    assert rows == whole


async def test_a_search_keeps_an_order_asked_for(api: Api) -> None:
    query = '{ customers(search: "oy", orderBy: {id: DESC}) { nodes { id } } }'
    nodes = (await api(query, api.admin))["customers"]["nodes"]
    keys = [int(node["id"].removeprefix("customer_")) for node in nodes]
    assert keys == sorted(keys, reverse=True)
    assert len(keys) > 3


async def test_a_cursor_of_a_search_does_not_fit_a_plain_list(api: Api) -> None:
    page = (await api(FIND, api.admin, text="oy", first=1))["customers"]
    answer = await api(FIND, api.admin, after=page["pageInfo"]["endCursor"])
    assert answer.errors == [("BAD_USER_INPUT", ("customers",))]


async def test_search_joins_filters(api: Api) -> None:
    query = '{ customers(search: "oy", filter: {number: {eq: "N-0004"}}) { nodes { id } } }'
    assert (await api(query, api.admin))["customers"]["nodes"] == [{"id": "customer_4"}]


async def test_a_search_goes_through_the_index_of_trigrams(api: Api) -> None:
    row = aliased(Customer)
    condition, _ = search_text(row, Search("sahko oy"))
    asyncpg = api.deployment.database.engine.dialect
    statement = select(row.id).where(condition)
    sql = statement.compile(dialect=asyncpg, compile_kwargs={"literal_binds": True})
    async with api.deployment.database.engine.connect() as connection:
        await connection.exec_driver_sql("SET enable_seqscan = off")
        plan = (await connection.exec_driver_sql(f"EXPLAIN {sql}")).scalars().all()
    assert "Seq Scan" not in "\n".join(plan)
    assert "Bitmap Index Scan on ix_customer_search_text" in "\n".join(plan)
