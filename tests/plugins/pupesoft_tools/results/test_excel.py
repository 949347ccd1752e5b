"""Excel files at signed addresses, through the whole application."""

import io
import re
import zipfile
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

import httpx2
import pytest
from openpyxl import load_workbook
from pydantic import SecretStr
from sqlalchemy import text

from core.access.models import ApiToken
from core.access.secrets import new_secret
from core.employees.models import EmployeeRole
from kortisto.settings import AppSettings
from plugins.pupesoft_tools.sql_search.roles import remove
from tests import factories as make
from tests.api import MovableClock
from tests.database import Databases
from tests.schema.exports.measured import forget_peak, peak
from tests.serving import app_of
from tests.world import OLD, OTHER, OWNER, World, small_world

SEARCH = """
    mutation ($input: RunSqlSearchInput!) {
        exportSqlSearch(input: $input) { download { url expiresAt } userErrors { code path } }
    }
"""
REPORT = """
    mutation ($input: RunSqlReportInput!) {
        exportSqlReport(input: $input) { download { url expiresAt } userErrors { code path } }
    }
"""
RIGHTS = (
    *("customers:read", "opportunities:read", "changes:read", "changes:read_all"),
    *("sql_search:run", "sql_search:write", "sql_generator:use"),
)


@dataclass(frozen=True)
class Site:
    """The application, and the API tokens of its users by their keys."""

    world: World
    http: httpx2.AsyncClient
    tokens: dict[int, str]

    @property
    def clock(self) -> MovableClock:
        clock = self.world.api.deployment.clock
        assert isinstance(clock, MovableClock)
        return clock

    async def offered(self, mutation: str, employee: int = OWNER, **given: object) -> str:
        """The address of a file."""
        viewer = self.world.api.viewer(employee, RIGHTS)
        [payload] = (await self.world(mutation, viewer, input=given)).data.values()
        assert payload["userErrors"] == []
        url: str = payload["download"]["url"]
        return url

    async def fetch(self, url: str, employee: int | None = OWNER) -> httpx2.Response:
        """What an address answers to an employee."""
        headers = {} if employee is None else {"authorization": f"Bearer {self.tokens[employee]}"}
        return await self.http.get(url, headers=headers, timeout=120)

    async def rows(self, url: str) -> list[tuple[Any, ...]]:
        """The rows of an Excel file, headings first."""
        response = await self.fetch(url)
        assert response.status_code == 200, response.text
        sheet = load_workbook(io.BytesIO(response.content), read_only=True).active
        assert sheet is not None
        return [*sheet.iter_rows(values_only=True)]


@pytest.fixture
async def site(databases: Databases) -> AsyncIterator[Site]:
    async with small_world(databases) as world:
        tokens: dict[int, str] = {}
        rights = make.role(9, *RIGHTS, name="Searching")
        await make.save(world.api, rights)
        for key in (OWNER, OTHER):
            secret = new_secret("kt_")
            tokens[key] = secret.text
            ends = world.api.deployment.clock.now() + timedelta(days=9999)
            await make.save(
                world.api,
                EmployeeRole(employee_id=key, role_id=9),
                ApiToken(
                    employee_id=key,
                    name="x",
                    token_hash=secret.digest,
                    scopes=[*RIGHTS],
                    created_at=OLD,
                    expires_at=ends,
                ),
            )
        url = world.api.deployment.database.engine.url.render_as_string(hide_password=False)
        settings = AppSettings(database_url=SecretStr(url))
        app = app_of(settings, deployment=world.api.deployment)
        transport = httpx2.ASGITransport(app)
        async with httpx2.AsyncClient(transport=transport, base_url="http://localhost") as http:
            yield Site(world, http, tokens)
        await remove(world.api.deployment.database)


async def test_a_search_is_fetched_as_an_excel_file(site: Site) -> None:
    sql = (
        "SELECT id, name, 0.10 AS n, date '2026-01-31' AS d, created_at, NULL, true, '=1+1' AS f, "
        "12345678901234567 AS big FROM customer ORDER BY id"
    )
    rows = await site.rows(await site.offered(SEARCH, sql=sql))
    assert rows[0][:4] == ("id", "name", "n", "d")
    assert rows[1][:3] == (1, "Åland Öljy Oy", 0.1)
    assert rows[1][3].date() == date(2026, 1, 31)
    assert isinstance(rows[1][4], datetime)
    assert rows[1][5:] == (None, True, "=1+1", "12345678901234567")
    assert [row[0] for row in rows[1:]] == [1, 6]
    runs = await site.world.api.deployment.database.fetch(
        text("SELECT outcome, rows FROM sql_search_run")
    )
    assert [tuple(run) for run in runs] == [("DONE", 2)]


