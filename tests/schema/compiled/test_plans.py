"""Plans: one statement for an operation, kept for all requests that it serves."""

from collections.abc import Mapping, Sequence

import pytest
from graphql import DocumentNode, OperationDefinitionNode, parse

from core.context import Context
from core.declare import aliases
from core.declare.aliases import MOST_ALIKE
from core.recent import Recent
from core.viewer import Viewer
from schema.compiled import plans as plans_module
from schema.compiled.plan import Plan
from schema.compiled.plans import Plans
from schema.compiled.spliced import Spliced
from schema.internals import graphql_schema
from tests.schema.compiled.pair import Pair
from tests.world import LEAD, OWNER, STRANGER, World

PAGE = """query ($first: Int, $after: String, $filter: CustomerFilter, $search: String) {
  customers(first: $first, after: $after, filter: $filter, search: $search) { nodes { id } } }"""


@pytest.fixture
def plans(pair: Pair) -> Plans:
    """The plans of a schema, none of them made yet."""
    deployment = pair.deployment
    dialect = deployment.database.engine.dialect
    return Plans(graphql_schema(pair.compiled), deployment.registry, dialect)


def find(
    plans: Plans, document: DocumentNode, viewer: Viewer, variables: Mapping[str, object] = {}
) -> Plan | None:
    operation = document.definitions[0]
    assert isinstance(operation, OperationDefinitionNode)
    found = plans.find(document, operation, variables, viewer)
    return found[0] if found else None


SHARED: dict[str, tuple[dict[str, object], dict[str, object]]] = {
    "page sizes": ({"first": 3}, {"first": 50}),
    "filters": (
        {"filter": {"name": {"in": ["a"]}, "owner": {"id": {"eq": "employee_1"}}}},
        {"filter": {"name": {"in": ["b", "c"]}, "owner": {"id": {"eq": "employee_2"}}}},
    ),
    "searches": ({"search": "oy"}, {"search": "Åland"}),
}

APART: dict[str, tuple[dict[str, object], dict[str, object]]] = {
    "a value and null": ({"first": 3}, {"first": None}),
    "other fields": (
        {"filter": {"name": {"eq": "a"}}},
        {"filter": {"number": {"eq": "a"}}},
    ),
    "other operators": ({"filter": {"name": {"eq": "a"}}}, {"filter": {"name": {"ne": "a"}}}),
    "with a value and without": (
        {"filter": {"name": {"isNull": True}}},
        {"filter": {"name": {"isNull": False}}},
    ),
    "more words": ({"search": "oy"}, {"search": "oy ab"}),
    "numbers": ({"search": "oy"}, {"search": "oy1"}),
}


@pytest.mark.parametrize("name", SHARED)
async def test_requests_of_one_shape_share_a_plan(plans: Plans, world: World, name: str) -> None:
    document = parse(PAGE)
    one, other = (find(plans, document, world.admin, values) for values in SHARED[name])
    assert one is not None
    assert one is other


@pytest.mark.parametrize("name", APART)
async def test_requests_of_other_shapes_do_not(plans: Plans, world: World, name: str) -> None:
    document = parse(PAGE)
    one, other = (find(plans, document, world.admin, values) for values in APART[name])
    assert one is not None
    assert other is not None
    assert one is not other


async def test_viewers_share_a_plan_if_they_have_the_same_rights(
    plans: Plans, world: World
) -> None:
    document = parse(PAGE)
    own = find(plans, document, world.reader(OWNER))
    assert own is not None
    assert find(plans, document, world.reader(STRANGER)) is own
    assert find(plans, document, world.reader(OWNER, "customers:read_all")) is not own


