"""How many SQL statements a query takes: one for each relation, whatever the number of rows."""

from collections.abc import AsyncIterator, Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from core.contacts.models import Contact
from core.customers.models import Customer, CustomerSegment
from core.employees.models import Team
from core.projects.models import Project
from core.reading import statements as kept_statements
from plugins.opportunities.models import Opportunity
from tests import factories as make
from tests.api import Api, deployment_on
from tests.database import Databases
from tests.world import change, fill, stage_keys

CARD = """
fragment person on Employee { id name email phone locale team { id name lead { name } } }
fragment card on Customer {
  id number name businessId vatId legalForm prospect status billingStreet billingPostalCode
  billingCity billingCountry deliveryStreet phone email website language currency annualRevenue
  employeeCount foundedYear visibleBecause createdAt updatedAt archivedAt version
  department { code labels label }
  segments { code labels label(language: "fi") }
  owner { ...person }
  parent { id name number status owner { name } }
  subsidiaries(first: 5) { nodes { id name number status } }
  contacts(first: 10) {
    nodes { id name firstName lastName title email phone mobile language isPrimary notes version }
    pageInfo { hasNextPage endCursor }
  }
  projects(first: 5) { nodes { id number name startsOn endsOn description manager { name } } }
  opportunities(first: 8) {
    edges {
      cursor
      node {
        id name amount currency probability manualProbability weightedAmount engagedOn
        expectedCloseOn closedOn leadSource version
        stage { code kind labels }
        owner { name email }
        contact { name }
      }
    }
  }
  opportunityTotals { currency kind count amount weighted }
}
"""
RELATIONS = 17
"""The customers, and the relations of a card."""

MANY = (
    CARD
    + "query ($first: Int) { customers(first: $first, orderBy: {id: ASC}) { nodes { ...card } } }"
)
ONE = CARD + "query ($id: ID!) { customer(id: $id) { ...card } }"


@pytest.fixture(scope="module")
async def api(databases: Databases) -> AsyncIterator[Api]:
    """A hundred full customer cards."""
    url = databases.clone()
    deployment = deployment_on(url)
    api = Api(deployment)
    await make.save(api, make.team(1), make.keyword(1, "DEPARTMENT", "NORTH"))
    await make.save(api, *(make.employee(k, team_id=1) for k in range(1, 11)))
    await change(api, Team, 1, lead_id=1)
    stages = list((await stage_keys(api)).values())
    customers = range(1, 101)
    await fill(api, Customer, [card(key) for key in customers])
    await fill(api, CustomerSegment, [{"customer_id": k, "keyword_id": 1} for k in customers])
    await fill(api, Contact, [row for key in customers for row in contacts(key)])
    await fill(api, Project, [row for key in customers for row in projects(key)])
    await fill(api, Opportunity, [r for key in customers for r in opportunities(key, stages)])
    yield api
    await deployment.close()
    databases.drop(url)


def card(key: int) -> dict[str, Any]:
    return {
        "id": key,
        "number": str(key),
        "name": f"Customer {key}",
        "name_sort": f"customer {key:03}",
        "owner_id": key % 10 + 1,
        # every card but the first has a parent; the first ten have subsidiaries
        "parent_id": None if key == 1 else key // 10 + 1 if key // 10 + 1 != key else 1,
        "department_id": 1,
        "annual_revenue": Decimal(key) * 1000,
    }


def contacts(customer: int) -> Iterator[dict[str, Any]]:
    for place in range(10):
        name = {"first_name": "Aino", "last_name": f"Virtanen {place}", "name_sort": f"{place}"}
        yield {"id": customer * 10 + place, "customer_id": customer, **name}


def projects(customer: int) -> Iterator[dict[str, Any]]:
    for place in range(5):
        key = customer * 10 + place
        name = {"number": str(key), "name": f"Project {key}", "name_sort": f"{key}"}
        days = {"starts_on": date(2026, 1, 1), "manager_id": place + 1}
        yield {"id": key, "customer_id": customer, **name, **days}


def opportunities(customer: int, stages: list[int]) -> Iterator[dict[str, Any]]:
    for place in range(8):
        key = customer * 10 + place
        to = {"contact_id": key, "owner_id": place + 1, "stage_id": stages[place % len(stages)]}
        name = {"name": f"Opportunity {key}", "name_sort": f"{key}"}
        yield {"id": key, "customer_id": customer, **name, **to, "amount": Decimal("100.10")}


def numbered(statements: list[str]) -> str:
    """The statements as a failing count shows them."""
    return "\n".join(f"{n}: {' '.join(s.split())}" for n, s in enumerate(statements, 1))


def values(data: object) -> int:
    """How many values an answer holds."""
    if isinstance(data, dict):
        return sum(map(values, data.values()))
    return sum(map(values, data)) if isinstance(data, list) else 1


async def statements(api: Api, query: str, **variables: object) -> tuple[list[str], Any]:
    with api.statements() as seen:
        answer = await api(query, api.admin, **variables)
    assert not answer.messages, answer.messages
    return seen, answer.data


@pytest.mark.parametrize("first", [1, 10, 100])
async def test_a_list_of_cards_takes_a_statement_for_each_relation(api: Api, first: int) -> None:
    seen, data = await statements(api, MANY, first=first)
    assert len(data["customers"]["nodes"]) == first
    assert values(data) > 250 * first
    # the first customer alone has no parent, whose owner would be read
    assert len(seen) == RELATIONS - (2 if first == 1 else 0), numbered(seen)


