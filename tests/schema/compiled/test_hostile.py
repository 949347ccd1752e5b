"""What a client writes never enters the SQL text, neither values nor names of its own."""

import json
from collections.abc import Mapping

import pytest
from graphql import parse
from graphql.language import OperationDefinitionNode

from core.viewer import Viewer
from schema.compiled.plans import Plans
from schema.internals import graphql_schema
from tests.schema.compiled.pair import COMPILED, Pair
from tests.schema.compiled.rows import TEXTS
from tests.world import World

STRINGS = (
    *TEXTS,
    "'; DROP TABLE customer; --",
    "$1",
    "$$body$$",
    "%s %(name)s %%",
    ":name ::text",
    "\\' OR 1=1 --",
    "\\u0027\\x27",
    "customer_1.password_hash",
    "name_sort",
    "late_0",
    "viewer",
    "E'\\n'",
    "/* */",
    "\u2019 \u02bc \uff07",
)

QUERY = """query ($s: String!, $l: [String!]!) {
  a: customers(archived: INCLUDE, filter: {or: [
    {name: {eq: $s}}, {name: {ne: $s}}, {name: {contains: $s}}, {name: {startsWith: $s}},
    {name: {in: $l}}, {name: {notIn: $l}}, {number: {in: [$s]}},
    {contacts: {some: {notes: {eq: $s}}}}
  ]}) { totalCount nodes { name } }
  b: customers(search: $s) { totalCount nodes { name } }
  c: roles(filter: {permissions: {has: $s, hasAny: $l}}) { totalCount }
  d: customers(filter: {name: {eq: $s}}, archived: INCLUDE) { edges { cursor node { name } } }
}"""

ALIASES = (
    *("select", "FROM", "Name", "iD", "null", "true", "user", "current_user", "anon_1", "anon_2"),
    *(
        "row_number",
        "row_cursor",
        "item_nodes",
        "item_0",
        "v0",
        "v1",
        "customer_1",
        "password_hash",
    ),
    *("_", "__", "_1", "x" * 63, "x" * 64, "y" * 200, "viewer", "late_0", "json_agg", "ctid"),
)


def plan_of(pair: Pair, viewer: Viewer, query: str, variables: Mapping[str, object]) -> str:
    """The SQL text that a query is compiled to."""
    deployment = pair.deployment
    dialect = deployment.database.engine.dialect
    plans = Plans(graphql_schema(pair.compiled), deployment.registry, dialect)
    document = parse(query)
    operation = document.definitions[0]
    assert isinstance(operation, OperationDefinitionNode)
    found = plans.find(document, operation, variables, viewer)
    assert found is not None
    return found[0].sql


@pytest.mark.parametrize("text", STRINGS)
async def test_values_do_not_enter_the_sql(pair: Pair, world: World, text: str) -> None:
    variables: dict[str, object] = {"s": text, "l": [text, "x"]}
    written = QUERY.partition("{")[2].replace("$s", json.dumps(text))
    literal = "{" + written.replace("$l", json.dumps([text, "x"]))
    by_variable = await pair(QUERY, world.admin, **variables)
    in_place = await pair(literal, world.admin)
    assert (by_variable.plan, in_place.plan) == (COMPILED, COMPILED)
    assert by_variable.data == in_place.data
    plain = plan_of(pair, world.admin, QUERY, {"s": "mark_of_this", "l": ["mark_of_this"]})
    assert "mark_of_this" not in plain
    if len(text.split()) == 1 and not any(map(str.isdigit, text)):
        assert plan_of(pair, world.admin, QUERY, variables) == plain


async def test_values_of_other_arguments_do_not_enter_the_sql(pair: Pair, world: World) -> None:
    query = """{ customers(first: 499, filter: {id: {in: ["customer_4711"]},
      annualRevenue: {gt: "4711.25"}, createdAt: {lt: "2347-11-01T00:00:00Z"},
      employeeCount: {eq: 4711}, opportunities: {none: {closedOn: {eq: "2347-11-01"}}}})
      { nodes { id } } node(id: "employee_4711") { id }
      nodes(ids: ["team_4711", "customer_4711"]) { id } }"""
    assert (await pair(query, world.admin)).plan == COMPILED
    sql = plan_of(pair, world.admin, query, {})
    assert not any(text in sql for text in ("4711", "2347", "499"))


@pytest.mark.parametrize("alias", ALIASES)
async def test_aliases_do_not_enter_the_sql(pair: Pair, world: World, alias: str) -> None:
    query = """{ ALIAS: customers(first: 3) { ALIAS: nodes { ALIAS: name id
      sub: subsidiaries { ALIAS: edges { ALIAS: node { ALIAS: name } other: cursor } } }
      pageInfo { ALIAS: endCursor } } other: customers { ALIAS: totalCount } }"""
    outcome = await pair(query.replace("ALIAS", alias), world.admin)
    assert outcome.plan == COMPILED
    sql = plan_of(pair, world.admin, query.replace("ALIAS", alias), {})
    assert sql == plan_of(pair, world.admin, query.replace("ALIAS", "zqx"), {})
    assert "zqx" not in sql


async def test_names_of_operations_variables_and_fragments_do_not_enter_the_sql(
    pair: Pair, world: World
) -> None:
    query = """query zqxOperation($zqxVariable: Int = 1) {
      customers(first: $zqxVariable) { ...zqxFragment } }
      fragment zqxFragment on CustomerConnection { nodes { zqxAlias: id } }"""
    assert (await pair(query, world.admin)).plan == COMPILED
    assert "zqx" not in plan_of(pair, world.admin, query, {})
