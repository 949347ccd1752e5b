"""Fields, types and reasons that a plugin adds, as they answer."""

from datetime import UTC, datetime
from typing import Annotated, Any

import pytest
import strawberry
from sqlalchemy import func
from strawberry import Parent

from core import (
    Info,
    Node,
    Reason,
    column,
    connection,
    entity,
    everyone,
    expression,
    extend,
    many,
    visible_because,
)
from core.customers import models
from core.customers.types import Customer
from core.employees.types import Employee
from core.keywords import models as keyword_models
from core.keywords.types import Keyword
from core.reading import load
from core.roots import Query
from core.viewer import Viewer
from tests import factories as make
from tests.schema.composing import Right, answered, extended


async def test_a_python_field_sees_the_columns_it_needs(database_url: str) -> None:
    seen: list[set[str]] = []

    @extend(Customer, needs=("name", "created_at"))
    def known(customer: Parent[Any]) -> str | None:
        """What is loaded."""
        seen.append(set(vars(customer)))
        return f"{customer.name} {customer.created_at.year > 2000}"

    answer = await answered(database_url, "{ customers { nodes { known } } }", known)
    assert answer["customers"]["nodes"] == [{"known": "Åbo True"}]
    assert seen == [{"id", "name", "created_at"}]


async def test_a_python_field_without_needs_sees_every_column(database_url: str) -> None:
    seen: list[set[str]] = []

    @extend(Customer)
    def known(customer: Parent[Any]) -> str | None:
        """What is loaded."""
        seen.append(set(vars(customer)))
        return str(customer.number)

    answer = await answered(database_url, '{ customer(id: "customer_1") { known } }', known)
    assert answer["customer"] == {"known": "1"}
    assert seen[0] >= {"id", "name", "owner_id", "search_text", "archived_at", "version"}


async def test_a_column_that_is_not_needed_is_not_there(database_url: str) -> None:
    @extend(Customer, needs=())
    def city(customer: Parent[Any]) -> str | None:
        """Reads what it did not ask for."""
        return str(customer.billing_city)

    answer = await answered(database_url, "{ customers { nodes { id city } } }", city)
    assert answer.data == {"customers": {"nodes": [{"id": "customer_1", "city": None}]}}
    assert answer.errors == [("INTERNAL", ("customers", "nodes", 0, "city"))]
    assert "'billing_city' was not loaded for Customer: name it in `needs`" in answer.messages[0]


SECRET = extend(
    Customer,
    secret=expression(int, "A number.", lambda row, viewer: row.id, permission=Right.READ),
)


async def test_a_denied_value_does_not_take_its_row_along(database_url: str) -> None:
    query = "{ customers { nodes { name secret } } }"
    answer = await answered(database_url, query, SECRET)
    assert answer.data == {"customers": {"nodes": [{"name": "Åbo", "secret": None}]}}
    assert answer.errors == [("FORBIDDEN", ("customers", "nodes", 0, "secret"))]


@pytest.mark.parametrize("arguments", ["filter: {secret: {gt: 0}}", "orderBy: {secret: ASC}"])
async def test_a_denied_value_is_no_way_to_ask_either(database_url: str, arguments: str) -> None:
    answer = await answered(
        database_url, f"{{ customers({arguments}) {{ totalCount nodes {{ id }} }} }}", SECRET
    )
    assert answer.errors == [("FORBIDDEN", ("customers",))]


async def test_a_permitted_value_is_read_filtered_and_ordered_by(database_url: str) -> None:
    query = "{ customers(filter: {secret: {gt: 0}}, orderBy: {secret: ASC}) { nodes { secret } } }"
    answer = await answered(database_url, query, SECRET, rights=Right)
    assert answer["customers"]["nodes"] == [{"secret": 1}]


async def test_an_expression_of_unknown_sql_type_pages_and_filters(database_url: str) -> None:
    length = extend(
        Customer, letters=expression(int | None, "Letters.", lambda row, v: func.length(row.name))
    )
    query = """query ($after: String) {
      customers(filter: {letters: {in: [3]}}, orderBy: {letters: ASC}, first: 1, after: $after) {
        nodes { letters } pageInfo { endCursor }
      }
    }"""
    async with extended(database_url, length) as api:
        page = (await api(query, api.admin))["customers"]
        assert page["nodes"] == [{"letters": 3}]
        after = page["pageInfo"]["endCursor"]
        assert (await api(query, api.admin, after=after))["customers"]["nodes"] == []


