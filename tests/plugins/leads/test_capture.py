"""The public route that web forms send to, through the whole application."""

import json
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

import httpx2
import pytest
from pydantic import SecretStr
from sqlalchemy import select

from core.access.secrets import new_secret
from core.employees.models import Employee
from kortisto.settings import AppSettings
from plugins.leads.capture.models import LeadForm, LeadFormUse
from plugins.leads.models import Lead
from tests.api import Api, MovableClock, deployment_on
from tests.core.writing.calls import changes, count
from tests.factories import customer, employee, lead, save
from tests.serving import app_of

URLENCODED = "application/x-www-form-urlencoded"
OK = (202, {"accepted": True})
SCRIPT = "<script>alert(1)</script>"


@dataclass(frozen=True)
class Site:
    """A web site whose form sends to the application."""

    api: Api
    key: str
    http: httpx2.AsyncClient

    async def post(
        self, body: Any, kind: str = URLENCODED, *, key: str | None = None, **headers: str
    ) -> httpx2.Response:
        content = body if isinstance(body, bytes) else encoded(body, kind)
        path = f"/leads/capture/{self.key if key is None else key}"
        return await self.http.post(
            path, content=content, headers={"content-type": kind, **headers}
        )

    async def send(self, body: Any, kind: str = URLENCODED, **headers: str) -> tuple[int, Any]:
        response = await self.post(body, kind, **headers)
        return response.status_code, response.json()

    async def leads(self) -> list[Mapping[str, Any]]:
        table = Lead.__table__
        rows = await self.api.deployment.database.fetch(select(table).order_by(table.c.id))
        return [row._asdict() for row in rows]

    @property
    def clock(self) -> MovableClock:
        clock = self.api.deployment.clock
        assert isinstance(clock, MovableClock)
        return clock


def encoded(body: Any, kind: str) -> bytes:
    return (json.dumps(body) if kind == "application/json" else urlencode(body)).encode()


@pytest.fixture
async def site(database_url: str) -> AsyncIterator[Site]:
    """A form of employee 1, with a key."""
    deployment = deployment_on(database_url)
    api = Api(deployment)
    secret = new_secret()
    await save(
        api,
        employee(1),
        LeadForm(
            id=1,
            name="Contact us",
            key_hash=secret.digest,
            owner_id=1,
            fields={"your-name": "lastName", "submit": None, "money": "data.budget"},
        ),
    )
    app = app_of(AppSettings(database_url=SecretStr(database_url)), deployment)
    transport = httpx2.ASGITransport(app, raise_app_exceptions=True, client=("192.0.2.7", 4000))
    async with httpx2.AsyncClient(transport=transport, base_url="http://crm.test") as http:
        yield Site(api, secret.text, http)
    await deployment.close()


async def change(site: Site, **values: Any) -> None:
    async with site.api.deployment.database.writing() as session:
        form = await session.get_one(LeadForm, 1)
        for name, value in values.items():
            setattr(form, name, value)


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


@pytest.mark.parametrize(
    ("body", "kind", "status", "code"),
    [
        (b"company=" + b"x" * 1_000_000, URLENCODED, 413, "TOO_LARGE"),
        (b'{"company": "' + b"x" * 1_000_000 + b'"}', "application/json", 413, "TOO_LARGE"),
        ({f"f{n}": "1" for n in range(10_000)}, URLENCODED, 413, "TOO_LARGE"),
        ({f"f{n}": "1" for n in range(101)}, URLENCODED, 400, "TOO_MANY"),
        ({f"f{n}": "1" for n in range(101)}, "application/json", 400, "TOO_MANY"),
        (b"&".join(b"a" for _ in range(10_000)), URLENCODED, 400, "TOO_MANY"),
        ({"x" * 101: "1"}, URLENCODED, 400, "MALFORMED"),
        ({"": "1"}, URLENCODED, 400, "MALFORMED"),
        (b"", URLENCODED, 400, "MALFORMED"),
        ({"company": "  "}, URLENCODED, 400, "MALFORMED"),
        ({"submit": "Send"}, URLENCODED, 400, "MALFORMED"),
        ({"note": "x" * 40_000}, URLENCODED, 400, "MALFORMED"),
        (b"company=%ff", URLENCODED, 400, "MALFORMED"),
        (b"\xff\xfe", URLENCODED, 400, "MALFORMED"),
        (b"\xff\xfe", "application/json", 400, "MALFORMED"),
        (b"", "application/json", 400, "MALFORMED"),
        (b"null", "application/json", 400, "MALFORMED"),
        (b"[1]", "application/json", 400, "MALFORMED"),
        (b'{"a": "\\ud800"}', "application/json", 400, "MALFORMED"),
        (b'{"a": ' + b"[" * 900 + b"]" * 900 + b"}", "application/json", 400, "MALFORMED"),
        (b'{"a": ' + b"[" * 30_000 + b"}", "application/json", 400, "MALFORMED"),
        ({"company": "X"}, "multipart/form-data; boundary=x", 415, "UNSUPPORTED_MEDIA_TYPE"),
        ({"company": "X"}, "text/plain", 415, "UNSUPPORTED_MEDIA_TYPE"),
        (b"company=X", f"{URLENCODED}; charset=utf-16", 415, "UNSUPPORTED_MEDIA_TYPE"),
    ],
)
async def test_what_cannot_be_taken_is_refused_and_nothing_kept(
    site: Site, body: Any, kind: str, status: int, code: str
) -> None:
    response = await site.post(body, kind)
    assert (response.status_code, response.json()["errors"][0]["extensions"]["code"]) == (
        status,
        code,
    )
    assert await site.leads() == []
    assert await changes(site.api) == []


