"""Telling employees something."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from core.employees.models import Employee
from core.notifications.models import Notification
from core.reading.rows import keys_parameter

if TYPE_CHECKING:
    from core.deployment import Deployment

LONGEST_TITLE = 200


async def notify(
    session: AsyncSession,
    deployment: "Deployment",
    employees: Iterable[int],
    *,
    title: str,
    text: str | None = None,
    sender_id: int | None = None,
    record_id: str | None = None,
    customer_id: int | None = None,
) -> list[int]:
    """Tell employees something, in the session's transaction; the keys of those who work here, who
    alone are told.
    """
    here = select(Employee.id).where(
        Employee.id == keys_parameter(employees), Employee.active, Employee.archived_at.is_(None)
    )
    told = sorted(await session.scalars(here))
    common = {
        "title": title,
        "text": text,
        "sender_id": sender_id,
        "record_id": record_id,
        "customer_id": customer_id,
        "created_at": deployment.clock.now(),
    }
    if told:
        rows = [{"employee_id": key, **common} for key in told]
        await session.execute(insert(Notification).values(rows))
    return told
