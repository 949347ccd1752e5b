"""Converting many leads at once."""

from typing import Any

import pytest
from sqlalchemy import func, select

from core.contacts.models import Contact
from core.customers.models import Customer
from plugins.leads.models import Lead
from plugins.opportunities.models import Opportunity
from tests.api import Api
from tests.core.writing.calls import changes, count
from tests.factories import customer, employee, lead, save
from tests.plugins.leads.converting import MANY_SHORT, SKIP, convert, convert_all, errors, ids
from tests.world import fill

FORMS = ("Oy", "oyj", "AB", "d.o.o.", "", "Ltd.", "GmbH")


def items(*keys: int, **choices: Any) -> list[dict[str, Any]]:
    return [{"id": f"lead_{key}", **choices} for key in keys]


async def fill_leads(api: Api, number: int, companies: int, start: int = 1) -> None:
    """Leads of so many companies, spelled in several ways."""
    rows = [
        {
            "id": start + n,
            "company": f"{'Firma' if n % 2 else 'FIRMA '} {n % companies} {FORMS[n % len(FORMS)]}",
            "last_name": f"Person {start + n}",
            "email": f"p{start + n}@firma.example",
            "name_sort": "x",
        }
        for n in range(number)
    ]
    await fill(api, Lead, rows)


@pytest.fixture
async def world(api: Api) -> Api:
    await save(api, employee(1))
    return api


async def test_a_thousand_leads_make_every_company_once(world: Api) -> None:
    await fill_leads(world, 1_000, 300)
    await save(world, *(customer(5_000 + n, name=f"firma {n}") for n in range(50)))
    given = {"items": items(*range(1, 1_001))}
    payload = (await world(MANY_SHORT, world.admin, input=given))["convertLeads"]
    assert payload["userErrors"] == []
    assert all(result["userErrors"] == [] for result in payload["results"])
    assert [result["lead"]["id"] for result in payload["results"]] == [
        f"lead_{key}" for key in range(1, 1_001)
    ]
    assert await count(world, Customer) == 300
    assert (await count(world, Contact), await count(world, Opportunity)) == (1_000, 1_000)
    per_company = select(func.count(Lead.customer_id.distinct())).group_by(Lead.company_key)
    rows = await world.deployment.database.fetch(per_company)
    assert [row[0] for row in rows] == [1] * 300


async def test_the_number_of_statements_does_not_grow_with_the_leads(world: Api) -> None:
    await save(world, *(customer(5_000 + n, name=f"firma {n}") for n in range(8)))
    seen = []
    for start, number in ((1, 10), (1_001, 60)):
        await fill_leads(world, number, 10, start)
        with world.statements() as statements:
            payload = await convert_all(world, items(*range(start, start + number)))
        assert all(result["userErrors"] == [] for result in payload["results"])
        seen.append(statements)
    assert len(seen[1]) <= len(seen[0])


async def test_each_lead_is_converted_or_tells_its_errors_in_its_place(world: Api) -> None:
    await save(
        world,
        lead(1, company="A", last_name="One"),
        lead(2, company=None, last_name="Two"),
        lead(3, company="a oy", last_name=None),
        lead(4, company="A AB", last_name="Four"),
        lead(5, company="B", last_name="Five"),
    )
    wanted = [
        *items(1, 2, 3, 4),
        {"id": "lead_5", "customer": {"values": ["x"]}},
        {"id": "lead_1"},
        {"id": "lead_9"},
        {"id": "nothing"},
    ]
    payload = await convert_all(world, wanted)
    assert payload["userErrors"] == []
    assert [errors(result) for result in payload["results"]] == [
        [],
        [("REQUIRED", "items.1.customer.values.name")],
        [("REQUIRED", "items.2.contact.values.lastName")],
        [],
        [("INVALID", "items.4.customer.values")],
        [("DUPLICATE", "items.5.id")],
        [("NOT_FOUND", "items.6.id")],
        [("INVALID", "items.7.id")],
    ]
    assert await count(world, Customer) == 1
    assert await count(world, Contact) == 2
    one, four = (payload["results"][place] for place in (0, 3))
    assert ids(one)[0] == ids(four)[0]


async def test_an_atomic_batch_with_an_error_converts_nothing(world: Api) -> None:
    await save(world, lead(1, company="A", last_name="One"), lead(2, company=None, last_name="Two"))
    payload = await convert_all(world, items(1, 2), atomic=True)
    assert errors(payload) == [("ABORTED", "items")]
    assert [errors(result) for result in payload["results"]] == [
        [],
        [("REQUIRED", "items.1.customer.values.name")],
    ]
    assert [result["lead"]["status"] for result in payload["results"]] == ["NEW", "NEW"]
    assert await changes(world) == []