async def test_a_compressed_body_is_refused(site: Site) -> None:
    status, _ = await site.send({"company": "X"}, **{"content-encoding": "gzip"})
    assert status == 415


async def test_a_body_without_a_declared_length_is_read_within_its_bounds(site: Site) -> None:
    async def endless() -> AsyncIterator[bytes]:
        for _ in range(1_000):
            yield b"a=" + b"x" * 1_000

    path = f"/leads/capture/{site.key}"
    response = await site.http.post(path, content=endless(), headers={"content-type": URLENCODED})
    assert response.status_code == 413


@pytest.mark.parametrize("key", ["wrong", "x" * 5_000, "%00", "a%2fb", "%ff", "ä", "0"])
async def test_a_wrong_key_opens_nothing_and_reveals_nothing(site: Site, key: str) -> None:
    response = await site.post({"company": "X"}, key=key)
    missing = await site.http.post("/nothing/here", content=b"")
    assert response.status_code == missing.status_code == 404
    assert response.json() == missing.json()
    assert await site.leads() == []


async def test_a_form_that_is_archived_or_has_no_key_takes_nothing(site: Site) -> None:
    await change(site, archived_at=site.clock.now())
    assert (await site.post({"company": "X"})).status_code == 404
    await change(site, archived_at=None, key_hash=None)
    assert (await site.post({"company": "X"})).status_code == 404
    assert await site.leads() == []


async def test_an_owner_who_left_does_not_lose_the_lead(site: Site) -> None:
    async with site.api.deployment.database.writing() as session:
        (await session.get_one(Employee, 1)).archived_at = site.clock.now()
    assert await site.send({"company": "X", "email": "nobody"}) == OK
    [made] = await site.leads()
    assert (made["owner_id"], made["data"]) == (None, {"email": "nobody"})


async def test_an_address_may_send_so_often_to_a_form(site: Site) -> None:
    for _ in range(10):
        assert await site.send({"company": "X"}) == OK
    response = await site.post({"company": "X"})
    assert response.status_code == 429
    assert response.headers["retry-after"] == "60"
    assert await count(site.api, Lead) == 10
    site.clock.instant += timedelta(minutes=1)
    assert await site.send({"company": "X"}) == OK
    site.clock.instant += timedelta(hours=2)
    assert await site.send({"company": "X"}) == OK
    assert await count(site.api, LeadFormUse) == 2


async def test_refused_requests_count_too(site: Site) -> None:
    for _ in range(10):
        assert (await site.post(b"[1]", "application/json")).status_code == 400
    assert (await site.post({"company": "X"})).status_code == 429


async def test_all_addresses_together_may_send_so_often(site: Site) -> None:
    minute = site.clock.now()
    await site.api.add(LeadFormUse, {"form_id": 1, "address": "", "minute": minute, "number": 300})
    assert (await site.post({"company": "X"})).status_code == 429
    assert await site.leads() == []


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


async def test_without_a_database_it_asks_to_try_again(site: Site) -> None:
    async with site.api.deployment.database.engine.begin() as connection:
        await connection.exec_driver_sql("ALTER TABLE lead RENAME TO lead_away")
    response = await site.post({"company": "X"})
    assert response.status_code == 503
    assert "lead" not in response.text
