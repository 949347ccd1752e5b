"""The limits refuse what costs too much, by counting, before anything costs."""

from collections.abc import Mapping

import pytest
from graphql import GraphQLError, get_introspection_query, get_operation_ast, validate
from pydantic import ValidationError

from schema.internals import graphql_schema
from schema.limits import Limits, check_cost, check_document, check_variables, parse_within
from tests.schema.toy import fragments, make_schema

SCHEMA = graphql_schema(make_schema())


def refusal(query: str, limits: Limits | None = None) -> str | None:
    limits = limits or Limits()
    try:
        check_document(parse_within(query, limits), limits)
    except GraphQLError as error:
        return str((error.extensions or {})["code"])
    return None


def cost(
    query: str, variables: Mapping[str, object] | None = None, limits: Limits | None = None
) -> tuple[int, int]:
    document = parse_within(query, Limits())
    assert validate(SCHEMA, document) == []
    operation = get_operation_ast(document)
    assert operation
    found = check_cost(SCHEMA, document, operation, variables or {}, limits or Limits())
    return found.fields, found.introspection


def many(pattern: str, count: int) -> str:
    return "".join(pattern.replace("{i}", str(i)) for i in range(count))


REFUSED = {
    "60 fragments that each spread the next twice below two fields": (
        "{ me { ...F0 } } " + fragments("a: friend { ...{next} } b: friend { ...{next} }", 60),
        "LIMIT_SELECTIONS",
    ),
    "60 fragments that each spread the next twice": (
        "{ me { ...F0 } } " + fragments("...{next} ...{next}", 60),
        "LIMIT_SELECTIONS",
    ),
    "a chain of fragments as deep as fields": (
        "{ me { ...F0 } } " + fragments("...{next}", 40),
        "LIMIT_DEPTH",
    ),
    "1,000 fragments": ("{ me { ...F0 } } " + fragments("...{next}", 1000), "LIMIT_FRAGMENTS"),
    "a fragment nothing spreads": (
        "{ hello } " + fragments("a: friend { ...{next} } b: friend { ...{next} }", 60),
        "LIMIT_SELECTIONS",
    ),
    "a cycle of fragments": (
        "{ me { ...A } } fragment A on Thing { ...B } fragment B on Thing { friend { ...A } }",
        "GRAPHQL_VALIDATION_FAILED",
    ),
    "800 overlapping selections": ("{ me {" + " friend { name }" * 800 + "} }", "LIMIT_OVERLAPS"),
    "800 overlapping leaves": ("{ me {" + " name" * 800 + "} }", "LIMIT_OVERLAPS"),
    "overlaps at several levels": (
        "{ me {" + (" friend {" + " friend { name }" * 40 + "}") * 10 + "} }",
        "LIMIT_OVERLAPS",
    ),
    "overlaps through fragments": (
        "{ me {" + many(" ...F{i}", 150) + "} }" + many(" fragment F{i} on Thing { name }", 150),
        "LIMIT_OVERLAPS",
    ),
    "overlaps through inline fragments": (
        "{ me {" + " ... on Thing { name }" * 800 + "} }",
        "LIMIT_OVERLAPS",
    ),
    "a 3 MB comment": ("{ hello } #" + "x" * 3_000_000, "LIMIT_QUERY_CHARS"),
    "20,000 comments": ("#\n" * 20_000 + "{ hello }", "LIMIT_TOKENS"),
    "20,000 fields": ("{" + " a" * 20_000 + "}", "LIMIT_TOKENS"),
    "40 nested fields": ("{ me" + "{ friend" * 40 + "{ name }" + "}" * 41, "LIMIT_DEPTH"),
    "40 nested inline fragments": ("{ me" + "{ ..." * 40 + "{ name }" + "}" * 41, "LIMIT_DEPTH"),
    "201 nested fields": (
        "{ me" + "{ friend" * 201 + "{ name }" + "}" * 202,
        "LIMIT_DEPTH",
    ),
    "201 aliases": (
        "{ me {" + many(" a{i}: name", 201) + "} }",
        "LIMIT_ALIASES",
    ),
    "51 root fields": (
        "{" + many(" a{i}: hello", 51) + "}",
        "LIMIT_ROOT_FIELDS",
    ),
    "51 root fields through a fragment": (
        "{ ...R } fragment R on Query {" + many(" a{i}: hello", 51) + "}",
        "LIMIT_ROOT_FIELDS",
    ),
    "201 directives": ("{ hello" + " @skip(if: false)" * 201 + "}", "LIMIT_DIRECTIVES"),
    "51 operations": (
        many("query Q{i} { hello } ", 51),
        "LIMIT_OPERATIONS",
    ),
    "a literal nested 30 deep": (
        "{ nodes(ids: " + "[" * 30 + "]" * 30 + ") { name } }",
        "LIMIT_VARIABLES_DEPTH",
    ),
    "a literal list of 1,001": (
        "{ nodes(ids: [" + "1 " * 1001 + "]) { name } }",
        "LIMIT_BATCH_ITEMS",
    ),
    "a text with U+0000": ('{ hello(name: "a\\u0000b") }', "BAD_USER_INPUT"),
    "no GraphQL": ("{ hello", "GRAPHQL_PARSE_FAILED"),
}


