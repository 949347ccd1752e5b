"""Calendar entries: whose they are, when they are, and who may write them."""

from typing import Any

from core.viewer import Viewer
from plugins.pupesoft_tools.calendar.models import CalendarEntry
from tests.api import Api, deployment_on
from tests.core.writing.calls import changes, codes, count, mutate, mutate_all, raw
from tests.plugins.pupesoft_tools.calendar.office import (
    COLLEAGUE,
    DENTIST,
    ELEVEN,
    MANAGER,
    NINE,
    SELLER,
    TEN,
    WANTED,
    create,
    update,
    who,
)

SEEN = """{ calendarEntries { nodes { id title owner { id } author { id } customer { id } startsAt
  endsAt startsOn endsOn begins ends done kilometres version overlapping { title } } } }"""
WAYS = """{
  node(id: "calendar_entry_1") { id }
  calendarEntry(id: "calendar_entry_1") { id }
  calendarEntries(filter: {title: {eq: "Dentist"}}, archived: INCLUDE) { totalCount }
  customers(filter: {calendarEntries: {some: {title: {eq: "Dentist"}}}}) { totalCount }
}"""
REPORT = """mutation { runSqlReport(input: {definition: {
  entity: "CalendarEntry", columns: [{field: "title"}], archived: "INCLUDE"
}}) { result { rows } } }"""
TIMES = ("startsAt", "endsAt", "startsOn", "endsOn", "begins", "ends")


async def entries(api: Api, viewer: Viewer) -> list[Any]:
    found: list[Any] = (await api(SEEN, viewer))["calendarEntries"]["nodes"]
    return found


async def titles(api: Api, viewer: Viewer) -> list[str]:
    return [each["title"] for each in await entries(api, viewer)]


async def test_without_a_customer_it_is_its_owners_alone(office: Api) -> None:
    seller, manager = who(office, SELLER), who(office, MANAGER, "customers:read_all")
    boss = who(office, MANAGER, "customers:read_all", "calendar:read_all", "calendar:write_all")
    await create(office, seller)
    shown = await create(office, seller, title="Visit", customerId="customer_1")
    assert shown["warnings"][0]["entry"] == {"title": "Dentist"}
    for viewer, seen in ((seller, ["Dentist", "Visit"]), (manager, ["Visit"]), (boss, ["Visit"])):
        assert await titles(office, viewer) == seen
    assert [each["overlapping"] for each in await entries(office, boss)] == [[]]
    assert await titles(office, who(office, COLLEAGUE)) == []
    found = await office(WAYS, boss)
    assert (found["node"], found["calendarEntry"]) == (None, None)
    assert found["calendarEntries"] == found["customers"] == {"totalCount": 0}
    reported = (await office(REPORT, office.admin))["runSqlReport"]
    assert reported["result"]["rows"] == [["Visit"]]
    for viewer in (boss, office.admin):
        answers = [
            await mutate(office, name, {"id": key, "expectedVersion": 1, **given}, WANTED, viewer)
            for key in ("calendar_entry_1", "calendar_entry_999")
            for name, given in (
                ("updateCalendarEntry", {"title": "Found"}),
                ("archiveCalendarEntry", {}),
                ("moveCalendarEntry", {"startsAt": TEN}),
            )
        ]
        assert answers[:3] == answers[3:]
        assert [codes(answer) for answer in answers] == [[("NOT_FOUND", "id")]] * 6
    assert await titles(office, seller) == ["Dentist", "Visit"]
    told = [change.new for change in await changes(office) if change.entity == "CalendarEntry"]
    assert [new["title"] for new in told] == ["***", "***"]


