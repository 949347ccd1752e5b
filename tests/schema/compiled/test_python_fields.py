"""Python fields of compiled reads: they get the same and give the same as on the reference path."""

import json

import pytest
from structlog.testing import capture_logs

from core.context import Context
from schema.compiled import HotLane
from tests.schema.compiled.pair import COMPILED, REFERENCE, Pair
from tests.world import OWNER, TOP_LEAD, World

MANY = "first: 200"
ALL = f"archived: INCLUDE, {MANY}"

COMPILED_QUERIES = {
    "one on a row": '{ customer(id: "customer_1") { name toast id } }',
    "one on no row": '{ customer(id: "customer_999") { toast } }',
    "one on each row": f"{{ customers({ALL}) {{ nodes {{ toast }} }} }}",
    "in the order of the keys": f"""{{ customers({ALL}) {{ nodes {{
      id toast place b: name a: toast words ...F owner {{ id }} }} totalCount }} }}
      fragment F on Customer {{ place words toast }}""",
    "below edges and nodes": f"""{{ customers({ALL}) {{ edges {{ cursor node {{ place }} }}
      nodes {{ toast place }} pageInfo {{ hasNextPage }}
      more: edges {{ node {{ toast }} }} }} }}""",
    "below a list in a row": f"""{{ customer(id: "customer_100") {{ place
      opportunities({ALL}) {{ nodes {{ summaries {{ text }} closing }} }} place2: place }} }}""",
    "below lists in lists": f"""{{ customers({ALL}) {{ nodes {{ place
      contacts(archived: INCLUDE) {{ nodes {{ id held customer {{ place }} }} }}
      opportunities(archived: INCLUDE) {{ edges {{ node {{ held stage {{ held }} }} }} }}
      }} }} }}""",
    "below rows that may be null": f"""{{ customers({ALL}) {{ nodes {{
      parent {{ place toast }} owner {{ team {{ leader {{ name }} held }} held }} }} }} }}""",
    "in plain lists": """{ customers { nodes { segments { label label_length: labelLength }
      externalIds { held } opportunityTotals { held kind } } } }""",
    "things of every type": """{ nodes(ids: ["customer_1", "contact_10", "customer_999", "team_1",
      "customer_1", "stage_1", "opportunity_11", "api_token_1", "change_10", "keyword_102"]) {
      __typename id ... on Customer { held place label: toast } ... on Contact { label: notes }
      ... on Keyword { l: label held } ... on Team { held } ... on Change { held } } }""",
    "no things": "{ nodes(ids: []) { ... on Customer { toast } } }",
    "one thing": '{ node(id: "customer_1") { id ... on Customer { toast place } } }',
    "a thing that is not there": '{ node(id: "customer_999") { ... on Customer { toast } } }',
    "a thing of another type": '{ node(id: "contact_10") { id ... on Customer { toast } } }',
    "rows that they return": f"""{{ customers({ALL}) {{ nodes {{ head {{ id name head {{ place }}
      owner {{ name team {{ leader {{ name colleagues {{ name }} }} }} }}
      contacts {{ nodes {{ name held }} totalCount }} }} }} }} }}""",
    "objects that they return": f"""{{ customers({ALL}) {{ nodes {{ summary {{ text amount day
      size customer {{ name toast place }} }} }} }} opportunities({ALL}) {{ nodes {{
      summaries {{ __typename text amount d: day size customer {{ id }} }} }} }} }}""",
    "any JSON": f"{{ opportunities({ALL}) {{ nodes {{ mixed closing }} }} }}",
    "roots among others": """{ viewer { permissions via roles employee { name held } }
      g: greeting(name: "x") customers(first: 1) { nodes { toast } } firstCustomer { name toast }
      __typename }""",
    "fragments within fragments": """{ node(id: "customer_1") { ...A }
      customers(first: 2) { nodes { ...A } } contact(id: "contact_10") { ...A } }
      fragment A on Node { id ... on Node { ...B ... on Contact { held } } }
      fragment B on Customer { toast ... { place } }""",
    "fields that are skipped": """{ customers { nodes { id toast @skip(if: true) } }
      viewer @include(if: false) { via } }""",
}