@pytest.mark.parametrize(("query", "code"), REFUSED.values(), ids=REFUSED.keys())
def test_a_document_above_a_limit_is_refused_with_its_code(query: str, code: str) -> None:
    assert refusal(query) == code


ACCEPTED = {
    "introspection": get_introspection_query(),
    "400 fields": "{ me {" + many(" friend { f{i}: name }", 100) + "} }",
    "30 levels": "{ me" + "{ friend" * 29 + "{ name }" + "}" * 30,
    "fragments used many times": (
        "{ me { ...A friend { ...A friend { ...A } } } } fragment A on Thing { name }"
    ),
    "an unknown fragment, left to validation": "{ me { ...Nowhere } }",
}


@pytest.mark.parametrize("query", ACCEPTED.values(), ids=ACCEPTED.keys())
def test_an_ordinary_document_passes(query: str) -> None:
    assert refusal(query) is None


def test_a_refusal_names_the_limit_the_count_and_the_maximum() -> None:
    limits = Limits(max_depth=3)
    with pytest.raises(GraphQLError) as caught:
        check_document(parse_within("{ me { friend { friend { name } } } }", limits), limits)
    assert caught.value.message == "The request is too large: depth 4, at most 3."
    assert caught.value.extensions == {"code": "LIMIT_DEPTH", "maximum": 3}


def test_an_exponential_count_is_told_as_far_more() -> None:
    limits = Limits()
    query = "{ me { ...F0 } } " + fragments("...{next} ...{next}", 60)
    with pytest.raises(GraphQLError, match="selections far more, at most 5,000"):
        check_document(parse_within(query, limits), limits)


NODES_OF_THINGS = "fragment A on Things { nodes { ... on Thing { name } } }"

