"""What one lead becomes: targets, values, links, and the records that there are already."""

import pytest

from plugins.leads.models import Lead
from tests.api import Api
from tests.core.writing.calls import changes, count
from tests.factories import contact, customer, lead, opportunity, save
from tests.plugins.leads.converting import SKIP, by_target, convert, ids
from tests.plugins.leads.known_lead import PERSON, known_lead, made
from tests.plugins.opportunities.stages import OFFERED, WON

CARD = """{ lead(id: "lead_1") {
  status convertedAt convertedWith convertedBy { name } archivedAt
  customer { name businessId prospect billingCity billingCountry owner { name } }
  contact { name email customer { id } }
  opportunity { name amount currency leadSource stage { code } customer { id } contact { id } }
} }"""


@pytest.fixture
async def world(api: Api) -> Api:
    """An employee, and a lead of whom much is known."""
    await known_lead(api)
    return api


async def test_a_lead_becomes_a_customer_a_contact_and_an_opportunity(world: Api) -> None:
    payload = await convert(world, 1)
    assert payload["userErrors"] == []
    assert (await world(CARD, world.admin))["lead"] == {
        "status": "CONVERTED",
        "convertedAt": "2026-03-15T12:00:00.000000Z",
        "convertedWith": "convertLead",
        "convertedBy": {"name": "Anna Admin"},
        "archivedAt": None,
        "customer": {
            "name": "Åland Öljy Oy",
            "businessId": "0112038-9",
            "prospect": True,
            "billingCity": "Oulu",
            "billingCountry": "FI",
            "owner": {"name": "Anna Admin"},
        },
        "contact": {
            "name": "Väinö Mäki",
            "email": "vaino@firma.example",
            "customer": {"id": "customer_1"},
        },
        "opportunity": {
            "name": "Åland Öljy Oy",
            "amount": "1234.50",
            "currency": "EUR",
            "leadSource": "web",
            "stage": {"code": "PROSPECTING"},
            "customer": {"id": "customer_1"},
            "contact": {"id": "contact_1"},
        },
    }
    assert [(c.entity, c.action.value, c.customer_id) for c in await changes(world)] == [
        ("Customer", "CREATE", 1),
        ("Contact", "CREATE", 1),
        ("Opportunity", "CREATE", 1),
        ("Lead", "UPDATE", 1),
    ]


@pytest.mark.parametrize(
    ("skipped", "expected"),
    [
        ((), (1, 1, 1)),
        (("opportunity",), (1, 1, 0)),
        (("contact",), (1, 0, 1)),
        (("contact", "opportunity"), (1, 0, 0)),
        (("customer", "contact"), (0, 0, 1)),
    ],
)
async def test_any_subset_of_the_targets(
    world: Api, skipped: tuple[str, ...], expected: tuple[int, ...]
) -> None:
    payload = await convert(world, 1, **dict.fromkeys(skipped, SKIP))
    assert payload["userErrors"] == []
    assert await made(world) == expected
    targets = ("customer", "contact", "opportunity")
    assert [key is not None for key in ids(payload)] == [t not in skipped for t in targets]


async def test_values_may_be_edited_before(world: Api) -> None:
    payload = await convert(
        world,
        1,
        customer={"values": {"name": "Åland Group", "ownerId": None, "prospect": False}},
        opportunity={"values": {"amount": "99.90", "name": "Fuel for a year"}},
        contact=SKIP,
    )
    assert payload["userErrors"] == []
    found = (await world(CARD, world.admin))["lead"]
    assert (found["customer"]["name"], found["customer"]["owner"]) == ("Åland Group", None)
    assert found["customer"]["prospect"] is False
    assert (found["opportunity"]["amount"], found["opportunity"]["name"]) == (
        "99.90",
        "Fuel for a year",
    )


async def test_an_existing_record_keeps_what_it_has_and_gets_what_it_lacks(world: Api) -> None:
    await save(
        world,
        customer(101, name="Firma", billing_city="Turku", prospect=False),
        contact(101, 101, first_name="V.", last_name="Mäki", phone="+358401234567"),
        opportunity(101, OFFERED, name="Deal", customer_id=101),
    )
    payload = await convert(
        world,
        1,
        customer={"mode": "USE_EXISTING", "id": "customer_101"},
        contact={"mode": "USE_EXISTING", "id": "contact_101"},
        opportunity={"mode": "USE_EXISTING", "id": "opportunity_101"},
    )
    assert payload["userErrors"] == []
    assert ids(payload) == ("customer_101", "contact_101", "opportunity_101")
    assert await made(world) == (1, 1, 1)
    found = (await world(CARD, world.admin))["lead"]
    assert found["customer"] == {
        "name": "Firma",
        "businessId": "0112038-9",
        "prospect": False,
        "billingCity": "Turku",
        "billingCountry": "FI",
        "owner": {"name": "Anna Admin"},
    }
    assert (found["contact"]["name"], found["contact"]["email"]) == ("V. Mäki", PERSON["email"])
    assert found["opportunity"]["name"] == "Deal"
    assert (found["opportunity"]["amount"], found["opportunity"]["contact"]) == (
        "1234.50",
        {"id": "contact_101"},
    )