async def test_what_cannot_be_is_refused_and_leaves_nothing(office: Api) -> None:
    seller = who(office, SELLER)
    refused: tuple[tuple[dict[str, Any], str, str], ...] = (
        ({"endsAt": NINE}, "INVALID", "endsAt"),
        ({"endsAt": "2026-03-16T08:00:00Z"}, "INVALID", "endsAt"),
        ({"endsAt": "2027-03-17T09:00:01Z"}, "INVALID", "endsAt"),
        ({"endsAt": None}, "REQUIRED", "endsAt"),
        ({"startsAt": None, "endsAt": None}, "REQUIRED", "startsAt"),
        ({"startsOn": "2026-03-16"}, "INVALID", "startsOn"),
        ({"startsAt": "1969-12-31T12:00:00Z"}, "INVALID", "startsAt"),
        ({"startsAt": None, "endsAt": None, "endsOn": "2026-03-16"}, "REQUIRED", "startsOn"),
        (
            {"startsAt": None, "endsAt": None, "startsOn": "2026-03-16", "endsOn": "2026-03-15"},
            *("INVALID", "endsOn"),
        ),
        (
            {"startsAt": None, "endsAt": None, "startsOn": "2026-03-16", "endsOn": "2027-03-17"},
            *("INVALID", "endsOn"),
        ),
        ({"kindId": "keyword_2"}, "INVALID", "kindId"),
        ({"kindId": "keyword_999"}, "NOT_FOUND", "kindId"),
        ({"kilometres": "-0.1"}, "INVALID", "kilometres"),
        ({"kilometres": "20000.1"}, "INVALID", "kilometres"),
        ({"kilometres": "1.25"}, "INVALID", "kilometres"),
        ({"perDiems": "367"}, "INVALID", "perDiems"),
        ({"title": " "}, "REQUIRED", "title"),
        ({"title": "x" * 201}, "TOO_LONG", "title"),
        ({"customerId": "customer_2"}, "NOT_FOUND", "customerId"),
        ({"customerId": "customer_999"}, "NOT_FOUND", "customerId"),
        ({"contactId": "contact_1"}, "INVALID", "contactId"),
        ({"ownerId": "employee_3"}, "FORBIDDEN_VALUE", "ownerId"),
        ({"ownerId": "employee_999"}, "NOT_FOUND", "ownerId"),
    )
    for given, code, name in refused:
        assert codes(await create(office, seller, **given)) == [(code, name)], given
    assert (await count(office, CalendarEntry), await changes(office)) == (0, [])
    without = office.viewer(SELLER, {"calendar:read"})
    answer = await raw(
        office, "createCalendarEntry", {"title": "A"}, "calendarEntry { id }", without
    )
    assert answer.errors == [("FORBIDDEN", ("createCalendarEntry",))]
    assert await count(office, CalendarEntry) == 0


async def test_an_entry_has_times_or_whole_days(office: Api) -> None:
    seller = who(office, SELLER)
    await create(office, seller, startsAt=None, endsAt=None, startsOn="2026-03-29")
    [entry] = await entries(office, seller)
    # a day of 23 hours in Helsinki
    day = (None, None, "2026-03-29", "2026-03-29")
    assert tuple(entry[name] for name in TIMES) == (
        *day,
        "2026-03-28T22:00:00.000000Z",
        "2026-03-29T21:00:00.000000Z",
    )
    assert (await update(office, seller, 1, startsAt=NINE, endsAt=TEN))["userErrors"] == []
    [entry] = await entries(office, seller)
    assert tuple(entry[name] for name in TIMES) == (NINE, TEN, None, None, NINE, TEN)
    assert codes(await update(office, seller, 2, startsAt=TEN)) == [("INVALID", "endsAt")]
    assert codes(await update(office, seller, 2, startsAt=None)) == [("REQUIRED", "startsAt")]
    assert (await update(office, seller, 2, startsOn="2026-10-25"))["userErrors"] == []
    [entry] = await entries(office, seller)
    # and one of 25
    assert entry["begins"] == "2026-10-24T21:00:00.000000Z"
    assert entry["ends"] == "2026-10-25T22:00:00.000000Z"
    assert codes(await update(office, seller, 2, title="Late")) == [("CONFLICT", "expectedVersion")]


async def test_whole_days_are_days_of_the_deployment(office: Api) -> None:
    url = office.deployment.database.engine.url.render_as_string(hide_password=False)
    zagreb = Api(deployment_on(url, time_zone="Europe/Zagreb"))
    seller = who(zagreb, SELLER)
    await create(zagreb, seller, startsAt=None, endsAt=None, startsOn="2026-03-29")
    [entry] = await entries(zagreb, seller)
    assert entry["begins"] == "2026-03-28T23:00:00.000000Z"
    assert entry["ends"] == "2026-03-29T22:00:00.000000Z"
    await zagreb.deployment.close()


async def test_calendars_of_others_need_a_right(office: Api) -> None:
    seller = who(office, SELLER)
    seeing = who(office, MANAGER, "customers:read_all")
    boss = who(office, MANAGER, "customers:read_all", "calendar:write_all")
    await create(office, seller, customerId="customer_1", contactId="contact_1")
    before = await entries(office, seller)
    assert codes(await update(office, seeing, 1, title="Mine")) == [("FORBIDDEN_VALUE", "id")]
    for name, given in (("archiveCalendarEntry", {}), ("moveCalendarEntry", {"startsAt": TEN})):
        values = {"id": "calendar_entry_1", "expectedVersion": 1, **given}
        refused = await mutate(office, name, values, WANTED, seeing)
        assert codes(refused) == [("FORBIDDEN_VALUE", "id")]
    assert await entries(office, seller) == before
    assert (await update(office, boss, 1, done=True, kilometres="12.5"))["userErrors"] == []
    await create(
        office, boss, ownerId="employee_2", title="Told to rest", startsAt=TEN, endsAt=ELEVEN
    )
    [entry, rest] = await entries(office, seller)
    assert (entry["done"], entry["kilometres"], rest["author"]["id"]) == (
        True,
        "12.5",
        "employee_4",
    )
    assert await titles(office, boss) == ["Dentist"]