async def test_a_dry_run_of_many_changes_nothing(world: Api) -> None:
    await fill_leads(world, 20, 5)
    payload = await convert_all(world, items(*range(1, 21)), dryRun=True)
    actions = [result["targets"][0]["action"] for result in payload["results"]]
    assert actions == ["CREATED"] * 5 + ["USED"] * 15
    assert await count(world, Customer) == 0
    assert await changes(world) == []


async def test_the_one_at_fault_fails_and_the_next_one_makes_the_company(world: Api) -> None:
    """What the first lead brings is refused; the company is the second one's to make."""
    await save(
        world,
        customer(101, name="Other", business_id="1927400-1"),
        lead(1, company="Firma", business_id="1927400-1", last_name="One"),
        lead(2, company="FIRMA OY", last_name="Two", website="firma.example"),
        lead(3, company="firma", last_name="Three"),
    )
    chosen = {"mode": "CREATE"}
    wanted = [*items(1, customer=chosen), *items(2, 3)]
    payload = await convert_all(world, wanted)
    assert [errors(result) for result in payload["results"]] == [
        [("TAKEN", "items.0.customer.values.businessId")],
        [],
        [],
    ]
    answer = await world(
        '{ lead(id: "lead_3") { customer { name website leads { totalCount } } } }', world.admin
    )
    assert answer["lead"]["customer"] == {
        "name": "FIRMA OY",
        "website": "firma.example",
        "leads": {"totalCount": 2},
    }


async def test_later_leads_fill_what_the_first_one_left_blank(world: Api) -> None:
    await save(
        world,
        lead(1, company="Firma", last_name="One"),
        lead(2, company="Firma", last_name="Two", business_id="0112038-9", website="a.example"),
        lead(3, company="Other name", last_name="Three", business_id="01120389"),
        lead(4, company="Firma", last_name="Four", business_id="1927400-1", website="b.example"),
    )
    payload = await convert_all(world, items(1, 2, 3, 4))
    keys = [ids(result)[0] for result in payload["results"]]
    assert keys[0] == keys[1] == keys[2] != keys[3]
    answer = await world(
        f'{{ customer(id: "{keys[0]}") {{ name businessId website }} }}', world.admin
    )
    assert answer["customer"] == {
        "name": "Firma",
        "businessId": "0112038-9",
        "website": "a.example",
    }


async def test_too_many_leads_are_refused_as_a_whole(world: Api) -> None:
    limit = world.deployment.settings.batch_items
    payload = await convert_all(world, items(*range(1, limit + 2)))
    assert (payload["results"], errors(payload)) == ([], [("TOO_MANY", "items")])


async def test_no_leads_are_no_error(world: Api) -> None:
    assert await convert_all(world, []) == {"results": [], "userErrors": []}


async def test_one_by_one_gives_the_same_as_all_at_once(world: Api) -> None:
    """Companies, people and values in many combinations."""
    people = [("One", "a@x.example"), None, ("One", None)]
    businesses = [None, "0112038-9", "1927400-1"]
    told: list[dict[str, Any]] = [
        {
            "company": ("Firma Oy", "FIRMA", "Other d.o.o.", None)[n % 4],
            "business_id": businesses[n // 4 % 3],
            "last_name": person[0] if (person := people[n // 12]) else None,
            "email": person[1] if person else None,
            "website": f"{n}.example" if n % 3 else None,
        }
        for n in range(36)
    ]
    told = [t | {"data": {"n": 1}} for t in told]
    await save(world, *(lead(1 + n, **t) for n, t in enumerate(told)))
    await save(world, *(lead(101 + n, **t) for n, t in enumerate(told)))
    both = []
    for keys, at_once in ((range(1, 37), True), (range(101, 137), False)):
        wanted = items(*keys, opportunity={"mode": "MATCH_OR_CREATE"})
        if at_once:
            results = (await convert_all(world, wanted, dryRun=True))["results"]
            both.append([outcome(r) for r in results])
        else:
            each = [await convert_all(world, [one]) for one in wanted]
            both.append([outcome(e["results"][0]) for e in each])
    for one, other in zip(*both, strict=True):
        assert one == other


def outcome(result: Any) -> Any:
    """What is told of a lead, without keys."""
    told = [
        (
            t["target"],
            t["action"],
            [(f["field"], f["value"], f["current"], f["taken"]) for f in t["fields"]],
        )
        for t in result["targets"]
    ]
    return "refused" if result["userErrors"] else told


async def test_skipping_a_target_for_one_lead_alone(world: Api) -> None:
    await save(world, lead(1, last_name="One"), lead(2, last_name="Two"))
    wanted = [*items(1), *items(2, opportunity=SKIP)]
    payload = await convert_all(world, wanted)
    assert [ids(result)[2] is None for result in payload["results"]] == [False, True]
    assert errors(await convert(world, 2)) == [("ALREADY_CONVERTED", "id")]
