"""Filter and order inputs: made of the declared fields, and nothing else."""

from typing import Any

import pytest
from graphql import GraphQLInputObjectType, GraphQLSchema

from core.deployment import declarations
from core.plugins import discover, load_plugins
from schema.composition import compose


@pytest.fixture(scope="module")
def schema() -> GraphQLSchema:
    """The schema of everything, as clients see it."""
    return compose(declarations(load_plugins(discover(), discover())))._schema  # noqa: SLF001


def fields(schema: GraphQLSchema, name: str) -> dict[str, str]:
    """The fields of an input and their types."""
    found = schema.type_map[name]
    assert isinstance(found, GraphQLInputObjectType)
    return {key: str(field.type) for key, field in found.fields.items()}


CHOICE = {"eq", "ne", "in", "notIn", "isNull"}
COMPARED = CHOICE | {"lt", "lte", "gt", "gte"}


@pytest.mark.parametrize(
    ("name", "operators"),
    [
        ("IDFilter", {"eq", "ne", "in", "notIn"}),
        ("TextFilter", CHOICE | {"contains", "startsWith"}),
        ("IntFilter", COMPARED),
        ("DecimalFilter", COMPARED),
        ("DateFilter", COMPARED),
        ("DateTimeFilter", COMPARED),
        ("BooleanFilter", {"eq", "isNull"}),
        ("CustomerStatusFilter", CHOICE),
        ("TextListFilter", {"has", "hasAny", "isEmpty"}),
        ("ContactListFilter", {"some", "none", "every"}),
    ],
)
def test_a_kind_of_value_has_its_operators(
    schema: GraphQLSchema, name: str, operators: set[str]
) -> None:
    assert set(fields(schema, name)) == operators


def test_lists_of_operands_hold_no_nulls_and_nothing_is_required(schema: GraphQLSchema) -> None:
    assert fields(schema, "DecimalFilter")["in"] == "[Decimal!]"
    assert fields(schema, "DecimalFilter")["isNull"] == "Boolean"
    assert fields(schema, "CustomerStatusFilter")["notIn"] == "[CustomerStatus!]"
    made: list[Any] = [t for n, t in schema.type_map.items() if n.endswith(("Filter", "Order"))]
    assert len(made) > 20
    assert not [t.name for t in made for f in t.fields.values() if str(f.type).endswith("!")]


def test_filters_lead_through_relations_in_circles(schema: GraphQLSchema) -> None:
    customer = fields(schema, "CustomerFilter")
    assert customer["and"] == customer["or"] == "[CustomerFilter!]"
    assert customer["not"] == customer["parent"] == "CustomerFilter"
    assert customer["subsidiaries"] == "CustomerListFilter"
    assert customer["opportunities"] == "OpportunityListFilter"
    assert fields(schema, "OpportunityFilter")["customer"] == "CustomerFilter"
    assert fields(schema, "OpportunityFilter")["probability"] == "IntFilter"


def test_what_sql_cannot_say_is_no_way_to_filter_or_order(schema: GraphQLSchema) -> None:
    assert not {"label", "labels"} & set(fields(schema, "KeywordFilter"))
    assert not {"label", "labels", "department"} & set(fields(schema, "KeywordOrder"))
    assert not {"visibleBecause", "contacts", "owner"} & set(fields(schema, "CustomerOrder"))


def test_an_order_is_one_field_at_a_time(schema: GraphQLSchema) -> None:
    assert set(fields(schema, "CustomerOrder").values()) == {"OrderDirection"}
    assert "id" in fields(schema, "CustomerOrder")


def test_rows_without_an_id_are_not_filtered_by_one(schema: GraphQLSchema) -> None:
    assert "id" not in fields(schema, "OpportunityTotalFilter")


def test_only_what_can_be_searched_or_archived_takes_the_argument(schema: GraphQLSchema) -> None:
    query = schema.query_type
    assert query is not None
    page = {"first", "after", "filter", "orderBy"}
    assert set(query.fields["changes"].args) == page
    assert set(query.fields["stages"].args) == page | {"archived"}
    assert set(query.fields["customers"].args) == page | {"archived", "search"}
