"""iCalendar feeds: what other programs read, and who can."""

import asyncio
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, date, datetime

import httpx2
from ics.icalendar import Calendar as ParsedCalendar
from starlette.applications import Starlette
from structlog.testing import capture_logs

from core.changes.models import Change
from core.employees.models import Employee, EmployeeRole, Role
from core.viewer import Viewer
from kortisto.app import create_app
from kortisto.settings import AppSettings
from plugins.pupesoft_tools.calendar.feed.models import CalendarFeed
from plugins.pupesoft_tools.calendar.feed.route import feed_route
from tests.api import Api
from tests.core.writing.calls import changes
from tests.factories import role, save
from tests.plugins.pupesoft_tools.calendar.office import (
    COLLEAGUE,
    RIGHTS,
    SELLER,
    create,
    update,
    who,
)
from tests.serving import served
from tests.world import change

ISSUE = "mutation { issueCalendarFeed { path calendarFeed { id revokedAt } userErrors { code } } }"
REVOKE = "mutation { revokeCalendarFeed { calendarFeed { revokedAt } userErrors { code } } }"
LONG = "Ööljy, kumi; ja \\ muuta: šćčđž 😀 " * 6


@asynccontextmanager
async def client_of(api: Api, *, whole: bool = False) -> AsyncIterator[httpx2.AsyncClient]:
    """A program that has not signed in; the whole application answers it, or feeds alone."""
    settings = AppSettings(**api.deployment.settings.model_dump(exclude_unset=True))
    feeds = Starlette(routes=[feed_route(api.deployment)])
    async with (
        served(create_app(settings, api.deployment) if whole else feeds) as port,
        httpx2.AsyncClient(base_url=f"http://127.0.0.1:{port}", timeout=120) as client,
    ):
        yield client


async def issue(api: Api, viewer: Viewer) -> str:
    payload = (await api(ISSUE, viewer))["issueCalendarFeed"]
    assert payload["userErrors"] == []
    path: str = payload["path"]
    return path


async def let_in(api: Api) -> Viewer:
    """The seller, whose role lets him read his calendar without signing in too."""
    await save(api, role(1, *RIGHTS), EmployeeRole(employee_id=SELLER, role_id=1))
    return who(api, SELLER)


async def test_another_program_reads_the_calendar(office: Api) -> None:
    seller = await let_in(office)
    visit = {"customerId": "customer_1", "contactId": "contact_1", "kindId": "keyword_1"}
    await create(office, seller, title="Visit, first; call", comment=LONG, **visit)
    await create(
        office,
        seller,
        title="Leave",
        startsAt=None,
        endsAt=None,
        startsOn="2026-03-28",
        endsOn="2026-03-29",
    )
    await create(office, who(office, COLLEAGUE), title="Secret")
    await create(
        office,
        seller,
        title="Long ago",
        startsAt="2025-01-01T10:00:00Z",
        endsAt="2025-01-01T11:00:00Z",
    )
    path = await issue(office, seller)
    async with client_of(office) as client:
        answer = await client.get(path)
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "text/calendar; charset=utf-8"
    text = answer.content.decode()
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))
    assert "\n" not in text.replace("\r\n", "")
    found = {event.name: event for event in ParsedCalendar(text).events}
    assert set(found) == {"Visit, first; call (Öljy Oy)", "Leave"}
    event = found["Visit, first; call (Öljy Oy)"]
    assert event.begin.datetime == datetime(2026, 3, 16, 9, tzinfo=UTC)
    assert event.end.datetime == datetime(2026, 3, 16, 10, tzinfo=UTC)
    assert event.description == f"Contact 1, +358401234567\n{LONG.strip()}"
    assert event.categories == {"Visit"}
    assert event.classification == "PUBLIC"
    leave = found["Leave"]
    assert leave.all_day
    assert leave.begin.date() == date(2026, 3, 28)
    assert leave.classification == "PRIVATE"
    # the end is the first day that is free again
    assert "DTSTART;VALUE=DATE:20260328\r\n" in text
    assert "DTEND;VALUE=DATE:20260330\r\n" in text


async def test_an_event_stays_the_same_and_counts_its_changes(office: Api) -> None:
    seller = await let_in(office)
    await create(office, seller)
    path = await issue(office, seller)

    def told(text: str, name: str) -> str:
        [found] = re.findall(rf"^{name}:(.*)\r$", text, re.MULTILINE)
        return str(found)

    async with client_of(office) as client:
        first = await client.get(path)
        assert (await client.get(path)).content == first.content
        await update(office, seller, 1, title="Surgeon")
        second = await client.get(path)
    assert told(first.text, "UID") == told(second.text, "UID")
    assert (told(first.text, "SEQUENCE"), told(second.text, "SEQUENCE")) == ("0", "1")
    assert "Surgeon" in second.text


