"""What the preview of a conversion tells, and which conversions are refused."""

from typing import Any

import pytest

from tests.api import Api
from tests.core.writing.calls import changes
from tests.factories import contact, customer, employee, lead, opportunity, save
from tests.plugins.leads.converting import SKIP, by_target, convert, errors, fields
from tests.plugins.leads.known_lead import known_lead, made
from tests.plugins.opportunities.stages import OFFERED


@pytest.fixture
async def world(api: Api) -> Api:
    """An employee, and a lead of whom much is known."""
    await known_lead(api)
    return api


async def test_a_preview_tells_all_and_changes_nothing(world: Api) -> None:
    await save(world, customer(101, name="ALAND OLJY", website="old.example"))
    preview = await convert(world, 1, dryRun=True)
    assert preview["userErrors"] == []
    found = by_target(preview)
    assert [found[t]["action"] for t in found] == ["UPDATED", "CREATED", "CREATED"]
    assert found["CUSTOMER"]["record"] == {"id": "customer_101"}
    assert found["CUSTOMER"]["duplicates"]["matches"] == [
        {"reason": "COMPANY", "score": 60, "record": {"id": "customer_101"}}
    ]
    assert found["CONTACT"]["record"] is None
    shown = fields(preview, "CUSTOMER")
    assert shown["name"] == {
        "field": "name",
        "value": "Åland Öljy Oy",
        "current": "ALAND OLJY",
        "editable": True,
        "taken": False,
    }
    assert shown["businessId"]["taken"] is True
    assert shown["ownerId"]["value"] == "employee_1"
    assert preview["lead"]["status"] == "NEW"
    assert await made(world) == (1, 0, 0)
    assert await changes(world) == []


async def test_what_the_preview_tells_is_what_the_conversion_does(world: Api) -> None:
    preview = await convert(world, 1, dryRun=True)
    payload = await convert(world, 1)
    for one, other in zip(preview["targets"], payload["targets"], strict=True):
        assert one | {"record": None} == other | {"record": None}


async def test_nothing_at_all_is_no_conversion(world: Api) -> None:
    payload = await convert(world, 1, customer=SKIP, contact=SKIP, opportunity=SKIP)
    assert errors(payload) == [("INVALID", "id")]
    assert payload["lead"]["status"] == "NEW"


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({"customer": {"values": {"name": "x" * 201}}}, ("TOO_LONG", "customer.values.name")),
        ({"customer": {"values": {"number": "7"}}}, ("NOT_EDITABLE", "customer.values.number")),
        ({"customer": {"values": {"nothing": 1}}}, ("NOT_EDITABLE", "customer.values.nothing")),
        (
            {"contact": {"values": {"customerId": "customer_1"}}},
            ("NOT_EDITABLE", "contact.values.customerId"),
        ),
        ({"customer": {"values": {"name": None}}}, ("REQUIRED", "customer.values.name")),
        ({"customer": {"values": {"name": {"a": 1}}}}, ("INVALID", "customer.values.name")),
        ({"customer": {"values": {"prospect": 7}}}, ("INVALID", "customer.values.prospect")),
        (
            {"customer": {"values": {"ownerId": "employee_9"}}},
            ("NOT_FOUND", "customer.values.ownerId"),
        ),
        (
            {"customer": {"values": {"ownerId": "customer_1"}}},
            ("INVALID", "customer.values.ownerId"),
        ),
        ({"customer": {"values": {"ownerId": "''"}}}, ("INVALID", "customer.values.ownerId")),
        ({"customer": {"values": ["name"]}}, ("INVALID", "customer.values")),
        ({"contact": {"values": {"email": "nobody"}}}, ("INVALID", "contact.values.email")),
        ({"contact": {"values": {"lastName": None}}}, ("REQUIRED", "contact.values.lastName")),
        (
            {"opportunity": {"values": {"amount": "1.005"}}},
            ("INVALID", "opportunity.values.amount"),
        ),
        ({"opportunity": {"values": {"amount": -1}}}, ("INVALID", "opportunity.values.amount")),
        (
            {"opportunity": {"values": {"currency": "EURO"}}},
            ("INVALID", "opportunity.values.currency"),
        ),
        ({"customer": {"mode": "USE_EXISTING"}}, ("REQUIRED", "customer.id")),
        ({"customer": {"mode": "USE_EXISTING", "id": "customer_9"}}, ("NOT_FOUND", "customer.id")),
        ({"customer": {"mode": "USE_EXISTING", "id": "contact_9"}}, ("INVALID", "customer.id")),
        ({"customer": {"id": "customer_9"}}, ("INVALID", "customer.id")),
        ({"customer": {"mode": "SKIP", "values": {"name": "X"}}}, ("INVALID", "customer.mode")),
        ({"expectedVersion": 7}, ("CONFLICT", "expectedVersion")),
    ],
)
async def test_what_may_not_be_is_refused_with_a_path_and_nothing_is_written(
    world: Api, given: Any, expected: tuple[str, str]
) -> None:
    for dry_run in (True, False):
        payload = await convert(world, 1, dryRun=dry_run, **given)
        assert expected in errors(payload)
        assert payload["lead"]["status"] == "NEW"
    assert await made(world) == (0, 0, 0)
    assert await changes(world) == []


