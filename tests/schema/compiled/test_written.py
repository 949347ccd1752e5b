"""Queries as clients write them, each answered by one statement as the reference path does."""

import pytest

from core.customers.models import Customer
from tests.schema.compiled.pair import COMPILED, REFERENCE, Pair
from tests.world import OWNER, STRANGER, TOP_LEAD, World, change

CARD = """query Card($id: ID!) { customer(id: $id) {
  __typename id name number status phone email website currency createdAt updatedAt archivedAt
  version annualRevenue employeeCount visibleBecause parent { id name }
  owner { id name email team { id name lead { name } } roles { name permissions } }
  subsidiaries(archived: INCLUDE) { nodes { id name } }
  contacts(archived: INCLUDE) { nodes { id firstName lastName notes marketingConsentAt } }
  segments { code labels } externalIds { source externalId sourceUpdatedAt }
  opportunityTotals { kind amount weighted count currency }
  projects { nodes { startsOn endsOn name participants { nodes { employee { name } } } } }
  changes { nodes { old new at recordId } edges { cursor } totalCount }
  opportunities(archived: INCLUDE) { nodes {
    id name amount probability weightedAmount closedOn engagedOn stage { code labels }
    splitMethod splitWeights lostReason { code } billingForecast { month gross weighted currency }
    history { totalCount nodes { id day at via actor { id } stage { code } oldStage { code } amount
      oldAmount probability closedOn } pageInfo { endCursor } }
    customer { id } contact { name customer { id } } owner { id }
  } }
} }"""

COMPILED_QUERIES = {
    "nothing but the type's name": "{ __typename q: __typename }",
    "opportunities as they were": """query ($id: ID = "opportunity_10") {
      a: opportunity(id: $id, asOf: "1969-12-31") { ...F } b: opportunity(id: $id) { ...F }
      c: opportunity(id: $id, asOf: "0001-01-01") { ...F }
      d: opportunity(id: "opportunity_30", asOf: "1582-10-15") { ...F }
      e: opportunity(id: "opportunity_999", asOf: "9999-12-31") { ...F } }
      fragment F on Opportunity { __typename id name amount probability weightedAmount closedOn
        manualProbability owner { name } stage { code } customer { name } visibleBecause
        history(first: 2) { totalCount nodes { amount } } billingForecast { gross } }""",
    "several roots": """{ a: customers(first: 2) { totalCount } b: customers { nodes { id } }
      team(id: "team_2") { members { nodes { name } } } keywords { nodes { labels } } }""",
    "fields that are all skipped": """{ customer(id: "customer_1") { name @skip(if: true) }
      customers(first: 1) { nodes { owner { id @include(if: false) } } } }""",
    "a root that is skipped": '{ customer(id: "customer_1") @skip(if: true) { name } }',
    "page info without rows": "{ customers { pageInfo { hasPreviousPage __typename } } }",
    "all of the page info": """{ customers(first: 3) { pageInfo {
      hasNextPage hasPreviousPage startCursor endCursor more: hasNextPage } } }""",
    "an empty page": """{ customers(first: 0) { nodes { id } edges { cursor } totalCount
      pageInfo { hasNextPage startCursor endCursor } } }""",
    "a page beyond the rows": """{ customers(first: 500, search: "nothing like it") {
      nodes { id } edges { node { id } } pageInfo { hasNextPage endCursor } totalCount } }""",
    "nodes and edges twice": """{ customers(first: 2) { nodes { id } n: nodes { name }
      edges { cursor c: cursor node { id } m: node { name } __typename } e: edges { cursor } } }""",
    "one key from several places": """query { customer(id: "customer_1") { ...A ...B
      owner { id } ... on Node { id } ... { name } } }
      fragment A on Customer { owner { name } id }
      fragment B on Customer { owner { team { id } } }""",
    "fragments within fragments": """query { node(id: "contact_10") { ...A } }
      fragment A on Node { __typename id ...B } fragment B on Contact { name customer { ...C } }
      fragment C on Customer { name parent { id } }""",
    "things of every type": """{ nodes(ids: ["customer_1", "contact_10", "customer_999", "team_1",
      "customer_1", "stage_1", "opportunity_11", "api_token_1", "change_10", "role_2"]) {
      __typename id ... on Customer { name owner { name } } ... on Contact { label: name }
      ... on Team { label: name } } }""",
    "no things": "{ nodes(ids: []) { id } }",
    "fragments that do not fit": '{ node(id: "customer_1") { ... on Contact { name } } }',
    "orders with nulls": """{ customers(archived: INCLUDE, orderBy: [
      {annualRevenue: DESC}, {createdAt: ASC}, {status: DESC}, {prospect: ASC}, {billingCity: ASC}
      ]) { edges { cursor node { id annualRevenue createdAt status } } } }""",
    "orders by days": """{ opportunities(archived: INCLUDE, orderBy: [
      {closedOn: DESC}, {weightedAmount: ASC}, {probability: DESC}, {currency: ASC}, {id: DESC}
      ]) { edges { cursor node { closedOn weightedAmount } } } }""",
    "filters of every kind": """{ customers(archived: INCLUDE, filter: {or: [
      {name: {contains: "%"}, annualRevenue: {gte: "-999999999999.99"}},
      {not: {owner: {team: {lead: {id: {ne: "employee_4"}}}}}},
      {opportunities: {every: {amount: {lt: "0.01"}}}},
      {createdAt: {lte: "9999-12-31T23:59:59.999999Z"}, status: {in: [PROSPECT]}}
      ], and: []}) { totalCount nodes { id } } }""",
    "a search": '{ customers(search: "cakovec doo") { edges { cursor node { name } } } }',
    "nothing of the rows": "{ changes { nodes { __typename } } roles { edges { cursor } } }",
    "lists of texts": "{ roles(archived: INCLUDE) { nodes { permissions } } }",
    "lists below lists": """{ teams(first: 9) { nodes { teams(first: 9) { totalCount nodes {
      teams(first: 9) { nodes { name } }
      members(first: 9) { totalCount nodes { name } } } } } } }""",
    "archived rows alone": "{ customers(archived: ONLY) { totalCount nodes { id archivedAt } } }",
    "what is used by several": """{ productBaskets { nodes { name products { nodes { name price
      baskets { nodes { name } } } } } } }""",
    "a Python field": '{ keyword(id: "keyword_2") { code label(language: "fi") } }',
    "who is looking, and rows": "{ viewer { permissions } customers { totalCount } }",
    "names of things inside": """{ customers { anon_1: nodes { anon_2: id anon_1: name
      row_number: number item_0: currency v0: version } row_cursor: totalCount } }""",
}