async def test_what_is_known_is_not_sent_again(office: Api) -> None:
    seller = await let_in(office)
    await create(office, seller)
    path = await issue(office, seller)
    async with client_of(office) as client:
        first = await client.get(path)
        tag, since = first.headers["etag"], first.headers["last-modified"]
        assert since == "Sun, 15 Mar 2026 12:00:00 GMT"
        known: tuple[dict[str, str], ...] = (
            {"if-none-match": tag},
            {"if-none-match": f'"x", W/{tag}'},
            {"if-modified-since": since},
        )
        for headers in known:
            answer = await client.get(path, headers=headers)
            assert (answer.status_code, answer.content) == (304, b"")
            assert answer.headers["etag"] == tag
        for headers in (
            {"if-none-match": '"x"', "if-modified-since": since},
            {"if-modified-since": "Sun, 15 Mar 2026 11:59:59 GMT"},
            {"if-modified-since": "yesterday"},
            {"if-modified-since": f"15 Mar 2026 12:00:00 +{'9' * 20}"},
        ):
            assert (await client.get(path, headers=headers)).status_code == 200
        # within the same second
        await update(office, seller, 1, title="Surgeon")
        for headers in known:
            answer = await client.get(path, headers=headers)
            assert answer.status_code == 200
            assert answer.headers["last-modified"] == "Sun, 15 Mar 2026 12:00:01 GMT"
        assert (await client.head(path)).content == b""


async def test_an_address_that_is_no_more_never_was(office: Api) -> None:
    seller = await let_in(office)
    await create(office, seller)
    old = await issue(office, seller)
    path = await issue(office, seller)
    revoked = (await office("{ calendarFeeds { nodes { revokedAt } } }", seller))["calendarFeeds"]
    assert [feed["revokedAt"] is None for feed in revoked["nodes"]] == [True, False]
    others = who(office, COLLEAGUE)
    assert (await office("{ calendarFeeds { nodes { id } } }", others))["calendarFeeds"] == {
        "nodes": []
    }
    missing = (await office(REVOKE, others))["revokeCalendarFeed"]
    assert missing == {"calendarFeed": None, "userErrors": [{"code": "NOT_FOUND"}]}
    async with client_of(office, whole=True) as client:
        assert (await client.get(path)).status_code == 200
        never = await client.get("/calendar/never.ics")

        async def is_as_if_it_never_was(path: str) -> bool:
            answer = await client.get(path, headers={"if-none-match": "*"})
            same = [n for n in never.headers if n not in ("date", "x-request-id")]
            assert [n for n in answer.headers if n not in ("date", "x-request-id")] == same
            return (answer.status_code, answer.content) == (404, never.content)

        assert (await client.get("/nowhere")).content == never.content
        with capture_logs() as logs:
            assert (await client.get(path)).status_code == 200
        assert [line["path"] for line in logs] == ["/calendar/{secret}.ics"]
        assert await is_as_if_it_never_was(old)
        for values in ({"active": False}, {"archived_at": datetime(2026, 1, 1, tzinfo=UTC)}):
            await change(office, Employee, SELLER, **values)
            assert await is_as_if_it_never_was(path)
            await change(office, Employee, SELLER, active=True, archived_at=None)
        await change(office, Role, 1, permissions=["reminders:use"])
        assert await is_as_if_it_never_was(path)
        await change(office, Role, 1, permissions=[*RIGHTS])
        assert (await client.get(path)).status_code == 200
        assert (await office(REVOKE, seller))["revokeCalendarFeed"]["userErrors"] == []
        assert await is_as_if_it_never_was(path)
        assert await is_as_if_it_never_was("/calendar/" + "x" * 3000 + ".ics")


async def test_the_secret_is_told_once_and_kept_nowhere(office: Api) -> None:
    seller = await let_in(office)
    secret = (await issue(office, seller)).removeprefix("/calendar/").removesuffix(".ics")
    assert len(secret) >= 43
    for table in (CalendarFeed.__table__, Change.__table__):
        rows = await office.deployment.database.fetch(table.select())
        assert rows
        assert secret not in str([tuple(row) for row in rows])
    assert "secret_hash" not in (await changes(office))[0].new


async def test_an_employee_has_one_address_at_most(office: Api) -> None:
    seller = await let_in(office)
    paths = await asyncio.gather(*(issue(office, seller) for _ in range(4)))
    async with client_of(office) as client:
        answers = [(await client.get(path)).status_code for path in paths]
    assert sorted(answers) == [200, 404, 404, 404]
