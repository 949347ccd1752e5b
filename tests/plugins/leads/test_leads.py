from typing import Any

import pytest
from sqlalchemy.exc import IntegrityError

from core.viewer import Viewer
from plugins.leads.models import Lead
from tests.api import Api
from tests.core.writing.calls import changes, codes, count, mutate
from tests.factories import customer, employee, lead, opportunity, save, team
from tests.plugins.opportunities.stages import OFFERED

READ = frozenset({"leads:read"})
WANTED = "lead { id name status disqualifiedReason marketingConsentAt data version }"


async def test_a_lead_is_made_changed_archived_and_restored(api: Api) -> None:
    given = {"company": " Åland Öljy Oy ", "email": "INFO@Firma.example", "data": {"a": [1, "x"]}}
    made = (await mutate(api, "createLead", given, WANTED))["lead"]
    assert made == {
        "id": "lead_1",
        "name": "Åland Öljy Oy",
        "status": "NEW",
        "disqualifiedReason": None,
        "marketingConsentAt": None,
        "data": {"a": [1, "x"]},
        "version": 1,
    }
    change = {"id": "lead_1", "expectedVersion": 1, "status": "WORKING"}
    assert (await mutate(api, "updateLead", change, WANTED))["lead"]["status"] == "WORKING"
    versioned = {"id": "lead_1", "expectedVersion": 2}
    assert codes(await mutate(api, "archiveLead", versioned, WANTED)) == []
    assert (await api("{ leads { totalCount } }", api.admin))["leads"]["totalCount"] == 0
    assert (
        codes(await mutate(api, "restoreLead", {**versioned, "expectedVersion": 3}, WANTED)) == []
    )
    actions = [change.action.value for change in await changes(api)]
    assert actions == ["CREATE", "UPDATE", "ARCHIVE", "RESTORE"]


@pytest.mark.parametrize(
    ("given", "name"),
    [
        ({"company": "Oy Ab", "lastName": "Mäki"}, "Oy Ab"),
        ({"firstName": "Väinö", "lastName": "Mäki", "email": "v@m.example"}, "Väinö Mäki"),
        ({"lastName": "Mäki"}, "Mäki"),
        ({"email": "v@m.example", "phone": "+358401234567"}, "v@m.example"),
        ({"phone": "040 123 4567"}, "+358401234567"),
        ({"data": {"number": "7"}}, None),
    ],
)
async def test_it_is_called_by_what_is_known(api: Api, given: Any, name: str | None) -> None:
    assert (await mutate(api, "createLead", given, WANTED))["lead"]["name"] == name


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({}, ("REQUIRED", "company")),
        ({"leadSource": "web", "country": "FI"}, ("REQUIRED", "company")),
        ({"company": "x" * 201}, ("TOO_LONG", "company")),
        ({"company": "X", "email": "nobody"}, ("INVALID", "email")),
        ({"company": "X", "amount": "-1"}, ("INVALID", "amount")),
        ({"company": "X", "status": "DISQUALIFIED"}, ("REQUIRED", "disqualifiedReason")),
        ({"company": "X", "disqualifiedReason": "no"}, ("INVALID", "disqualifiedReason")),
        ({"company": "X", "status": "CONVERTED"}, ("INVALID", "status")),
        ({"company": "X", "data": ["a"]}, ("INVALID", "data")),
        ({"company": "X", "data": "text"}, ("INVALID", "data")),
        ({"company": "X", "data": {str(n): n for n in range(101)}}, ("INVALID", "data")),
        ({"company": "X", "data": {"k" * 101: 1}}, ("INVALID", "data")),
        ({"company": "X", "data": {"": 1}}, ("INVALID", "data")),
        ({"company": "X", "data": {"k": "x" * 32_000}}, ("INVALID", "data")),
        ({"company": "X", "data": {"k": "a\x00b"}}, ("INVALID", "data")),
        ({"company": "X", "data": {"k": [[[[1]]]]}}, ("INVALID", "data")),
        ({"company": "X", "data": {"k": "\ud800"}}, ("INVALID", "data")),
        ({"company": "X", "ownerId": "employee_99"}, ("NOT_FOUND", "ownerId")),
    ],
)
async def test_what_may_not_be_is_refused_and_nothing_written(
    api: Api, given: Any, expected: tuple[str, str]
) -> None:
    assert codes(await mutate(api, "createLead", given, WANTED)) == [expected]
    assert await count(api, Lead) == 0
    assert await changes(api) == []


async def test_the_reason_goes_when_it_is_taken_up_again(api: Api) -> None:
    await save(api, lead(101))
    change = {"id": "lead_101", "expectedVersion": 1, "status": "DISQUALIFIED"}
    payload = await mutate(api, "updateLead", {**change, "disqualifiedReason": "No money"}, WANTED)
    assert payload["lead"]["disqualifiedReason"] == "No money"
    change = {"id": "lead_101", "expectedVersion": 2, "status": "WORKING"}
    payload = await mutate(api, "updateLead", change, WANTED)
    assert payload["lead"]["disqualifiedReason"] is None


async def test_a_consent_remembers_when(api: Api) -> None:
    given = {"company": "X", "marketingConsent": "GIVEN"}
    made = (await mutate(api, "createLead", given, WANTED))["lead"]
    assert made["marketingConsentAt"] == "2026-03-15T12:00:00.000000Z"
    change = {"id": "lead_1", "expectedVersion": 1, "marketingConsent": "UNKNOWN"}
    assert (await mutate(api, "updateLead", change, WANTED))["lead"]["marketingConsentAt"] is None


