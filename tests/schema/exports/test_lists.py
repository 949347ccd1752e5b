"""A file holds what the same query answers: the rows that the viewer sees, in its order."""

from datetime import datetime
from typing import Any

import pytest

from core.viewer import Viewer
from schema.exports import ExportSettings
from tests.schema.exports.exporter import Exporter
from tests.world import OWNER, STRANGER, World

NAMES = "{ customers(orderBy: [{number: ASC}], first: 1) { nodes { number name } } }"
ALL = "customers:read_all"
CARDS = """query ($filter: CustomerFilter) {
  __typename
  customers(filter: $filter, orderBy: [{id: DESC}], first: 2) {
    totalCount
    pageInfo { hasNextPage }
    edges { cursor node { ...Card __typename } }
  }
}
fragment Card on Customer {
  id
  prospect
  turnover: annualRevenue
  createdAt
  owner { name team { name lead { email } } }
  parent { number }
  segments @skip(if: true) { code }
}"""


async def test_all_pages_come_in_the_order_asked_for(exporter: Exporter, world: World) -> None:
    rows = await exporter.rows(NAMES, world.admin, language="en")
    assert rows[0] == ["Customer number", "Name"]
    assert [row[0] for row in rows[1:]] == ["1", "2", "3", "4", "5", "7", "8"]
    assert rows[1][1] == "Åland Öljy Oy"


@pytest.mark.parametrize(
    ("employee", "numbers"), [(OWNER, ["1"]), (STRANGER, [])], ids=["owner", "stranger"]
)
async def test_a_viewer_gets_the_rows_that_he_sees(
    exporter: Exporter, world: World, employee: int, numbers: list[str]
) -> None:
    for rows in (
        await exporter.rows(NAMES, world.reader(employee)),
        await exporter.csv(NAMES, world.reader(employee)),
    ):
        assert [row[0] for row in rows[1:]] == numbers


async def test_single_rows_become_dotted_columns_and_aliases_headings(
    exporter: Exporter, world: World
) -> None:
    variables = {"filter": {"number": {"in": ["1", "2"]}}}
    sheet = await exporter.sheet(CARDS, world.admin, variables=variables, language="en")
    head, two, one = [[cell.value for cell in row] for row in sheet.rows]
    assert head == [
        *("ID", "Prospect", "turnover", "Created"),
        *("Owner.Name", "Owner.Team.Name", "Owner.Team.Leader.E-mail", "Parent.Customer number"),
    ]
    assert one[:3] == ["customer_1", False, 0]
    assert one[4:] == ["Åke Öhman", "Helsinki", "e4@example.com", None]
    assert two[2] == 999999999999.99
    assert two[4:] == ["Pero Đurić", "Split", "e6@example.com", "1"]
    assert isinstance(one[3], datetime)


async def test_a_row_that_is_hidden_leaves_its_columns_empty(
    exporter: Exporter, world: World
) -> None:
    query = """{ opportunities(filter: {name: {eq: "Own, at another's"}}) {
        nodes { name customer { id name status prospect } contact { name } } } }"""
    owner = world.reader(OWNER)
    _, row = await exporter.rows(query, owner)
    assert row == ["Own, at another's", None, None, None, None, None]
    _, row = await exporter.rows(query, world.admin)
    assert row[1:3] == ["customer_2", "Čakovec d.o.o."]


async def test_python_fields_are_columns_too(exporter: Exporter, world: World) -> None:
    query = """{ customers(filter: {number: {in: ["1", "3"]}}, orderBy: [{number: ASC}]) {
        nodes { name department { label(language: "en") } } } }"""
    assert await exporter.rows(query, world.admin, language="fi") == [
        ["Nimi", "Osasto.Nimi"],
        ["Åland Öljy Oy", None],
        ["äänekoski", "NORTH"],
    ]


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("fi", ("Asiakkaat", ["Asiakasnumero", "Vastuuhenkilö.Nimi"])),
        ("hr", ("Kupci", ["Broj kupca", "Vlasnik.Ime i prezime"])),
        ("en", ("Customers", ["Customer number", "Owner.Name"])),
    ],
)
async def test_headings_are_in_the_language_asked_for(
    exporter: Exporter, world: World, language: str, expected: tuple[str, list[str]]
) -> None:
    query = "{ customers { nodes { number owner { name } } } }"
    sheet = await exporter.sheet(query, world.admin, language=language)
    assert (sheet.title, [cell.value for cell in next(sheet.rows)]) == expected