async def test_a_plain_list_shows_what_the_viewer_sees(database_url: str) -> None:
    owned = many("Customer", models.Customer.owner_id, "Own customers.", order={"number": "DESC"})
    query = "{ employees { nodes { id owned { id } } } }"
    async with extended(database_url, extend(Employee, owned=owned)) as api:
        await make.save(api, make.employee(1), make.employee(2))
        rows = {2: {"owner_id": 1}, 3: {"owner_id": 1}, 4: {"owner_id": 2}}
        await make.save(api, *(make.customer(k, **values) for k, values in rows.items()))
        away = make.customer(5, owner_id=1, archived_at=datetime(2026, 1, 1, tzinfo=UTC))
        await make.save(api, away)
        viewer = api.viewer(1, {"employees:read", "customers:read"})
        found = (await api(query, viewer))["employees"]["nodes"]
    own = [{"id": "customer_3"}, {"id": "customer_2"}]
    assert found == [{"id": "employee_1", "owned": own}, {"id": "employee_2", "owned": []}]


@strawberry.type(description="A word that is no row.")
class Plain:
    text: str = strawberry.field(description="The word.")


Found = Annotated[Customer | Keyword | Plain, strawberry.union("Found", description="A thing.")]


@extend(Query)
async def found(info: Info) -> list[Found | None] | None:
    """Rows and others."""
    return [await load(info, "Customer", 1), await load(info, "Keyword", 1), Plain(text="x")]  # type: ignore[list-item]


async def test_rows_and_plain_values_share_a_union(database_url: str) -> None:
    query = """{ found { __typename ... on Customer { name } ... on Keyword { code }
      ... on Plain { text } } }"""
    answer = await answered(database_url, query, Plain, found)
    assert answer["found"] == [
        {"__typename": "Customer", "name": "Åbo"},
        {"__typename": "Keyword", "code": "A"},
        {"__typename": "Plain", "text": "x"},
    ]


@strawberry.interface(description="Has a text.")
class Texted:
    text: str = strawberry.field(description="The text.")


@strawberry.type(description="Says something.")
class Note(Texted):
    pass


@extend(Query)
def noted(info: Info) -> Texted | None:
    """A note."""
    return Note(text="n")


async def test_a_plugin_has_interfaces_of_its_own(database_url: str) -> None:
    answer = await answered(database_url, "{ noted { __typename text } }", Note, noted)
    assert answer["noted"] == {"__typename": "Note", "text": "n"}


def word_entity() -> type:
    body = {
        "__doc__": "A keyword seen in another way.",
        "code": column("Its code."),
        "visible_because": visible_because("Why."),
    }
    return entity(keyword_models.Keyword, visible=everyone)(type("Word2", (Node,), body))


async def test_an_entity_with_a_rule_of_its_own_tells_so(database_url: str) -> None:
    words = extend(Query, words=connection("Word2", None, "Words."))
    query = '{ words { nodes { id code visibleBecause } } node(id: "word2_1") { __typename } }'
    answer = await answered(database_url, query, word_entity(), words)
    expected = {"id": "word2_1", "code": "A", "visibleBecause": ["SHARED"]}
    assert expected in answer["words"]["nodes"]
    assert answer["node"] == {"__typename": "Word2"}


async def test_a_reason_of_a_plugin_shows_rows_and_is_told(database_url: str) -> None:
    odd = Reason("Customer", "ODD", "Its key is odd.", lambda row, viewer: row.id % 2 == 1)
    query = "{ customers { totalCount nodes { id visibleBecause } } }"
    async with extended(database_url, odd) as api:
        await make.save(api, make.customer(2))
        answer = await api(query, Viewer(9, frozenset({"customers:read"})))
    nodes = [{"id": "customer_1", "visibleBecause": ["ODD"]}]
    assert answer["customers"] == {"totalCount": 1, "nodes": nodes}
