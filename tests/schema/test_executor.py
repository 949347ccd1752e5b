"""What declared fields show is found in a short way, and looks as in the long one."""

from collections.abc import Callable
from typing import Any, ClassVar

from sqlalchemy import literal, null
from strawberry import Parent
from strawberry.extensions import SchemaExtension

from core import Node, connection, entity, everyone, expression, extend
from core.contacts.types import Contact
from core.context import Context
from core.customers.types import Customer
from core.keywords import models as keywords
from core.roots import Query
from tests import factories as make
from tests.api import composed
from tests.schema.compiled.pair import COMPILED, Pair
from tests.schema.composing import answered, extended

TOO_BIG = 2**31


def shows(kind: Any, value: Any) -> Any:
    """A field that shows the same for each customer."""
    return extend(Customer, shown=expression(kind, "A value.", lambda row, viewer: value))


async def test_values_stand_in_the_order_of_the_query(database_url: str) -> None:
    query = """{ customers { nodes { c: name ...N owner { name } __typename a: number id name } } }
      fragment N on Node { id ... on Customer { status a: number } }"""
    answer = await answered(database_url, query)
    (node,) = answer["customers"]["nodes"]
    keys = ["c", "id", "status", "a", "owner", "__typename", "name"]
    assert list(node) == keys
    assert [node[key] for key in keys[:4]] == ["Åbo", "customer_1", "ACTIVE", "1"]


async def test_a_value_that_cannot_be_shown_is_an_error_of_its_field(database_url: str) -> None:
    query = "{ customers { nodes { name shown } } }"
    answer = await answered(database_url, query, shows(int | None, literal(TOO_BIG)))
    assert answer.data == {"customers": {"nodes": [{"name": "Åbo", "shown": None}]}}
    assert answer.errors == [("INTERNAL", ("customers", "nodes", 0, "shown"))]
    assert "32-bit" in answer.messages[0]


async def test_null_where_none_may_stand_takes_what_is_above(database_url: str) -> None:
    body = {
        "__doc__": "A keyword without a number.",
        "number": expression(int, "No number.", lambda row, viewer: null()),
    }
    word = entity(keywords.Keyword, visible=everyone)(type("Word", (Node,), body))
    words = extend(Query, words=connection("Word", None, "Words."))
    query = "{ words { totalCount nodes { id number } } keywords { totalCount } }"
    answer = await answered(database_url, query, word, words)
    assert answer.data == {"words": None, "keywords": {"totalCount": 1}}
    assert answer.errors == [("INTERNAL", ("words", "nodes", 0, "number"))]
    assert answer.messages == ["Cannot return null for non-nullable field Word.number."]


@extend(Customer, needs=("name",))
async def louder(customer: Parent[Customer]) -> str | None:
    """The name, after a while."""
    return f"{customer.name}!"


async def test_values_that_come_later_stand_among_the_others(database_url: str) -> None:
    query = "{ customers { nodes { id louder name contacts { totalCount } } } }"
    answer = await answered(database_url, query, louder)
    (node,) = answer["customers"]["nodes"]
    expected = {"id": "customer_1", "louder": "Åbo!", "name": "Åbo", "contacts": {"totalCount": 0}}
    assert list(node.items()) == list(expected.items())


async def test_an_error_of_a_list_is_met_once_and_told_by_each_parent(database_url: str) -> None:
    failing = extend(
        Contact, failing=expression(int | None, "Fails.", lambda row, viewer: 1 / (row.id * 0))
    )
    query = "{ customers(orderBy: {id: ASC}) { nodes { id contacts { nodes { failing } } } } }"
    async with extended(database_url, failing) as api:
        await make.save(api, make.customer(2), make.contact(1, 1), make.contact(2, 2))
        with api.statements() as seen:
            answer = await api(query, api.admin)
    assert len(seen) == 2
    nodes = [{"id": f"customer_{key}", "contacts": None} for key in (1, 2)]
    assert answer.data == {"customers": {"nodes": nodes}}
    places = [("customers", "nodes", place, "contacts") for place in (0, 1)]
    assert answer.errors == [("INTERNAL", place) for place in places]


async def test_a_list_of_all_rows_may_stand_below_a_row(database_url: str) -> None:
    people = extend(Customer, people=connection("Contact", None, "Everybody."))
    query = "{ customers { nodes { people { totalCount nodes { name } } } } }"
    async with extended(database_url, people) as api:
        await make.save(api, make.customer(2), make.contact(1, 1))
        with api.statements() as seen:
            found = (await api(query, api.admin))["customers"]["nodes"]
    assert len(seen) == 3
    assert [node["people"]["totalCount"] for node in found] == [1, 1]


async def test_constants_in_a_list_are_parameters_on_both_ways(database_url: str) -> None:
    chosen = extend(
        Customer,
        chosen=expression(
            bool | None, "One of two.", lambda row, viewer: row.number.in_(["1", "x"])
        ),
    )
    async with extended(database_url, chosen) as api:
        outcome = await Pair(api.deployment)("{ customers { nodes { chosen } } }", api.admin)
    assert outcome.plan == COMPILED
    assert outcome.value["customers"]["nodes"] == [{"chosen": True}]


class Witness(SchemaExtension):
    """Stands around every resolver."""

    seen: ClassVar[list[str]] = []

    def resolve(
        self, _next: Callable[..., Any], root: Any, info: Any, *args: str, **kwargs: Any
    ) -> Any:
        self.seen.append(info.field_name)
        return _next(root, info, *args, **kwargs)


async def test_an_extension_around_all_resolvers_sees_declared_fields_too(
    database_url: str,
) -> None:
    async with extended(database_url) as api:
        schema = composed(api.deployment.registry, [Witness])
        result = await schema.execute(
            "{ customers { nodes { name owner { name } } } }",
            context_value=Context(api.deployment, api.admin),
        )
    assert result.data == {"customers": {"nodes": [{"name": "Åbo", "owner": None}]}}
    assert Witness.seen == ["customers", "nodes", "name", "owner"]