ROWS_OF_EVERY_TYPE = f"""{{ customers({ALL}) {{ nodes {{ held segments {{ held }}
    externalIds {{ held }} opportunityTotals {{ held }} }} }} employees {{ nodes {{ held }} }}
  projects({ALL}) {{ nodes {{ held participants {{ nodes {{ held }} }} }} }}
  changes({MANY}) {{ nodes {{ held }} }} roles({ALL}) {{ nodes {{ held }} }}
  contacts({ALL}) {{ nodes {{ held }} }} products({MANY}) {{ nodes {{ held }} }}
  productBaskets({ALL}) {{ nodes {{ held }} }} opportunities({ALL}) {{ nodes {{ held }} }}
  stages({ALL}) {{ nodes {{ held }} }} teams({ALL}) {{ nodes {{ held }} }}
  apiTokens {{ nodes {{ held }} }} keywords({MANY}) {{ nodes {{ held }} }} }}"""


@pytest.mark.parametrize("name", COMPILED_QUERIES)
async def test_it_is_compiled(pair: Pair, world: World, name: str) -> None:
    for viewer in (world.admin, world.reader(OWNER, "employees:manage", "changes:read_all")):
        outcome = await pair(COMPILED_QUERIES[name], viewer)
        assert (outcome.plan, outcome.errors) == (COMPILED, [])


async def test_columns_of_every_entity_come_as_the_driver_gives_them(
    pair: Pair, world: World
) -> None:
    outcome = await pair(ROWS_OF_EVERY_TYPE, world.admin)
    assert (outcome.plan, outcome.errors) == (COMPILED, [])


FAILURES = {
    "a refusal": '{ customer(id: "customer_3") { id trouble name } }',
    "refusals of some rows": f"{{ customers({ALL}) {{ nodes {{ id trouble toast }} }} }}",
    "crashes of some rows": f"{{ customers({ALL}) {{ nodes {{ crash t: trouble }} }} }}",
    "numbers that are too large": f"{{ customers({ALL}) {{ edges {{ node {{ wide }} }} }} }}",
    "errors in lists in lists": f"""{{ contacts({ALL}) {{ nodes {{ customer {{ trouble crash
      subsidiaries {{ nodes {{ trouble }} }} }} }} }} }}""",
    "errors below what they return": f"""{{ customers({ALL}) {{ nodes {{ head {{ trouble }}
      summary {{ customer {{ crash }} }} }} }} }}""",
    "errors among things": """{ nodes(ids: ["customer_3", "contact_10", "customer_4"]) {
      ... on Customer { trouble crash } }
      node(id: "customer_6") { ... on Customer { trouble } } }""",
}

TAKING = {
    "null where it may not stand": f"{{ opportunities({ALL}) {{ nodes {{ id never }} }} }}",
    "refusals where null may not stand": f"{{ opportunities({ALL}) {{ nodes {{ sometimes }} }} }}",
    "rows among others": f"""{{ customers({ALL}) {{ nodes {{ name trouble
      opportunities(archived: INCLUDE) {{ edges {{ node {{ never closing }} }} totalCount }}
      }} }} }}""",
    "things": """{ nodes(ids: ["keyword_100", "keyword_101", "customer_1"]) {
      id ... on Keyword { soon } ... on Customer { toast } } }""",
    "one of them": """{ customers { nodes { segments { code soon } toast trouble } } }""",
}


@pytest.mark.parametrize("name", FAILURES)
async def test_errors_stand_where_they_belong(pair: Pair, world: World, name: str) -> None:
    assert (await pair(FAILURES[name], world.reader(OWNER))).plan == COMPILED
    outcome = await pair(FAILURES[name], world.admin)
    assert outcome.plan == COMPILED
    assert outcome.errors


@pytest.mark.parametrize("name", TAKING)
async def test_the_reference_path_tells_what_a_null_takes_along(
    pair: Pair, world: World, name: str
) -> None:
    outcome = await pair(TAKING[name], world.admin)
    assert outcome.plan == REFERENCE
    assert outcome.errors


