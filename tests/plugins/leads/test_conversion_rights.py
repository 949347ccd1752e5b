"""Who may convert what; a denial changes nothing."""

from typing import Any

import pytest

from core.viewer import Viewer
from tests.api import Answer, Api
from tests.core.writing.calls import changes
from tests.factories import contact, customer, employee, lead, opportunity, save
from tests.plugins.leads.converting import ONE, SKIP, by_target, convert, errors, ids
from tests.plugins.opportunities.stages import OFFERED

CONVERTING = frozenset({"leads:read", "leads:convert"})
WRITING = CONVERTING | {
    *("customers:read", "customers:write", "contacts:read", "contacts:write"),
    *("opportunities:read", "opportunities:write", "employees:read"),
}


@pytest.fixture
async def world(api: Api) -> Api:
    """Lead 1 is of employee 1, lead 2 of 2; customer 102 is hidden from 1."""
    await save(
        api,
        employee(1),
        employee(2),
        lead(1, company="Firma", last_name="Mäki", email="m@firma.example", owner_id=1),
        lead(2, company="Other", last_name="Öhman", owner_id=2),
        customer(101, name="Seen", owner_id=1),
        customer(102, name="Hidden", owner_id=2),
        contact(102, 102),
        opportunity(102, OFFERED, customer_id=102),
    )
    return api


async def attempt(world: Api, viewer: Viewer | None, **given: Any) -> Answer:
    return await world(ONE, viewer, input={"id": "lead_1", **given})


async def test_those_who_may_convert(world: Api) -> None:
    payload = await convert(world, 1, Viewer(1, WRITING))
    assert payload["userErrors"] == []
    assert None not in ids(payload)


@pytest.mark.parametrize("missing", sorted(WRITING - {"leads:read", "employees:read"}))
async def test_each_right_is_needed(world: Api, missing: str) -> None:
    answer = await attempt(world, Viewer(1, WRITING - {missing}))
    assert answer.errors == [("FORBIDDEN", ("convertLead",))]
    assert f"'{missing}'" in answer.messages[0]
    assert await changes(world) == []


async def test_only_the_rights_of_the_wanted_targets_are_needed(world: Api) -> None:
    rights = CONVERTING | {"customers:read", "customers:write", "employees:read"}
    answer = await attempt(world, Viewer(1, rights), contact=SKIP, opportunity=SKIP)
    assert answer.data["convertLead"]["userErrors"] == []
    assert answer.data["convertLead"]["lead"]["customer"] == {"id": "customer_1"}


async def test_nobody_converts_without_signing_in(world: Api) -> None:
    assert (await attempt(world, None)).errors == [("UNAUTHENTICATED", ("convertLead",))]
    assert await changes(world) == []


async def test_a_hidden_lead_is_like_a_missing_one(world: Api) -> None:
    viewer = Viewer(1, WRITING)
    told = [await convert(world, key, viewer) for key in (2, 99)]
    assert [errors(payload) for payload in told] == [[("NOT_FOUND", "id")]] * 2
    assert [payload["lead"] for payload in told] == [None, None]
    assert told[0]["userErrors"][0]["message"] == told[1]["userErrors"][0]["message"]
    assert await changes(world) == []


@pytest.mark.parametrize("target", ["customer", "contact", "opportunity"])
async def test_a_hidden_target_is_like_a_missing_one(world: Api, target: str) -> None:
    viewer, messages = Viewer(1, WRITING), []
    for key in (102, 999):
        chosen = {"mode": "USE_EXISTING", "id": f"{target}_{key}"}
        payload = await convert(world, 1, viewer, **{target: chosen})
        assert errors(payload) == [("NOT_FOUND", f"{target}.id")]
        messages.append(payload["userErrors"][0]["message"])
    assert messages[0] == messages[1]
    assert await changes(world) == []


async def test_a_hidden_match_is_told_and_neither_used_nor_doubled(world: Api) -> None:
    await save(world, lead(3, company="HIDDEN Oy", last_name="Öhman", owner_id=1))
    payload = await convert(world, 3, Viewer(1, WRITING))
    assert errors(payload) == [("HIDDEN_MATCH", "customer.mode")]
    found = by_target(payload)["CUSTOMER"]["duplicates"]
    assert found == {"hiddenCount": 1, "matches": []}
    assert await changes(world) == []
    payload = await convert(world, 3, Viewer(1, WRITING), customer={"mode": "CREATE"})
    assert payload["userErrors"] == []


async def test_one_that_is_seen_comes_before_a_hidden_one(world: Api) -> None:
    await save(
        world,
        customer(103, name="hidden", owner_id=1),
        lead(3, company="HIDDEN Oy", last_name="Öhman", owner_id=1),
    )
    payload = await convert(world, 3, Viewer(1, WRITING))
    assert ids(payload)[0] == "customer_103"


async def test_what_is_made_may_be_hidden_from_who_made_it(world: Api) -> None:
    """An assistant converts a lead of a seller, who owns all that it becomes."""
    assistant = Viewer(9, WRITING | {"leads:read_all"})
    await save(world, employee(9))
    payload = await convert(world, 2, assistant)
    assert payload["userErrors"] == []
    assert {t: found["record"] for t, found in by_target(payload).items()} == {
        "CUSTOMER": None,
        "CONTACT": None,
        "OPPORTUNITY": None,
    }
    answer = await world(
        '{ lead(id: "lead_2") { opportunity { contact { customer { name } } } } }',
        Viewer(2, WRITING),
    )
    assert answer["lead"]["opportunity"] == {"contact": {"customer": {"name": "Other"}}}