async def test_so_many_plans_are_kept(
    pair: Pair, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(plans_module, "MOST_PLANS", 3)
    deployment = pair.deployment
    dialect = deployment.database.engine.dialect
    few = Plans(graphql_schema(pair.compiled), deployment.registry, dialect)
    documents = [parse(f"{{ a{n}: __typename }}") for n in range(5)]
    found = [find(few, document, world.admin) for document in documents]
    assert len(few) == 3
    assert find(few, documents[4], world.admin) is found[4]
    assert find(few, documents[0], world.admin) is not found[0]


def test_what_was_not_used_for_longest_is_dropped() -> None:
    recent: Recent[str, int] = Recent(2)
    recent["a"], recent["b"] = 1, 2
    assert recent["a"] == 1
    recent["c"] = 3
    assert ("a" in recent, "b" in recent, "c" in recent, len(recent)) == (True, False, True, 2)


async def test_an_operation_is_one_statement(pair: Pair, world: World) -> None:
    query = """{ a: customers { totalCount nodes { owner { name } contacts { nodes { name } } } }
      b: teams { edges { node { members { totalCount } } } } customer(id: "customer_1") { name }
      nodes(ids: ["customer_1", "contact_10"]) { id } }"""
    with world.api.statements() as statements:
        context = Context(pair.deployment, world.admin)
        await pair.compiled.execute(query, context_value=context)
    assert len(statements) == 1


async def test_an_operation_that_cannot_be_compiled_runs_no_statement_in_vain(
    pair: Pair, world: World
) -> None:
    query = '{ customer(id: "damaged") { name } customers { nodes { id } } }'
    counts = []
    for schema in (pair.reference, pair.compiled):
        with world.api.statements() as statements:
            await schema.execute(query, context_value=Context(pair.deployment, world.admin))
        counts.append(len(statements))
    assert counts == [1, 1]


VISIBLE_ONCE = {
    "rows of a parent": "{ customers { nodes { contacts { nodes { name } totalCount } } } }",
    "the parent of a row": "{ contacts { nodes { customer { name } } } }",
    "a card": """{ customer(id: "customer_1") { opportunities { nodes { id } }
      projects { nodes { participants { nodes { id } } } } opportunityTotals { count } } }""",
}


@pytest.mark.parametrize("name", VISIBLE_ONCE)
async def test_rows_that_are_visible_with_each_other_are_looked_at_once(
    plans: Plans, world: World, name: str
) -> None:
    plan = find(plans, parse(VISIBLE_ONCE[name]), world.reader(OWNER))
    assert plan is not None
    assert plan.sql.count("WITH RECURSIVE") == 1


async def test_a_row_that_others_reasons_show_does_not_show_its_parent(
    pair: Pair, world: World
) -> None:
    viewer = world.reader(OWNER)
    outcome = await pair("{ opportunities { nodes { id customer { id } } } }", viewer)
    rows = {row["id"]: row["customer"] for row in outcome.value["opportunities"]["nodes"]}
    assert rows["opportunity_3"] is None
    assert rows["opportunity_10"] == {"id": "customer_1"}


async def test_nobody_can_guess_the_marks_of_python_fields(plans: Plans, world: World) -> None:
    queries = [f'{{ customer(id: "customer_{key}") {{ toast }} }}' for key in (1, 2)]
    found = [find(plans, parse(query), world.admin) for query in queries]
    fills = [plan.fill for plan in found if plan and isinstance(plan.fill, Spliced)]
    assert len({fill.nonce for fill in fills}) == 2
    assert all(len(fill.nonce) >= 32 for fill in fills)


NESTED = """query ($x: String) {
  customers(filter: {
    parent: {parent: {name: {eq: $x}}, contacts: {some: {customer: {name: {eq: $x}}}}},
    subsidiaries: {none: {owner: {name: {eq: $x}}}}
  }) {
    totalCount
    edges { node { parent { parent {
      name contacts { nodes { customer { parent { name } } } }
    } } } }
  }
  contacts(filter: {customer: {contacts: {every: {customer: {name: {eq: $x}}}}}}) {
    nodes { customer { subsidiaries { nodes { opportunities { nodes { customer { name } } } } } } }
  }
}"""

NAMES = (
    f'c{key}: customer(id: "customer_{key}") {{ parent {{ id }} }}'
    for key in range(1, 2 * MOST_ALIKE)
)
WIDE = f"{{ {' '.join(NAMES)} }}"


def texts(plans: Plans, viewers: Sequence[Viewer]) -> list[str]:
    """The statements of queries that read the same table many times."""
    documents = [parse(query) for query in (PAGE, NESTED, WIDE, PAGE)]
    found = [find(plans, document, viewer, {}) for viewer in viewers for document in documents]
    return [plan.sql for plan in found if plan is not None]


def test_statements_that_share_aliases_read_as_if_each_had_its_own(
    plans: Plans, pair: Pair, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    viewers = [world.admin, *map(world.reader, (OWNER, LEAD, STRANGER))]
    shared = texts(plans, viewers)
    assert len(shared) == 4 * len(viewers)
    monkeypatch.setattr(aliases, "MOST_ALIKE", 0)
    dialect = pair.deployment.database.engine.dialect
    alone = Plans(graphql_schema(pair.compiled), pair.deployment.registry, dialect)
    assert texts(alone, viewers) == shared


def test_whom_a_viewer_leads_is_found_once_in_a_statement(plans: Plans, world: World) -> None:
    plan = find(plans, parse(NESTED), world.reader(LEAD), {})
    assert plan is not None
    assert plan.sql.count("team.lead_id =") == 1
    assert plan.sql.count("employee.team_id IN") > 5
