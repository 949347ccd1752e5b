"""Who exports, and by which documents, is found out as for /graphql."""

import hashlib
import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx2
import pytest
import structlog
from pydantic import SecretStr
from structlog.testing import capture_logs

from core.access.sessions import SESSION_COOKIE, open_session
from core.access.tokens import create_token
from core.employees.models import EmployeeRole
from kortisto.settings import AppSettings
from tests import factories as make
from tests.api import Api
from tests.serving import app_of

NAMES = "{ customers { nodes { name } } }"
HASH = hashlib.sha256(NAMES.encode()).hexdigest()


@pytest.fixture
async def secrets(api: Api) -> dict[str, str]:
    """A session and a token of an employee who sees his own customer."""
    await make.save(api, make.employee(1), make.role(1, "customers:read"))
    await make.save(api, EmployeeRole(employee_id=1, role_id=1))
    await make.save(api, make.customer(1, name="Öljy Oy", owner_id=1), make.customer(2))
    return {"session": await session_of(api), "token": await token_of(api)}


async def session_of(api: Api) -> str:
    async with api.deployment.database.writing() as session:
        return await open_session(session, 1, datetime.now(UTC), timedelta(hours=1))


async def token_of(api: Api) -> str:
    async with api.deployment.database.writing() as session:
        scopes = ["customers:read"]
        now = datetime.now(UTC)
        secret, _ = await create_token(
            session, employee_id=1, name="ERP", scopes=scopes, now=now, days=1
        )
    return secret


async def ask(database: str, settings: dict[str, object], **request: object) -> httpx2.Response:
    app = app_of(AppSettings(database_url=SecretStr(database), **settings))  # type: ignore[arg-type]
    transport = httpx2.ASGITransport(app)
    async with (
        app.router.lifespan_context(app),
        httpx2.AsyncClient(transport=transport, base_url="http://test") as client,
    ):
        return await client.request(**request)  # type: ignore[arg-type]


async def test_a_cookie_needs_the_header_that_a_foreign_page_cannot_send(
    database_url: str, secrets: dict[str, str]
) -> None:
    cookie = {"cookie": f"{SESSION_COOKIE}={secrets['session']}"}
    asked = {"method": "POST", "url": "/export", "json": {"query": NAMES, "format": "csv"}}
    refused = await ask(database_url, {}, headers=cookie, **asked)
    assert refused.status_code == 403
    headers = cookie | {"GraphQL-Preflight": "1"}
    answer = await ask(database_url, {}, headers=headers, **asked)
    assert answer.content.decode("utf-8-sig") == "Nimi\r\nÖljy Oy\r\n"
    foreign = headers | {"origin": "https://evil.example"}
    assert (await ask(database_url, {}, headers=foreign, **asked)).status_code == 403


async def test_a_token_may_export_by_a_link_and_it_is_logged(
    database_url: str, secrets: dict[str, str]
) -> None:
    params = {"query": NAMES, "format": "xlsx", "language": "hr"}
    headers = {"authorization": f"Bearer {secrets['token']}"}
    structlog.reset_defaults()
    with capture_logs() as logs:
        answer = await ask(
            database_url, {}, method="GET", url="/export", params=params, headers=headers
        )
    assert answer.status_code == 200
    assert answer.headers["content-type"].endswith("spreadsheetml.sheet")
    assert answer.headers["content-disposition"].startswith('attachment; filename="customers-20')
    assert answer.headers["cache-control"] == "no-store"
    [entry] = [entry for entry in logs if entry["event"] == "export"]
    assert (entry["employee"], entry["list"], entry["rows"]) == (1, "customers", 1)
    assert entry["bytes"] == len(answer.content)


async def test_a_wrong_token_and_none_are_refused(database_url: str) -> None:
    asked = {"method": "POST", "url": "/export", "json": {"query": NAMES}}
    for headers in ({}, {"authorization": "Bearer kt_wrong"}):
        assert (await ask(database_url, {}, headers=headers, **asked)).status_code == 401
    wrong = await ask(database_url, {}, method="PUT", url="/export")
    assert (wrong.status_code, wrong.headers["allow"]) == (405, "GET, POST, OPTIONS")


async def test_only_trusted_documents_are_exported_where_it_is_so(
    database_url: str, secrets: dict[str, str], tmp_path: Path
) -> None:
    manifest = tmp_path / "trusted.json"
    manifest.write_text(json.dumps({HASH: NAMES}))
    settings = {"trusted_documents": manifest, "trusted_documents_only": True}
    headers = {"authorization": f"Bearer {secrets['token']}"}
    for body, status in (
        ({"documentId": HASH, "format": "csv"}, 200),
        ({"query": "{ customers { nodes { number } } }"}, 400),
    ):
        answer = await ask(
            database_url, settings, method="POST", url="/export", json=body, headers=headers
        )
        assert answer.status_code == status, answer.text