COSTS = {
    "a field is one": ("{ hello }", {}, 1),
    "nested fields add up": ("{ me { friend { name } } }", {}, 3),
    "a connection counts its page": ("{ me { friends(first: 7) { nodes { name } } } }", {}, 10),
    "the total is counted once": ("{ me { friends(first: 7) { total } } }", {}, 3),
    "last is a page too": ("{ me { friends(last: 7) { nodes { name } } } }", {}, 10),
    "a page has a default": ("{ me { friends { nodes { name } } } }", {}, 53),
    "a field declares its page": ("{ me { recent { nodes { name } } } }", {}, 23),
    "a plain list has a default": ("{ me { tags { name } } }", {}, 12),
    "ids tell the length": ("{ nodes(ids: [1, 2, 3]) { name } }", {}, 4),
    "a variable is known": (
        "query ($n: Int) { me { friends(first: $n) { nodes { name } } } }",
        {"n": 4},
        7,
    ),
    "so is its default": (
        "query ($n: Int = 5) { me { friends(first: $n) { nodes { name } } } }",
        {},
        8,
    ),
    "null means the default page": (
        "query ($n: Int = 5) { me { friends(first: $n) { nodes { name } } } }",
        {"n": None},
        53,
    ),
    "ids in a variable": (
        "query ($ids: [ID!]!) { nodes(ids: $ids) { name } }",
        {"ids": ["1", "2"]},
        3,
    ),
    "pages multiply": (
        "{ me { friends(first: 10) { nodes { friends(first: 10) { nodes { name } } } } } }",
        {},
        1 + 1 + 1 + 10 * (1 + 1 + 10),
    ),
    "fragments count where they are spread": (
        "{ me { a: friends(first: 3) { ...A } b: friends(first: 4) { ...A } } } " + NODES_OF_THINGS,
        {},
        1 + (2 + 3) + (2 + 4),
    ),
}


@pytest.mark.parametrize(("query", "variables", "expected"), COSTS.values(), ids=COSTS.keys())
def test_the_cost_is_fields_times_page_sizes(
    query: str, variables: Mapping[str, object], expected: int
) -> None:
    assert cost(query, variables) == (expected, 0)


def test_pages_within_pages_pass_the_cost_limit() -> None:
    inner = "friends(first: 500) { nodes { name } }"
    with pytest.raises(GraphQLError) as caught:
        cost(f"{{ me {{ friends(first: 500) {{ nodes {{ {inner} }} }} }} }}")
    assert caught.value.extensions == {"code": "LIMIT_COST", "maximum": 250_000}


@pytest.mark.parametrize("variables", [{"n": 501}, {"n": 2**70}])
def test_a_page_above_the_largest_is_refused(variables: Mapping[str, object]) -> None:
    with pytest.raises(GraphQLError) as caught:
        cost("query ($n: Int) { me { friends(first: $n) { total } } }", variables)
    assert caught.value.extensions == {"code": "LIMIT_PAGE_SIZE", "maximum": 500}


def test_two_full_introspections_fit_the_budget() -> None:
    fields, introspection = cost(get_introspection_query(input_value_deprecation=True))
    assert fields == 0
    assert introspection * 2 < Limits().max_introspection_cost


def test_many_introspections_at_once_pass_the_budget() -> None:
    lists = "types { fields { args { type { name } } type { fields { name } } } }"
    aliased = many(f" a{{i}}: __schema {{ {lists} }}", 30)
    with pytest.raises(GraphQLError) as caught:
        cost(f"{{ {aliased} }}")
    assert (caught.value.extensions or {})["code"] == "LIMIT_INTROSPECTION_COST"


def nested(depth: int) -> object:
    value: object = 1
    for _ in range(depth):
        value = [value]
    return value


@pytest.mark.parametrize(
    ("value", "code"),
    [
        (nested(100_000), "LIMIT_VARIABLES_DEPTH"),
        ([1] * 1001, "LIMIT_BATCH_ITEMS"),
        ({"name": "a\0b"}, "BAD_USER_INPUT"),
    ],
    ids=["nested", "long", "nul"],
)
def test_variables_above_a_limit_are_refused(value: object, code: str) -> None:
    with pytest.raises(GraphQLError) as caught:
        check_variables({"value": value}, Limits())
    assert (caught.value.extensions or {})["code"] == code


def test_ordinary_variables_pass() -> None:
    check_variables({"input": {"items": [{"name": "Åke"}] * 1000}, "n": 1, "none": None}, Limits())


@pytest.mark.parametrize(
    ("settings", "message"),
    [({"max_depth": 0}, "max_depth"), ({"default_page_size": 600}, "larger than"), ({"x": 1}, "x")],
)
def test_a_senseless_limit_is_refused_by_name(settings: Mapping[str, object], message: str) -> None:
    with pytest.raises(ValidationError, match=message):
        Limits.model_validate(settings)
