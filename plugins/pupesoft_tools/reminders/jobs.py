"""Mailing each employee his overdue reminders, all in one mail, once."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import structlog
from sqlalchemy import ColumnElement, Row, Select, and_, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from core.access.rights import viewer_as
from core.contacts.models import Contact
from core.customers.models import Customer
from core.deployment import Deployment
from core.employees.models import Employee
from core.jobs import Job
from core.jobs.job import Payload
from core.mail.message import Unsendable
from core.mail.sending import send_email
from core.reading.rows import keys_parameter
from core.writing import Writing
from plugins.pupesoft_tools.mailing.oneself import language_of
from plugins.pupesoft_tools.reminders.digest import letter
from plugins.pupesoft_tools.reminders.models import Reminder
from plugins.pupesoft_tools.reminders.permissions import ReminderPermission
from plugins.pupesoft_tools.settings import PupesoftToolsSettings

log = structlog.stdlib.get_logger("kortisto.reminders")

MOST_IN_A_MAIL = 200
"""Of more, the latest come in the next one."""


async def send_digests(deployment: Deployment, payload: Payload) -> None:
    """Write a mail to each employee who has overdue reminders that no mail told of.

    From the hour of the settings on, and at most one a day for each. What a mail tells of is marked
    in the transaction that puts it into the outbox.
    """
    settings = deployment.settings
    now = deployment.clock.now()
    hour = deployment.settings_of(PupesoftToolsSettings).reminders.digest_hour
    if settings.mail is None or now.astimezone(settings.time_zone).hour < hour:
        return
    for person in await deployment.database.fetch(_people(now)):
        viewer = await viewer_as(deployment, person.id, "job")
        if viewer is None or not viewer.may(ReminderPermission.USE):
            continue
        try:
            async with deployment.database.writing() as session:
                await _send(Writing(deployment, viewer, session), person, now)
        except Unsendable as problem:
            log.warning("overdue reminders were not mailed", employee=person.id, why=str(problem))


def _people(now: datetime) -> Select[int, str, str]:
    waiting = select(Reminder.employee_id).where(_is_due(Reminder, now))
    return (
        select(Employee.id, Employee.email, Employee.locale)
        .where(Employee.id.in_(waiting), Employee.active, Employee.archived_at.is_(None))
        .order_by(Employee.id)
    )


def _is_due(row: Any, now: datetime) -> ColumnElement[bool]:
    """Whether a reminder is overdue, and no mail told so since it was put off last."""
    return and_(
        row.acknowledged_at.is_(None),
        row.archived_at.is_(None),
        row.remind_at < now,
        or_(row.mailed_at.is_(None), row.mailed_at < row.remind_at),
    )


async def _send(writing: Writing, person: Row[Any], now: datetime) -> None:
    found = await _found(writing, now)
    zone = writing.deployment.settings.time_zone
    if not found:
        return
    key = await send_email(
        writing.session,
        writing.deployment,
        letter(person.email, language_of(person.locale, writing.deployment), zone, found),
        sender_id=None,
        key=f"reminders {person.id} {now.astimezone(zone):%Y-%m-%d}",
    )
    if key is not None:
        await _mark(writing.session, [row.id for row in found], now)


async def _found(writing: Writing, now: datetime) -> Sequence[Row[Any]]:
    """The reminders to tell of, with what their receiver sees of customers and contacts."""
    row: Any = aliased(Reminder)
    customer, contact = aliased(Customer), aliased(Contact)
    registry = writing.deployment.registry
    of_customer = (
        customer.id == row.customer_id,
        writing.sees(registry.entity("Customer"), customer),
    )
    of_contact = contact.id == row.contact_id, writing.sees(registry.entity("Contact"), contact)
    wanted = (
        select(
            row.id,
            row.remind_at,
            row.text,
            customer.name.label("customer"),
            contact.name.label("contact"),
        )
        .select_from(row)
        .outerjoin(customer, and_(*of_customer))
        .outerjoin(contact, and_(*of_contact))
        .where(row.employee_id == writing.viewer.employee_id, _is_due(row, now))
        .order_by(row.remind_at, row.id)
        .limit(MOST_IN_A_MAIL)
        .with_for_update(of=row)
    )
    return (await writing.session.execute(wanted)).all()


async def _mark(session: AsyncSession, keys: Sequence[int], now: datetime) -> None:
    # that it was mailed is no change that anybody made
    kept = {"updated_at": Reminder.updated_at}
    marked = update(Reminder).where(Reminder.id == keys_parameter(keys))
    await session.execute(marked.values(mailed_at=now, **kept))


# a few minutes after the hour: soon after the hour of the settings in every time zone
DIGEST = Job("reminders.digest", send_digests, schedule="5 * * * *")