REFERENCE_QUERIES = {
    "who is looking": "{ viewer { permissions } }",
    "the schema": "{ __schema { queryType { name } } }",
    "a page that is too large": "{ customers(first: 501) { totalCount } }",
    "a damaged cursor": '{ customers(after: "x") { totalCount nodes { id } } }',
    "a cursor that nobody needs": '{ customers(after: "x") { totalCount } }',
    "an empty cursor that nobody needs": '{ customers(after: "") { totalCount } }',
    "a damaged id": '{ customer(id: "customer_01") { id } customers { totalCount } }',
    "an id of another type": '{ a: customer(id: "contact_10") { id } node(id: "plan_1") { id } }',
    "an error deep inside": """{ customers { nodes { id
      contacts(filter: {name: {eq: null}}) { nodes { id } } } } }""",
    "a null condition": """query ($b: Boolean = true) { customers { totalCount @skip(if: $b) } }""",
}


@pytest.mark.parametrize("key", [*range(1, 9), *range(100, 108), 999])
async def test_a_card_is_compiled(pair: Pair, world: World, key: int) -> None:
    rights = ("employees:manage", "changes:read_all")
    for viewer in (world.admin, world.reader(TOP_LEAD, *rights), world.reader(OWNER, *rights)):
        outcome = await pair(CARD, viewer, id=f"customer_{key}")
        assert (outcome.plan, outcome.errors) == (COMPILED, [])


@pytest.mark.parametrize("name", COMPILED_QUERIES)
async def test_it_is_compiled(pair: Pair, world: World, name: str) -> None:
    for viewer in (world.admin, world.reader(OWNER, "employees:manage")):
        outcome = await pair(COMPILED_QUERIES[name], viewer)
        assert (outcome.plan, outcome.errors) == (COMPILED, [])


@pytest.mark.parametrize("name", REFERENCE_QUERIES)
async def test_it_is_left_to_the_reference_path(pair: Pair, world: World, name: str) -> None:
    outcome = await pair(REFERENCE_QUERIES[name], world.admin, b=None)
    assert outcome.plan == REFERENCE


async def test_a_missing_right_gives_the_errors_of_the_reference_path(
    pair: Pair, world: World
) -> None:
    viewer = world.api.viewer(OWNER, ["customers:read"])
    query = "{ customers { nodes { id contacts { totalCount } owner { roles { id } } } } }"
    outcome = await pair(query, viewer)
    assert outcome.plan == REFERENCE
    assert {error["extensions"]["code"] for error in outcome.errors} == {"FORBIDDEN"}


async def test_nobody_is_told_to_sign_in(pair: Pair) -> None:
    outcome = await pair("{ customers { totalCount } __typename }", None)
    assert outcome.errors[0]["extensions"]["code"] == "UNAUTHENTICATED"


async def test_who_sees_nothing_gets_empty_lists(pair: Pair, world: World) -> None:
    query = """{ customers { totalCount nodes { id } } customer(id: "customer_1") { id }
      nodes(ids: ["customer_1", "contact_10"]) { id } }"""
    outcome = await pair(query, world.reader(STRANGER))
    assert outcome.value == {
        "customers": {"totalCount": 0, "nodes": []},
        "customer": None,
        "nodes": [None, None],
    }


async def test_a_number_that_is_too_large_fails_where_it_stands(pair: Pair, world: World) -> None:
    query = '{ customer(id: "customer_8") { id version } customers { totalCount } }'
    await change(world.api, Customer, 8, version=2**31)
    outcome = await pair(query, world.admin)
    assert [error["path"] for error in outcome.errors] == [["customer", "version"]]
    await change(world.api, Customer, 8, version=1)


async def test_more_aliases_than_one_object_takes_are_left_to_the_reference_path(
    pair: Pair, world: World
) -> None:
    query = '{ customer(id: "customer_1") {' + " ".join(f"a{n}: id" for n in range(51)) + "} }"
    assert (await pair(query, world.admin)).plan == REFERENCE
    assert (await pair(query.replace("a50: id", ""), world.admin)).plan == COMPILED
