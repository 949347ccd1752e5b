"""The public route that web forms send to, through the whole application."""

import pytest

from core.employees.models import Employee
from plugins.leads.models import Lead
from tests.core.writing.calls import changes, count
from tests.factories import customer, lead, save
from tests.plugins.leads.site import OK, URLENCODED, Site, change

SCRIPT = "<script>alert(1)</script>"


@pytest.mark.parametrize("kind", [URLENCODED, "application/json", f"{URLENCODED}; charset=UTF-8"])
async def test_a_form_makes_a_lead(site: Site, kind: str) -> None:
    body = {
        "company": "Åland Öljy Oy",
        "your-name": "Mäki",
        "email": "VAINO@Firma.example",
        "phone": "040 123 4567",
        "marketingConsent": "on",
        "money": "5000",
        "colour": "blå",
        "submit": "Send",
        "homepage_url": "",
        "notes": "",
    }
    assert await site.send(body, kind) == OK
    [made] = await site.leads()
    wanted = ("company", "last_name", "email", "phone", "lead_source", "owner_id", "data")
    assert {name: made[name] for name in wanted} == {
        "company": "Åland Öljy Oy",
        "last_name": "Mäki",
        "email": "vaino@firma.example",
        "phone": "+358401234567",
        "lead_source": "Contact us",
        "owner_id": 1,
        "data": {"budget": "5000", "colour": "blå"},
    }
    assert made["marketing_consent"].name == "GIVEN"
    assert made["marketing_consent_at"] == site.clock.now()
    [change] = await changes(site.api)
    assert (change.via, change.actor_id, change.entity) == ("system", None, "Lead")


async def test_what_a_field_refuses_is_kept_in_the_data(site: Site) -> None:
    body = [
        ("your-name", "x" * 101),
        ("email", "nobody"),
        ("country", "Suomi"),
        ("amount", "a lot"),
        ("company", "Firma"),
        ("company", "Other"),
        ("choice", "a"),
        ("choice", "b"),
        ("marketingConsent", "perhaps"),
    ]
    assert await site.send(body) == OK
    [made] = await site.leads()
    assert (made["company"], made["email"], made["last_name"]) == ("Firma", None, None)
    assert made["data"] == {
        "your-name": "x" * 101,
        "email": "nobody",
        "country": "Suomi",
        "amount": "a lot",
        "company": "Other",
        "choice": ["a", "b"],
        "marketingConsent": "perhaps",
    }


async def test_wrong_types_are_kept_inert(site: Site) -> None:
    body = {
        "company": ["a", "b"],
        "email": {"a": 1},
        "phone": 7,
        "marketingConsent": True,
        "title": None,
        "deep": {"a": [1, {"b": None}]},
    }
    assert await site.send(body, "application/json") == OK
    [made] = await site.leads()
    assert (made["company"], made["email"], made["title"]) == (None, None, None)
    assert made["marketing_consent"].name == "GIVEN"
    assert made["data"] == {
        "company": ["a", "b"],
        "email": {"a": 1},
        "deep": {"a": [1, {"b": None}]},
        "phone": "7",
    }


async def test_script_and_sql_are_stored_as_text(site: Site) -> None:
    hostile = "'; DROP TABLE lead; --"
    body = {"company": SCRIPT, "notes": hostile, SCRIPT: "=1+1", "nul\x00": "a\x00b\x1b[2J"}
    assert await site.send(body) == OK
    [made] = await site.leads()
    assert (made["company"], made["notes"]) == (SCRIPT, hostile)
    assert made["data"] == {SCRIPT: "=1+1", "nul": "ab[2J"}
    answer = await site.api('{ lead(id: "lead_1") { company } }', site.api.admin)
    assert answer["lead"] == {"company": SCRIPT}


async def test_nobody_sets_what_is_not_a_visitors_to_set(site: Site) -> None:
    body = {
        "company": "X",
        "ownerId": "employee_2",
        "status": "CONVERTED",
        "id": "lead_7",
        "customerId": "customer_1",
        "leadSource": "mine",
        "data": {"a": 1},
    }
    assert await site.send(body, "application/json") == OK
    [made] = await site.leads()
    assert (made["id"], made["owner_id"], made["status"].name) == (1, 1, "NEW")
    assert (made["customer_id"], made["lead_source"]) == (None, "Contact us")
    assert made["data"] == {name: value for name, value in body.items() if name != "company"}


async def test_the_answer_is_the_same_whatever_there_is(site: Site) -> None:
    known = {"company": "Firma", "email": "a@b.example"}
    fresh = await site.post(known)
    await save(site.api, lead(101, **known), customer(101, name="Firma", email="a@b.example"))
    for body in (known, {"company": "Unknown"}, {**known, "homepage_url": "http://spam"}):
        again = await site.post(body)
        assert (again.status_code, again.content) == (fresh.status_code, fresh.content)
        assert again.headers == fresh.headers | {"x-request-id": again.headers["x-request-id"]}
    assert await count(site.api, Lead) == 4


async def test_what_a_robot_sends_is_not_kept(site: Site) -> None:
    assert await site.send({"company": "Spam", "homepage_url": "http://spam.example"}) == OK
    await change(site, honeypot="nickname")
    assert await site.send({"company": "Spam", "nickname": "x"}) == OK
    assert await site.leads() == []


async def test_an_owner_who_left_does_not_lose_the_lead(site: Site) -> None:
    async with site.api.deployment.database.writing() as session:
        (await session.get_one(Employee, 1)).archived_at = site.clock.now()
    assert await site.send({"company": "X", "email": "nobody"}) == OK
    [made] = await site.leads()
    assert (made["owner_id"], made["data"]) == (None, {"email": "nobody"})


async def test_a_browser_is_sent_on_and_a_program_is_not(site: Site) -> None:
    await change(site, redirect_url="https://www.example.com/thanks")
    for body in ({"company": "X"}, {"company": "X", "homepage_url": "spam"}):
        response = await site.post(body)
        assert response.status_code == 303
        assert response.headers["location"] == "https://www.example.com/thanks"
    assert await site.send({"company": "X"}, "application/json") == OK


async def test_any_page_may_send_and_nothing_but_send(site: Site) -> None:
    path = f"/leads/capture/{site.key}"
    preflight = await site.http.options(path, headers={"origin": "https://www.example.com"})
    assert preflight.status_code == 204
    assert preflight.headers["access-control-allow-origin"] == "*"
    assert preflight.headers["access-control-allow-headers"] == "content-type"
    for method in ("GET", "PUT", "DELETE", "PATCH"):
        assert (await site.http.request(method, path)).status_code == 405
