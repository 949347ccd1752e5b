"""What the public route for web forms does not take: bodies, keys, too many requests."""

from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import pytest

from plugins.leads.capture.models import LeadFormUse
from plugins.leads.models import Lead
from tests.core.writing.calls import changes, count
from tests.plugins.leads.site import OK, URLENCODED, Site, change


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


async def test_without_a_database_it_asks_to_try_again(site: Site) -> None:
    async with site.api.deployment.database.engine.begin() as connection:
        await connection.exec_driver_sql("ALTER TABLE lead RENAME TO lead_away")
    response = await site.post({"company": "X"})
    assert response.status_code == 503
    assert "lead" not in response.text