async def test_an_address_works_for_its_viewer_alone_and_for_a_while(site: Site) -> None:
    url = await site.offered(SEARCH, sql="SELECT name FROM customer")
    assert (await site.fetch(url, None)).status_code == 401
    kind, token = url.split("/")[-2:]
    response = await site.fetch(f"/downloads/{kind}/{token[:-1]}")
    for damaged in (
        f"/downloads/{kind}/{token}x",
        f"/downloads/sql-report/{token}",
        f"/downloads/{kind}/x",
        f"/downloads/{kind}/{'x' * 5000}",
    ):
        other = await site.fetch(damaged)
        assert (other.status_code, other.content) == (404, response.content)
    assert response.json()["errors"][0]["extensions"]["code"] == "NOT_FOUND"
    theirs = await site.fetch(url, OTHER)
    assert (theirs.status_code, theirs.content) == (404, response.content)
    assert (await site.fetch(url)).status_code == 200
    site.clock.instant += timedelta(minutes=15)
    late = await site.fetch(url)
    assert (late.status_code, late.content) == (404, response.content)


async def test_a_search_that_fails_when_it_is_fetched_says_so(site: Site) -> None:
    url = await site.offered(SEARCH, sql="SELECT 1 / 0")
    response = await site.fetch(url)
    assert response.status_code == 422
    assert "division by zero" in response.json()["errors"][0]["message"]


@pytest.mark.parametrize(
    ("mutation", "given"),
    [
        (SEARCH, {"sql": "DELETE FROM customer"}),
        (SEARCH, {"searchId": "sql_search_9"}),
        (REPORT, {"definition": {"entity": "Customer", "columns": [{"field": "passwordHash"}]}}),
        (REPORT, {"reportId": "sql_report_9"}),
    ],
)
async def test_what_cannot_be_run_is_not_offered(
    site: Site, mutation: str, given: dict[str, object]
) -> None:
    viewer = site.world.api.viewer(OWNER, RIGHTS)
    [payload] = (await site.world(mutation, viewer, input=given)).data.values()
    assert payload["download"] is None
    assert payload["userErrors"]


async def test_a_report_of_100000_rows_streams_in_little_memory(site: Site) -> None:
    async with site.world.api.deployment.database.engine.begin() as connection:
        await connection.execute(
            text(
                "INSERT INTO change_log (via, entity, record_id, action, customer_id) "
                "SELECT 'system', 'Customer', n, 'UPDATE', 1 FROM generate_series(1, 100010) n"
            )
        )
    columns = [{"field": name} for name in ("id", "at", "entity", "recordId", "via")]
    where = {"field": "via", "operator": "eq", "value": "system"}
    definition = {"entity": "Change", "columns": columns, "where": where, "limit": 10_000}
    short = await site.offered(REPORT, definition=definition)
    assert (await site.fetch(short)).status_code == 200
    forget_peak()
    before = peak()
    long = await site.offered(REPORT, definition={**definition, "limit": 1_000_000})
    response = await site.fetch(long)
    grown = peak() - before - len(response.content) // 1024
    assert response.status_code == 200
    assert len(response.content) > 2_000_000
    assert grown < 40_000, f"{grown} kB"
    with zipfile.ZipFile(io.BytesIO(response.content)) as file:
        sheet = file.read("xl/worksheets/sheet1.xml").decode()
    _, first, *_, last, end = rows = re.findall(r"<row .*?</row>", sheet)
    assert len(rows) == 100_002
    assert re.findall(r' s="\d+"', first) == re.findall(r' s="\d+"', last) != []
    assert "… there are more than 100000 rows" in end


async def test_days_before_excel_and_what_looks_like_markup_are_texts(site: Site) -> None:
    sql = "SELECT date '1899-12-31', date '1900-01-01', '<r>bold</r>'"
    [_, row] = await site.rows(await site.offered(SEARCH, sql=sql))
    assert row[0] == date(1899, 12, 31).isoformat()
    assert row[2] == "<r>bold</r>"


async def test_a_text_that_no_cell_can_hold_is_told_and_not_cut(site: Site) -> None:
    sql = "SELECT array_to_string(array_agg(n), '') AS long FROM generate_series(1, 9000) n"
    response = await site.fetch(await site.offered(SEARCH, sql=sql))
    assert response.status_code == 422
    assert "Row 1 has a text in 'long'" in response.json()["errors"][0]["message"]
