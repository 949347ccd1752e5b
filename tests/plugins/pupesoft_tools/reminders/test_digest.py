"""Overdue mails: one for each person, once."""

import asyncio
from typing import Any

import pytest
from sqlalchemy import text

from core.employees.models import Employee, EmployeeRole
from core.jobs import enqueue, run_worker
from core.mail.models import Email
from plugins.pupesoft_tools.reminders.jobs import send_digests
from plugins.pupesoft_tools.reminders.models import Reminder
from tests.api import Api
from tests.core.mail.server import Mailbox
from tests.core.writing.calls import count
from tests.factories import role, save
from tests.plugins.pupesoft_tools.calendar.office import COLLEAGUE, MANAGER, RIGHTS, SELLER, who
from tests.plugins.pupesoft_tools.reminders.calls import (
    NEXT_WEEK,
    TOMORROW,
    on,
    pass_time,
    remind,
    reminders,
)
from tests.waiting import until
from tests.world import change

WAITING = (
    "SELECT pid FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND query LIKE '%pgqueuer%'"
)


@pytest.fixture
async def staff(office: Api) -> Api:
    """Those who have reminders may sign in and read them."""
    held = [EmployeeRole(employee_id=key, role_id=1) for key in (SELLER, COLLEAGUE, MANAGER)]
    await save(office, role(1, *RIGHTS), *held)
    await change(office, Employee, SELLER, locale="fi")
    return office


async def work(api: Api) -> None:
    """What a worker does when the schedule has come."""
    async with api.deployment.database.writing() as session:
        await enqueue(session, "reminders.digest")
    await run_worker(api.deployment, drain=True)


def texts(mailbox: Mailbox) -> dict[str, tuple[str, str]]:
    """Subject and text of what has arrived, by address."""
    return {
        message["To"]: (message["Subject"], message.get_content().replace("\r\n", "\n"))
        for message in mailbox.messages
    }


async def test_each_gets_one_mail_once(staff: Api, mailbox: Mailbox) -> None:
    seller, boss = who(staff, SELLER), who(staff, MANAGER, "customers:read_all", "reminders:assign")
    about = {"customerId": "customer_1", "contactId": "contact_1"}
    await remind(staff, seller, text="Soita\nheti", **about)
    await remind(staff, seller, text="Eilinen", dueAt="2026-03-14T22:30:00Z")
    await remind(staff, seller, text="Tomorrow", dueAt=TOMORROW)
    await remind(staff, boss, text="Call", employeeId="employee_3", **about)
    before = await reminders(staff, seller)
    await work(staff)
    await work(staff)
    await asyncio.gather(*(send_digests(staff.deployment, {}) for _ in range(3)))
    await run_worker(staff.deployment, drain=True)
    assert len(mailbox.arrived) == 2
    found = texts(mailbox)
    subject, told = found["e2@example.com"]
    assert subject == "Myöhässä olevia muistutuksia: 2"
    assert told.splitlines() == [
        "Nämä muistutukset odottavat kuittaustasi:",
        "",
        "- 14.3.2026 10.00: Soita heti (Öljy Oy, Contact 1)",
        "- 15.3.2026 0.30: Eilinen",
    ]
    # whose customer one does not see is not told
    assert found["e3@example.com"][1].endswith("AM: Call\n")
    after = await reminders(staff, seller)
    assert [each["version"] for each in after] == [each["version"] for each in before]
    pass_time(staff, days=2)
    await work(staff)
    assert len(mailbox.arrived) == 3
    assert "Tomorrow" in mailbox.messages[2].get_content()
    assert "Eilinen" not in mailbox.messages[2].get_content()


async def test_a_language_with_a_region_keeps_no_mail_back(staff: Api, mailbox: Mailbox) -> None:
    await change(staff, Employee, SELLER, locale="fi-FI")
    boss = who(staff, MANAGER, "customers:read_all", "reminders:assign")
    for key in (SELLER, COLLEAGUE):
        await remind(staff, boss, text="Call", employeeId=f"employee_{key}")
    await work(staff)
    found = texts(mailbox)
    assert found.keys() == {"e2@example.com", "e3@example.com"}
    assert found["e2@example.com"][0] == "Myöhässä olevia muistutuksia: 1"


async def test_what_was_put_off_is_mailed_anew(staff: Api, mailbox: Mailbox) -> None:
    seller = who(staff, SELLER)
    await remind(staff, seller, text="Again")
    await remind(staff, seller, text="Done")
    await work(staff)
    await on(staff, "snoozeReminder", seller, 1, 1, snoozedUntil=NEXT_WEEK)
    await on(staff, "acknowledgeReminder", seller, 2, 1, note="Done")
    pass_time(staff, days=1)
    await work(staff)
    assert len(mailbox.arrived) == 1
    pass_time(staff, days=7)
    await work(staff)
    [_, second] = mailbox.messages
    assert second.get_content().count("- ") == 1
    assert "Again" in second.get_content()


async def test_nobody_is_mailed_early_or_without_the_right(staff: Api, mailbox: Mailbox) -> None:
    seller = who(staff, SELLER)
    await remind(staff, seller)
    before: Any = await reminders(staff, seller)
    pass_time(staff, hours=-8)
    await work(staff)
    pass_time(staff, hours=8)
    for values in ({"active": False}, {"archived_at": staff.deployment.clock.now()}):
        await change(staff, Employee, SELLER, **values)
        await work(staff)
        await change(staff, Employee, SELLER, active=True, archived_at=None)
    async with staff.deployment.database.engine.begin() as connection:
        await connection.execute(text("UPDATE role SET permissions = '{calendar:read}'"))
    await work(staff)
    assert (await count(staff, Email), mailbox.arrived) == (0, [])
    assert await reminders(staff, seller) == before


async def test_a_worker_that_dies_in_between_leaves_all_to_the_next_one(
    staff: Api, mailbox: Mailbox
) -> None:
    await remind(staff, who(staff, SELLER))
    database = staff.deployment.database

    async def is_stopped() -> bool:
        return bool(await database.fetch(text(WAITING)))

    async with database.engine.begin() as blocking:
        # the mail is written, its job waits for the queue
        await blocking.execute(text("LOCK TABLE pgqueuer IN SHARE MODE"))
        dying = asyncio.create_task(send_digests(staff.deployment, {}))
        await until(is_stopped)
        await database.fetch(text(f"SELECT pg_terminate_backend(pid) FROM ({WAITING}) AS waiting"))
        with pytest.raises(Exception, match=r"terminat|closed"):
            await dying
    assert await count(staff, Email) == 0
    [row] = await database.fetch(Reminder.__table__.select())
    assert row.mailed_at is None
    await work(staff)
    await work(staff)
    assert len(mailbox.arrived) == 1