async def test_a_report_is_a_list(exporter: Exporter, world: World) -> None:
    query = "{ pipeline(by: STAGE) { stage { code } currency count amount } }"
    answer = await world(query, world.admin)
    expected = [
        [row["stage"]["code"], row["currency"], row["count"], float(row["amount"])]
        for row in answer["pipeline"]
    ]
    rows = await exporter.rows(query, world.admin)
    assert rows[1:] == expected
    assert expected


def without(world: World, *rights: str) -> Viewer:
    return world.api.viewer(1, set(world.api.deployment.registry.permissions) - set(rights))


REFUSALS: list[tuple[dict[str, Any], str, str]] = [
    ({"query": '{ customer(id: "customer_1") { name } }'}, "NOT_EXPORTABLE", "no list"),
    ({"query": "{ viewer { employee { id } } }"}, "NOT_EXPORTABLE", "no list"),
    ({"query": "{ __typename }"}, "NOT_EXPORTABLE", "one list, not for 0"),
    (
        {"query": "{ customers { nodes { id } } teams { nodes { id } } }"},
        "NOT_EXPORTABLE",
        "one list, not for 2",
    ),
    ({"query": "{ customers { totalCount } }"}, "NOT_EXPORTABLE", "by `nodes`"),
    ({"query": "{ customers { nodes { id } edges { node { id } } } }"}, "NOT_EXPORTABLE", "once"),
    ({"query": "{ customers { nodes { __typename } } }"}, "NOT_EXPORTABLE", "a field"),
    ({"query": "{ customers { nodes { contacts { nodes { id } } } } }"}, "NOT_EXPORTABLE", "'cont"),
    ({"query": "{ customers { nodes { segments { id } } } }"}, "NOT_EXPORTABLE", "'segments'"),
    ({"query": "mutation { signOut { userErrors { code } } }"}, "NOT_EXPORTABLE", "A mutation"),
    ({"query": "subscription { notificationsChanged { refetch } }"}, "NOT_EXPORTABLE", "A subscr"),
    ({"query": "query A { __typename } query B { __typename }"}, "NOT_EXPORTABLE", "Name one"),
    ({"query": "{ nothing }"}, "GRAPHQL_VALIDATION_FAILED", "nothing"),
    ({"query": "{"}, "GRAPHQL_PARSE_FAILED", "Syntax"),
    ({"query": "{ customers(first: 501) { nodes { id } } }"}, "LIMIT_PAGE_SIZE", "501"),
    ({"query": NAMES, "format": "pdf"}, "BAD_REQUEST", "xlsx or csv"),
    ({"query": NAMES, "format": 7}, "BAD_REQUEST", "a string"),
    ({"query": NAMES, "language": "sv"}, "BAD_REQUEST", "fi, hr, en"),
    (
        {"query": CARDS, "variables": {"filter": {"id": {"eq": "damaged"}}}},
        "BAD_USER_INPUT",
        "not an id",
    ),
    ({"query": CARDS, "variables": {"filter": 7}}, "BAD_USER_INPUT", "filter"),
]


@pytest.mark.parametrize(("body", "code", "message"), REFUSALS)
async def test_what_cannot_be_exported_is_told(
    exporter: Exporter, world: World, body: dict[str, Any], code: str, message: str
) -> None:
    status, found, told = await exporter.refusal(world.admin, **body)
    assert (status, found) == (400, code)
    assert message in told


async def test_rights_are_asked_for_as_in_queries(exporter: Exporter, world: World) -> None:
    assert (await exporter.refusal(None, query=NAMES))[:2] == (401, "UNAUTHENTICATED")
    query = "{ customers { nodes { name owner { team { name } } } } }"
    for right in ("customers:read", "employees:read"):
        status, code, message = await exporter.refusal(without(world, right), query=query)
        assert (status, code) == (403, "FORBIDDEN")
        assert right in message
    changes = "{ changes { nodes { new } } }"
    refused = await exporter.refusal(without(world, "changes:read_all"), query=changes)
    assert refused[:2] == (403, "FORBIDDEN")


async def test_a_list_with_too_many_rows_is_refused(world: World) -> None:
    exporter = Exporter(world.api, ExportSettings(max_rows=7))
    assert len(await exporter.rows(NAMES, world.admin)) == 8
    exporter.settings = ExportSettings(max_rows=6)
    status, code, message = await exporter.refusal(world.admin, query=NAMES)
    assert (status, code) == (400, "LIMIT_EXPORT_ROWS")
    assert "more than 6 rows" in message
    assert await exporter.rows(NAMES, world.reader(OWNER))