async def test_all_problems_are_told_at_once(world: Api) -> None:
    payload = await convert(
        world,
        1,
        customer={"values": {"name": "x" * 201, "website": "y" * 201}},
        contact={"values": {"email": "nobody"}},
        opportunity={"values": {"amount": "much"}},
    )
    assert errors(payload) == [
        ("TOO_LONG", "customer.values.name"),
        ("TOO_LONG", "customer.values.website"),
        ("INVALID", "contact.values.email"),
        ("INVALID", "opportunity.values.amount"),
    ]
    problems = {
        t: [p["code"] for p in found["problems"]] for t, found in by_target(payload).items()
    }
    assert problems == {
        "CUSTOMER": ["TOO_LONG", "TOO_LONG"],
        "CONTACT": ["INVALID"],
        "OPPORTUNITY": ["INVALID"],
    }


async def test_a_contact_needs_a_customer(world: Api) -> None:
    payload = await convert(world, 1, customer=SKIP)
    assert errors(payload) == [("REQUIRED", "contact.mode")]
    assert await made(world) == (0, 0, 0)


@pytest.mark.parametrize("target", ["contact", "opportunity"])
async def test_records_of_another_customer_are_refused(world: Api, target: str) -> None:
    await save(
        world,
        customer(101, name="Other"),
        contact(101, 101),
        opportunity(101, OFFERED, customer_id=101),
    )
    payload = await convert(world, 1, **{target: {"mode": "USE_EXISTING", "id": f"{target}_101"}})
    assert errors(payload) == [("INVALID", f"{target}.id")]
    assert await made(world) == (1, 1, 1)


async def test_an_archived_record_is_refused(world: Api) -> None:
    await save(world, customer(101, archived_at=world.deployment.clock.now()))
    payload = await convert(world, 1, customer={"mode": "USE_EXISTING", "id": "customer_101"})
    assert errors(payload) == [("ARCHIVED", "customer.id")]
    assert await made(world) == (1, 0, 0)


async def test_the_rules_of_the_targets_hold(world: Api) -> None:
    await save(world, customer(101, name="Other", business_id="0112038-9"))
    payload = await convert(world, 1, customer={"mode": "CREATE"})
    assert errors(payload) == [("TAKEN", "customer.values.businessId")]
    assert await made(world) == (1, 0, 0)


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({"status": "DISQUALIFIED", "disqualified_reason": "no money"}, "DISQUALIFIED"),
        ({"status": "CONVERTED"}, "ALREADY_CONVERTED"),
        ({"archived_at": "now"}, "ARCHIVED"),
    ],
)
async def test_not_every_lead_can_be_converted(api: Api, values: Any, code: str) -> None:
    if "archived_at" in values:
        values = {"archived_at": api.deployment.clock.now()}
    await save(api, employee(1), lead(1, **values))
    assert errors(await convert(api, 1)) == [(code, "id")]
    assert await made(api) == (0, 0, 0)


async def test_a_second_conversion_tells_what_the_first_one_made(world: Api) -> None:
    await convert(world, 1, archive=True)
    again = await convert(world, 1, customer=SKIP)
    assert errors(again) == [("ALREADY_CONVERTED", "id")]
    found = by_target(again)
    assert {t: found[t]["record"] for t in found} == {
        "CUSTOMER": {"id": "customer_1"},
        "CONTACT": {"id": "contact_1"},
        "OPPORTUNITY": {"id": "opportunity_1"},
    }
    assert await made(world) == (1, 1, 1)