async def test_an_entry_is_moved_as_long_as_it_is(office: Api) -> None:
    seller, boss = who(office, SELLER), who(office, SELLER, "calendar:write_all")
    await create(office, seller)
    await create(
        office,
        seller,
        title="Leave",
        startsAt=None,
        endsAt=None,
        startsOn="2026-03-01",
        endsOn="2026-03-07",
    )

    async def move(viewer: Viewer, key: int, version: int, **given: str) -> Any:
        values = {"id": f"calendar_entry_{key}", "expectedVersion": version, **given}
        return await mutate(office, "moveCalendarEntry", values, WANTED, viewer)

    wrong: tuple[tuple[int, dict[str, str], tuple[str, str]], ...] = (
        (1, {}, ("REQUIRED", "startsAt")),
        (1, {"startsOn": "2026-04-01"}, ("INVALID", "startsOn")),
        (2, {"startsAt": TEN}, ("INVALID", "startsAt")),
        (2, {"startsOn": "9999-12-31"}, ("INVALID", "startsOn")),
        (1, {"ownerId": "employee_3"}, ("FORBIDDEN_VALUE", "ownerId")),
    )
    before = await entries(office, seller)
    for key, given, expected in wrong:
        assert codes(await move(seller, key, 1, **given)) == [expected], given
    assert codes(await move(seller, 1, 7, startsAt=TEN)) == [("CONFLICT", "expectedVersion")]
    assert await entries(office, seller) == before
    moved = await move(seller, 1, 1, startsAt="2026-03-05T10:00:00Z")
    assert [w["entry"]["title"] for w in moved["warnings"]] == ["Leave"]
    assert (await move(seller, 2, 1, startsOn="2026-03-29"))["userErrors"] == []
    [dentist, leave] = await entries(office, seller)
    assert dentist["endsAt"] == "2026-03-05T11:00:00.000000Z"
    assert (leave["startsOn"], leave["endsOn"]) == ("2026-03-29", "2026-04-04")
    assert (await move(boss, 1, 2, ownerId="employee_3"))["userErrors"] == []
    assert await titles(office, who(office, COLLEAGUE)) == ["Dentist"]


async def test_an_archived_entry_takes_no_time(office: Api) -> None:
    seller = who(office, SELLER)
    await create(office, seller)
    given = {"id": "calendar_entry_1", "expectedVersion": 1}
    await mutate(office, "archiveCalendarEntry", given, WANTED, seller)
    assert await titles(office, seller) == []
    assert (await create(office, seller, title="Instead"))["warnings"] == []
    given = {"id": "calendar_entry_1", "expectedVersion": 2}
    restored = await mutate(office, "restoreCalendarEntry", given, WANTED, seller)
    assert [w["entry"]["title"] for w in restored["warnings"]] == ["Instead"]
    # one may begin when another ends
    assert (await create(office, seller, startsAt=TEN, endsAt=ELEVEN))["warnings"] == []


async def test_who_may_not_read_a_calendar_is_not_warned_of_what_is_private_there(
    office: Api,
) -> None:
    seller = who(office, SELLER)
    await create(office, seller)
    await create(office, seller, title="Visit", customerId="customer_1")
    rights = ("customers:read_all", "calendar:write_all")
    given = {"ownerId": "employee_2", "customerId": "customer_1", "title": "Probe"}
    found = await create(office, who(office, MANAGER, *rights), **given)
    assert [w["entry"] for w in found["warnings"]] == [{"title": "Visit"}]
    found = await create(office, who(office, MANAGER, *rights, "calendar:read_all"), **given)
    told = {w["entry"] and w["entry"]["title"] for w in found["warnings"]}
    assert told == {None, "Visit", "Probe"}


async def test_entries_written_together_are_warned_of_by_one_statement(office: Api) -> None:
    seller = who(office, SELLER)
    items = [DENTIST | {"title": title} for title in ("A", "B", "C")]
    with office.statements() as seen:
        payload = await mutate_all(office, "createCalendarEntries", items, WANTED, seller)
    told = [[w["entry"]["title"] for w in result["warnings"]] for result in payload["results"]]
    assert told == [["B", "C"], ["A", "C"], ["A", "B"]]
    assert sum("row_number()" in sql for sql in seen) == 1