async def test_a_value_that_was_given_replaces_what_an_existing_record_has(world: Api) -> None:
    await save(world, customer(101, name="Firma", billing_city="Turku"))
    chosen = {"mode": "USE_EXISTING", "id": "customer_101"}
    given = {"name": "Firma Group", "billingCity": "Oulu"}
    payload = await convert(
        world, 1, customer={**chosen, "values": given}, contact=SKIP, opportunity=SKIP
    )
    assert payload["userErrors"] == []
    found = (await world(CARD, world.admin))["lead"]["customer"]
    # the city is what the lead brings anyway, and so does not count as said
    assert (found["name"], found["billingCity"]) == ("Firma Group", "Turku")


async def test_several_leads_end_in_one_opportunity(world: Api) -> None:
    await save(world, lead(2, company="Åland Öljy", first_name="Ilse", last_name="Öhman"))
    first = await convert(world, 1)
    chosen = {"mode": "USE_EXISTING", "id": "opportunity_1"}
    second = await convert(world, 2, opportunity=chosen)
    assert second["userErrors"] == []
    assert ids(first) == ("customer_1", "contact_1", "opportunity_1")
    assert ids(second) == ("customer_1", "contact_2", "opportunity_1")
    found = (await world(CARD, world.admin))["lead"]["opportunity"]
    assert (found["contact"], found["name"]) == ({"id": "contact_1"}, "Åland Öljy Oy")
    assert await made(world) == (1, 2, 1)


async def test_a_contact_joins_the_customer_of_the_opportunity(world: Api) -> None:
    await save(world, customer(101), opportunity(101, OFFERED, customer_id=101))
    payload = await convert(
        world, 1, customer=SKIP, opportunity={"mode": "USE_EXISTING", "id": "opportunity_101"}
    )
    assert payload["userErrors"] == []
    found = (await world(CARD, world.admin))["lead"]
    assert found["contact"]["customer"] == {"id": "customer_101"}
    assert found["opportunity"]["contact"] == {"id": "contact_1"}
    assert ids(payload) == (None, "contact_1", "opportunity_101")


async def test_a_contact_is_recognised_by_address_else_by_name(world: Api) -> None:
    await save(
        world,
        customer(101, name="Åland Öljy"),
        contact(101, 101, first_name="Väinö", last_name="Mäki", email="other@firma.example"),
        contact(102, 101, first_name="VÄINO", last_name="MÄKI"),
        lead(2, company="Åland Öljy", first_name="Väinö", last_name="Mäki"),
        lead(3, company="Åland Öljy", last_name="Else", email="other@firma.example"),
    )
    assert ids(await convert(world, 1))[1] == "contact_102"
    assert ids(await convert(world, 2))[1] == "contact_101"
    assert ids(await convert(world, 3))[1] == "contact_101"
    assert await made(world) == (1, 2, 3)


async def test_an_opportunity_is_recognised_among_the_open_ones_of_the_customer(
    world: Api,
) -> None:
    await save(
        world,
        customer(101, name="Åland Öljy"),
        customer(102),
        opportunity(101, WON, name="Åland Öljy Oy", customer_id=101),
        opportunity(102, OFFERED, name="åland öljy oy", customer_id=102),
        opportunity(103, OFFERED, name="ÅLAND ÖLJY OY", customer_id=101),
    )
    payload = await convert(world, 1, contact=SKIP, opportunity={"mode": "MATCH_OR_CREATE"})
    assert ids(payload) == ("customer_101", None, "opportunity_103")


async def test_create_makes_one_whatever_there_is(world: Api) -> None:
    await save(world, customer(101, name="Åland Öljy"))
    payload = await convert(world, 1, customer={"mode": "CREATE"})
    assert ids(payload)[0] == "customer_1"
    found = by_target(payload)["CUSTOMER"]
    assert [m["record"]["id"] for m in found["duplicates"]["matches"]] == ["customer_101"]


async def test_the_lead_may_be_archived_afterwards(world: Api) -> None:
    payload = await convert(world, 1, archive=True)
    assert payload["userErrors"] == []
    assert (await world("{ leads { totalCount } }", world.admin))["leads"]["totalCount"] == 0
    found = (await world(CARD, world.admin))["lead"]
    assert (found["status"], found["archivedAt"] is None) == ("CONVERTED", False)
    assert await count(world, Lead) == 1