LEFT = {
    "a field that declares no needs": '{ customer(id: "customer_1") { loose } }',
    "a field that needs more than it says": '{ customer(id: "customer_1") { careless } }',
    "what another field loads for it": '{ customer(id: "customer_1") { careless name } }',
    "roots alone": '{ viewer { permissions } greeting(name: "x") }',
    "a null condition": """query ($b: Boolean = true) {
      customer(id: "customer_1") { id toast @skip(if: $b) } }""",
}


@pytest.mark.parametrize("name", LEFT)
async def test_it_is_left_to_the_reference_path(pair: Pair, world: World, name: str) -> None:
    outcome = await pair(LEFT[name], world.admin, b=None)
    assert outcome.plan == REFERENCE
    assert json.loads(outcome.data) is not None


async def test_a_missing_right_is_told_by_the_reference_path(pair: Pair, world: World) -> None:
    query = '{ customer(id: "customer_1") { guarded toast } }'
    denied = await pair(query, world.reader(OWNER))
    assert denied.plan == REFERENCE
    assert [error["extensions"]["code"] for error in denied.errors] == ["FORBIDDEN"]
    allowed = await pair(query, world.reader(OWNER, "opportunities:read_all"))
    assert (allowed.plan, allowed.errors) == (COMPILED, [])


ARGUMENTS = """query ($first: Int = 3, $after: String, $none: Int!, $more: Boolean!,
    $name: String) { customers(first: 5) { nodes { words a: words(first: $first)
    b: words(first: 1, after: $after) c: words(first: $none)
    d: words(after: "x") @include(if: $more)
    head { words(first: $first) @skip(if: $more) name } } }
  greeting(name: $name) }"""


@pytest.mark.parametrize(
    "values",
    [
        {"none": 0, "more": True},
        {"none": 2, "more": False, "first": 1, "after": "y", "name": "x"},
        {"none": 2, "more": True, "first": 0, "after": None, "name": None},
    ],
)
async def test_arguments_are_those_of_the_request(
    pair: Pair, world: World, values: dict[str, object]
) -> None:
    for viewer in (world.admin, world.reader(TOP_LEAD)):
        outcome = await pair(ARGUMENTS, viewer, **values)
        assert (outcome.plan, outcome.errors) == (COMPILED, [])


async def test_an_argument_that_may_not_be_null_is_refused_alike(pair: Pair, world: World) -> None:
    for first in (None, 1):
        query = "query ($first: Int) { customers { nodes { words(first: $first) } } }"
        assert bool((await pair(query, world.admin, first=first)).errors) == (first is None)


STATEMENTS = {
    "{ customers { nodes { toast place opportunities { nodes { closing held } } } } }": 1,
    "{ customers { nodes { head { name } } } }": 2,
    "{ customers { nodes { head { name owner { name } } h: head { id } } } }": 4,
    """{ customers { nodes { head { name } owner { team { leader { name } } }
      contacts { nodes { customer { head { name } } } } } } }""": 4,
}


@pytest.mark.parametrize("query", STATEMENTS)
async def test_what_they_load_is_loaded_in_batches(pair: Pair, world: World, query: str) -> None:
    with world.api.statements() as statements:
        context = Context(pair.deployment, world.admin)
        result = await pair.compiled.execute(query, context_value=context)
    assert (context.plan, result.errors) == (COMPILED, None)
    assert len(statements) == STATEMENTS[query]


async def test_a_failure_of_ours_is_logged_once(pair: Pair, world: World) -> None:
    query = '{ customer(id: "customer_5") { crash trouble } }'
    hot = HotLane(pair.compiled, pair.documents, pair.reads)
    contexts = [Context(pair.deployment, world.admin) for _ in range(2)]
    with capture_logs() as logs:
        await pair.compiled.execute(query, context_value=contexts[0])
        result = await hot.answer(query, None, {}, contexts[1])
    assert result is not None
    failures = [entry["path"] for entry in logs if entry["log_level"] == "error"]
    assert failures == [["customer", "crash"]] * 2