async def test_one_card_of_four_hundred_values_takes_as_many(api: Api) -> None:
    seen, data = await statements(api, ONE, id="customer_2")
    assert values(data) >= 400
    assert len(seen) == RELATIONS, numbered(seen)


async def test_rows_are_counted_only_when_total_count_is_asked_for(api: Api) -> None:
    plain = "{ customers { nodes { contacts { nodes { id } } } } }"
    seen, _ = await statements(api, plain)
    assert len(seen) == 2, numbered(seen)
    assert "count(" not in numbered(seen)
    asked = "{ customers { totalCount nodes { contacts { totalCount nodes { id } } } } }"
    seen, data = await statements(api, asked)
    assert len(seen) == 4, numbered(seen)
    assert data["customers"]["totalCount"] == 100
    assert {node["contacts"]["totalCount"] for node in data["customers"]["nodes"]} == {10}


async def test_total_count_alone_is_right_on_every_page_and_reads_none(api: Api) -> None:
    query = """{ customer(id: "customer_2") { contacts(first: 0) { totalCount __typename } }
      customers { totalCount } }"""
    seen, data = await statements(api, query)
    assert data["customer"]["contacts"]["totalCount"] == 10
    assert data["customers"] == {"totalCount": 100}
    assert sum("count(" in sql for sql in seen) == 2, numbered(seen)
    assert len(seen) == 3, numbered(seen)


async def test_what_may_not_be_read_takes_no_statement(api: Api) -> None:
    viewer = api.viewer(1, {"customers:read", "customers:read_all"})
    query = "{ customers { nodes { id department { code } contacts { nodes { id } } } } }"
    with api.statements() as seen:
        answer = await api(query, viewer)
    assert len(seen) == 1, numbered(seen)
    assert len(answer.errors) == 2 * 50
    assert {code for code, _ in answer.errors} == {"FORBIDDEN"}


ALIKE = """query ($first: Int, $filter: CustomerFilter, $search: String, $by: [CustomerOrder!]) {
  customers(first: $first, filter: $filter, search: $search, orderBy: $by) { nodes { id } } }"""


async def test_statements_are_kept_for_all_requests_that_ask_alike(api: Api) -> None:
    alike: list[dict[str, Any]] = [
        {"first": 3, "filter": {"name": {"in": ["Customer 1"]}}},
        {"first": 5, "filter": {"name": {"in": ["Customer 2", "Customer 3"]}}},
    ]
    seen = [(await statements(api, ALIKE, **values))[0] for values in alike]
    assert seen[0] == seen[1]
    known = len(api.deployment.statements)
    await statements(api, ALIKE, **alike[0])
    assert len(api.deployment.statements) == known
    for other in ({"search": "customer"}, {"by": [{"id": "DESC"}]}, {"first": None}):
        await statements(api, ALIKE, **alike[0] | other)
        known += 1
        assert len(api.deployment.statements) == known, other


async def test_each_viewer_gets_his_own_rows_of_a_kept_statement(api: Api) -> None:
    query = "{ customers(orderBy: {id: ASC}) { nodes { owner { id } } } }"
    for employee in (3, 4):
        answer = await api(query, api.viewer(employee, {"customers:read", "employees:read"}))
        owners = {node["owner"]["id"] for node in answer["customers"]["nodes"]}
        assert owners == {f"employee_{employee}"}


async def test_so_many_statements_are_kept(api: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept_statements, "MOST_STATEMENTS", 3)
    few = Api(replace(api.deployment))
    for name in ("id", "name", "number", "phone", "email"):
        await statements(few, f"{{ customers {{ nodes {{ {name} }} }} }}")
    assert len(few.deployment.statements) == 3


async def test_the_same_relation_at_two_places_is_read_at_each(api: Api) -> None:
    query = """{
      a: customers(first: 5) { nodes { contacts(first: 1) { nodes { name } } } }
      b: customers(first: 5) { nodes { contacts(first: 2) { nodes { email } } } }
    }"""
    seen, data = await statements(api, query)
    assert len(seen) == 4, numbered(seen)
    assert {len(n["contacts"]["nodes"]) for n in data["a"]["nodes"]} == {1}
    assert {len(n["contacts"]["nodes"]) for n in data["b"]["nodes"]} == {2}


async def test_nodes_of_one_type_take_one_statement(api: Api) -> None:
    ids = [f"customer_{key}" for key in range(1, 101)]
    query = """query ($ids: [ID!]!) {
      nodes(ids: $ids) { id ... on Customer { name owner { name } } }
    }"""
    seen, data = await statements(api, query, ids=ids)
    assert len(seen) == 2, numbered(seen)
    assert [node["id"] for node in data["nodes"]] == ids


async def test_only_the_columns_asked_for_are_read(api: Api) -> None:
    seen, _ = await statements(api, "{ customers(orderBy: {id: ASC}) { nodes { number } } }")
    assert "customer_1.number" in seen[0]
    assert "customer_1.name" not in seen[0]


async def test_fields_left_out_by_a_directive_take_no_statement(api: Api) -> None:
    query = """query ($with: Boolean!) {
      customers { nodes { name owner @include(if: $with) { name } } }
    }"""
    assert len((await statements(api, query, **{"with": False}))[0]) == 1
    assert len((await statements(api, query, **{"with": True}))[0]) == 2
