"""What resembles a lead, and who is told of it."""

from typing import Any

import pytest

from core.viewer import Viewer
from tests.api import Api
from tests.factories import contact, customer, employee, lead, save

DUPLICATES = """
query ($id: ID!) {
  lead(id: $id) { duplicates {
    hiddenCount
    matches { reason score record {
      id ... on Customer { number } ... on Contact { lastName } ... on Lead { company }
    } }
  } }
}
"""
MANY = "{ leads(first: 500) { nodes { duplicates { hiddenCount matches { record { id } } } } } }"
READ = frozenset({"leads:read", "customers:read", "contacts:read"})


async def found(api: Api, key: int, viewer: Viewer | None = None) -> Any:
    answer = await api(DUPLICATES, viewer or api.admin, id=f"lead_{key}")
    return answer["lead"]["duplicates"]


async def matches(api: Api, key: int) -> list[tuple[str, str, int]]:
    told = (await found(api, key))["matches"]
    return [(m["record"]["id"], m["reason"], m["score"]) for m in told]


async def test_the_surest_reason_is_told_first_and_each_record_once(api: Api) -> None:
    asked: dict[str, Any] = {"business_id": "0112038-9", "email": "a@firma.example"}
    await save(
        api,
        lead(1, company="Åland Öljy Oy", **asked),
        lead(2, company="ALAND OLJY", **asked),
        lead(3, company="Other", email="a@firma.example"),
        customer(1, name="Oy Åland Öljy Ab"),
        customer(2, name="Anything", business_id="01120389"),
        customer(3, name="Åland  öljy", email="a@firma.example"),
        contact(1, 1, email="a@firma.example"),
        contact(2, 1, email="b@firma.example"),
    )
    assert await matches(api, 1) == [
        ("customer_2", "BUSINESS_ID", 100),
        ("lead_2", "BUSINESS_ID", 100),
        ("contact_1", "EMAIL", 80),
        ("customer_3", "EMAIL", 80),
        ("customer_1", "COMPANY", 60),
        ("lead_3", "EMAIL", 30),
    ]


async def test_a_blank_matches_nothing(api: Api) -> None:
    blank = {"company": None, "last_name": "Mäki"}
    await save(api, lead(1, **blank), lead(2, **blank), customer(1), contact(1, 1))
    assert await found(api, 1) == {"hiddenCount": 0, "matches": []}


async def test_another_business_id_speaks_against_the_same_name(api: Api) -> None:
    await save(
        api,
        lead(1, company="Rakennus Virtanen Oy", business_id="0112038-9"),
        customer(1, name="Rakennus Virtanen", business_id="1927400-1"),
        customer(2, name="Rakennus Virtanen"),
    )
    assert await matches(api, 1) == [("customer_2", "COMPANY", 60), ("customer_1", "COMPANY", 10)]


async def test_a_number_of_another_country_is_another_number(api: Api) -> None:
    await save(
        api,
        lead(1, company="A", business_id="12345678", country="DK"),
        customer(1, name="B", business_id="12345678", billing_country="FI"),
        customer(2, name="C", business_id="12345678"),
        customer(3, name="D", business_id="1234 5678", billing_country="DK"),
    )
    assert [key for key, _, _ in await matches(api, 1)] == ["customer_2", "customer_3"]


async def test_archived_records_do_not_count(api: Api) -> None:
    now = api.deployment.clock.now()
    await save(
        api,
        lead(1, company="Oy X"),
        lead(2, company="X", archived_at=now),
        customer(1, name="X", archived_at=now),
    )
    assert await found(api, 1) == {"hiddenCount": 0, "matches": []}


@pytest.fixture
async def world(api: Api) -> Api:
    """Employee 1 owns lead 1 and one of the three customers that resemble it."""
    await save(
        api,
        employee(1),
        employee(2),
        lead(1, company="Firma", email="a@b.example", owner_id=1),
        lead(2, company="Firma Oy", owner_id=2),
        customer(1, name="Firma d.o.o.", owner_id=1),
        customer(2, name="Firma Ab", owner_id=2),
        customer(3, name="firma"),
        contact(1, 1, email="a@b.example"),
        contact(2, 2, email="a@b.example"),
    )
    return api


@pytest.mark.parametrize(
    ("viewer", "named", "hidden"),
    [
        (Viewer(1, READ), ["contact_1", "customer_1"], 4),
        (Viewer(1, READ - {"contacts:read"}), ["customer_1"], 5),
        (Viewer(1, READ - {"customers:read"}), ["contact_1"], 5),
        (Viewer(1, frozenset({"leads:read"})), [], 6),
        (Viewer(1, READ | {"leads:read_all"}), ["contact_1", "customer_1", "lead_2"], 3),
    ],
)
async def test_what_the_viewer_may_not_see_is_counted_and_not_named(
    world: Api, viewer: Viewer, named: list[str], hidden: int
) -> None:
    duplicates = await found(world, 1, viewer)
    assert [m["record"]["id"] for m in duplicates["matches"]] == named
    assert duplicates["hiddenCount"] == hidden


async def test_at_most_twenty_of_a_kind_are_told(api: Api) -> None:
    await save(api, lead(1, company="X"), *(customer(key, name="X Oy") for key in range(1, 26)))
    assert len((await found(api, 1))["matches"]) == 20


async def test_many_leads_are_looked_up_by_one_statement(api: Api) -> None:
    for key in range(1, 41):
        await save(api, lead(key, company=f"C{key}"), customer(key, name=f"c{key} oy"))
    with api.statements() as few:
        answer = await api(MANY.replace("500", "2"), api.admin)
    with api.statements() as many:
        await api(MANY, api.admin)
    assert all(len(n["duplicates"]["matches"]) == 1 for n in answer["leads"]["nodes"])
    assert len(few) == len(many) == 3