async def test_a_system_that_converted_the_lead_itself_may_say_so(api: Api) -> None:
    given = {"source": "old crm", "externalId": "7", "company": "X", "status": "CONVERTED"}
    payload = await mutate(api, "upsertLead", given, "lead { status convertedAt }")
    assert payload["lead"] == {"status": "CONVERTED", "convertedAt": None}
    change = {"id": "lead_1", "expectedVersion": 1, "status": "NEW"}
    assert codes(await mutate(api, "updateLead", change, WANTED)) == [("INVALID", "status")]


async def test_not_even_that_system_takes_a_conversion_back(api: Api) -> None:
    given = {"source": "old crm", "externalId": "7", "company": "X"}
    await mutate(api, "upsertLead", given, WANTED)
    converted = {"status": "CONVERTED", "converted_at": api.deployment.clock.now()}
    async with api.deployment.database.writing() as session:
        row = await session.get_one(Lead, 1)
        for name, value in converted.items():
            setattr(row, name, value)
    payload = await mutate(api, "upsertLead", {**given, "status": "NEW"}, WANTED)
    assert codes(payload) == [("INVALID", "status")]


@pytest.mark.parametrize(
    ("values", "constraint"),
    [
        ({"status": "DISQUALIFIED"}, "ck_lead_reason_given"),
        ({"disqualified_reason": "x"}, "ck_lead_reason_given"),
        ({"customer_id": 1}, "ck_lead_linked_converted"),
        ({"amount": -1}, "ck_lead_amount_not_negative"),
        ({"email": "A@b.example"}, "ck_lead_email_lower"),
        ({"data": []}, "ck_lead_data_object"),
    ],
)
async def test_the_database_refuses_what_may_not_be(
    api: Api, values: dict[str, Any], constraint: str
) -> None:
    await save(api, customer(1))
    with pytest.raises(IntegrityError, match=constraint):
        await save(api, lead(1, **values))


@pytest.fixture
async def world(api: Api) -> Api:
    """Employee 1 leads the team of 2; leads 1 to 4 are of 1, 2, 3 and nobody."""
    await save(
        api,
        employee(1),
        team(1, lead_id=1),
        employee(2, team_id=1),
        employee(3),
        *(lead(key, owner_id=owner) for key, owner in ((1, 1), (2, 2), (3, 3), (4, None))),
    )
    return api


@pytest.mark.parametrize(
    ("viewer", "keys"),
    [
        (Viewer(1, READ), [1, 2]),
        (Viewer(2, READ), [2]),
        (Viewer(9, READ), []),
        (Viewer(2, READ | {"leads:read_unowned"}), [2, 4]),
        (Viewer(9, READ | {"customers:read_all", "leads:write"}), []),
        (Viewer(9, READ | {"leads:read_all"}), [1, 2, 3, 4]),
    ],
)
async def test_leads_are_visible_to_their_owner_and_his_lead(
    world: Api, viewer: Viewer, keys: list[int]
) -> None:
    query = "{ leads(orderBy: [{id: ASC}]) { totalCount nodes { id } } }"
    answer = await world(query, viewer)
    assert [n["id"] for n in answer["leads"]["nodes"]] == [f"lead_{key}" for key in keys]
    assert answer["leads"]["totalCount"] == len(keys)


async def test_a_hidden_lead_reads_and_writes_like_a_missing_one(world: Api) -> None:
    viewer = Viewer(2, READ | {"leads:write", "leads:archive"})
    query = "query ($id: ID!) { lead(id: $id) { name } node(id: $id) { id } }"
    messages = []
    for key in (3, 99):
        answer = await world(query, viewer, id=f"lead_{key}")
        assert answer.data == {"lead": None, "node": None}
        given = {"id": f"lead_{key}", "expectedVersion": 1, "company": "Mine"}
        payload = await mutate(world, "updateLead", given, WANTED, viewer)
        assert codes(payload) == [("NOT_FOUND", "id")]
        messages.append(payload["userErrors"][0]["message"])
    assert messages[0] == messages[1]
    assert await changes(world) == []


@pytest.mark.parametrize("permissions", [(), ("leads:read",), ("leads:read_all",)])
async def test_without_the_right_nothing_is_written(
    world: Api, permissions: tuple[str, ...]
) -> None:
    query = 'mutation { createLead(input: {company: "X"}) { lead { id } } }'
    answer = await world(query, world.viewer(1, permissions))
    assert [code for code, _ in answer.errors] == ["FORBIDDEN"]
    assert await count(world, Lead) == 4


async def test_what_a_lead_became_is_shown_to_those_who_see_it(api: Api) -> None:
    now = api.deployment.clock.now()
    await save(
        api,
        employee(1),
        employee(2),
        customer(1, owner_id=1),
        opportunity(1, OFFERED, owner_id=2),
        lead(
            1,
            owner_id=2,
            status="CONVERTED",
            converted_at=now,
            converted_by_id=1,
            customer_id=1,
            opportunity_id=1,
        ),
    )
    rights = READ | {"customers:read", "opportunities:read", "employees:read"}
    query = """{ lead(id: "lead_1") {
      status customer { name } opportunity { name } convertedBy { name } visibleBecause
    } }"""
    answer = await api(query, Viewer(2, rights))
    assert answer["lead"] == {
        "status": "CONVERTED",
        "customer": None,
        "opportunity": {"name": "Opportunity 1"},
        "convertedBy": {"name": "Employee 1"},
        "visibleBecause": ["OWNER"],
    }
    card = '{ customer(id: "customer_1") { leads { nodes { name } totalCount } } }'
    answer = await api(card, Viewer(1, rights))
    assert answer["customer"]["leads"] == {"nodes": [], "totalCount": 0}
    answer = await api(card, Viewer(1, rights | {"leads:read_all"}))
    assert answer["customer"]["leads"] == {"nodes": [{"name": "Lead 1"}], "totalCount": 1}
