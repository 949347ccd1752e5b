"""Reminders: what one has to do, and what colleagues may give one to do."""

from typing import Any

from plugins.pupesoft_tools.reminders.models import Reminder
from tests.api import Api
from tests.core.writing.calls import changes, codes, count, mutate, raw
from tests.plugins.pupesoft_tools.calendar.office import COLLEAGUE, MANAGER, SELLER, who
from tests.plugins.pupesoft_tools.reminders.calls import (
    CALL,
    NEXT_WEEK,
    TOMORROW,
    WANTED,
    YESTERDAY,
    on,
    pass_time,
    remind,
    reminders,
)

OPEN = {"mine": {"eq": True}, "open": {"eq": True}}


async def test_overdue_ones_come_first_and_acknowledged_ones_are_done(office: Api) -> None:
    seller = who(office, SELLER)
    await remind(office, seller, text="Later", dueAt=NEXT_WEEK)
    await remind(office, seller, text="Soon", dueAt=TOMORROW)
    await remind(office, seller, customerId="customer_1", contactId="contact_1")
    await remind(office, who(office, COLLEAGUE, "reminders:assign"), text="Of mine")
    found = await reminders(office, seller, **OPEN)
    assert [(each["text"], each["overdue"]) for each in found] == [
        ("Call", True),
        ("Soon", False),
        ("Later", False),
    ]
    assert (await on(office, "snoozeReminder", seller, 3, 1, snoozedUntil=NEXT_WEEK))[
        "reminder"
    ] == {"id": "reminder_3", "version": 2, "overdue": False, "open": True}
    texts = [each["text"] for each in await reminders(office, seller, **OPEN)]
    assert texts == ["Soon", "Later", "Call"]
    pass_time(office, days=8)
    payload = await on(office, "acknowledgeReminder", seller, 3, 2, note=" Done\nby phone ")
    assert payload["reminder"] == {
        "id": "reminder_3",
        "version": 3,
        "overdue": False,
        "open": False,
    }
    assert [each["text"] for each in await reminders(office, seller, **OPEN)] == ["Soon", "Later"]
    [done] = await reminders(office, seller, open={"eq": False})
    assert (done["note"], done["acknowledgedBy"]["id"]) == ("Done\nby phone", "employee_2")
    # another date ends what it was put off by
    await on(office, "snoozeReminder", seller, 2, 1, snoozedUntil="2026-04-01T08:00:00Z")
    await on(office, "updateReminder", seller, 2, 2, dueAt=NEXT_WEEK)
    [soon] = await reminders(office, seller, text={"eq": "Soon"})
    assert soon["remindAt"] == NEXT_WEEK
    secrets = [change.new for change in await changes(office) if change.entity == "Reminder"]
    assert {new.get("text", "***") for new in secrets} == {"***"}
    assert {new.get("note") or "***" for new in secrets} == {"***"}


async def test_it_is_seen_by_whom_it_concerns_and_with_its_customer(office: Api) -> None:
    seller, colleague = who(office, SELLER), who(office, COLLEAGUE)
    boss = who(office, MANAGER, "customers:read_all", "reminders:assign")
    await remind(office, seller, text="Own")
    await remind(office, seller, text="At customer", customerId="customer_1")
    await remind(office, boss, text="Told", employeeId="employee_3", customerId="customer_1")
    texts = {
        key: sorted(each["text"] for each in await reminders(office, viewer))
        for key, viewer in ((SELLER, seller), (COLLEAGUE, colleague), (MANAGER, boss))
    }
    assert texts[SELLER] == ["At customer", "Own", "Told"]
    assert texts[MANAGER] == ["At customer", "Told"]
    assert texts[COLLEAGUE] == ["Told"]
    [told] = await reminders(office, colleague)
    assert (told["customer"], told["author"]["id"]) == (None, "employee_4")
    found = '{ customer(id: "customer_1") { reminders { nodes { text } } } }'
    answer = await office(found, boss)
    texts_there = [each["text"] for each in answer["customer"]["reminders"]["nodes"]]
    assert texts_there == ["At customer", "Told"]


async def test_what_cannot_be_is_refused_and_leaves_nothing(office: Api) -> None:
    seller = who(office, SELLER)
    refused: tuple[tuple[dict[str, Any], str, str], ...] = (
        ({"text": " "}, "REQUIRED", "text"),
        ({"text": "x" * 2001}, "TOO_LONG", "text"),
        ({"dueAt": "1969-12-31T00:00:00Z"}, "INVALID", "dueAt"),
        ({"dueAt": "3000-01-01T00:00:00Z"}, "INVALID", "dueAt"),
        ({"employeeId": "employee_3"}, "FORBIDDEN_VALUE", "employeeId"),
        ({"employeeId": "employee_999"}, "NOT_FOUND", "employeeId"),
        ({"customerId": "customer_2"}, "NOT_FOUND", "customerId"),
        ({"contactId": "contact_1"}, "INVALID", "contactId"),
        ({"customerId": "customer_1", "contactId": "contact_2"}, "NOT_FOUND", "contactId"),
    )
    for given, code, name in refused:
        assert codes(await remind(office, seller, **given)) == [(code, name)], given
    without = office.viewer(SELLER, {"calendar:read"})
    answer = await raw(office, "createReminder", CALL, WANTED, without)
    assert answer.errors == [("FORBIDDEN", ("createReminder",))]
    assert (await count(office, Reminder), await changes(office)) == (0, [])


async def test_only_whom_it_is_for_answers_it(office: Api) -> None:
    seller, colleague = who(office, SELLER), who(office, COLLEAGUE)
    seeing = who(office, MANAGER, "customers:read_all")
    await remind(office, seller, customerId="customer_1", dueAt=YESTERDAY)
    before = await reminders(office, seller)
    answers: tuple[tuple[str, dict[str, str]], ...] = (
        ("acknowledgeReminder", {"note": "Done"}),
        ("snoozeReminder", {"snoozedUntil": TOMORROW}),
        ("updateReminder", {"text": "Mine"}),
        ("archiveReminder", {}),
    )
    for name, given in answers:
        seen = await on(office, name, seeing, 1, 1, **given)
        assert codes(seen) == [("FORBIDDEN_VALUE", "id")], name
        hidden = await on(office, name, colleague, 1, 1, **given)
        assert hidden == await on(office, name, colleague, 999, 1, **given)
        assert codes(hidden) == [("NOT_FOUND", "id")]
    wrong: tuple[tuple[str, dict[str, str], tuple[str, str]], ...] = (
        ("acknowledgeReminder", {"note": " "}, ("REQUIRED", "note")),
        ("acknowledgeReminder", {"note": "x" * 2001}, ("TOO_LONG", "note")),
        ("snoozeReminder", {"snoozedUntil": YESTERDAY}, ("INVALID", "snoozedUntil")),
        ("snoozeReminder", {"snoozedUntil": "2027-03-17T00:00:00Z"}, ("INVALID", "snoozedUntil")),
    )
    for name, given, expected in wrong:
        assert codes(await on(office, name, seller, 1, 1, **given)) == [expected]
    late = await on(office, "acknowledgeReminder", seller, 1, 7, note="Done")
    assert codes(late) == [("CONFLICT", "expectedVersion")]
    assert await reminders(office, seller) == before
    await on(office, "acknowledgeReminder", seller, 1, 1, note="Done")
    for name, given in answers[:3]:
        assert codes(await on(office, name, seller, 1, 2, **given)) == [("INVALID", "id")]
    known = {"id": "reminder_1", "expectedVersion": 2}
    archived = await mutate(office, "archiveReminder", known, WANTED, seller)
    assert archived["userErrors"] == []
