"""Daily snapshots: what every opportunity was, kept for reports over time."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Date, delete, literal, select, text
from sqlalchemy.dialects.postgresql import Insert, insert
from sqlalchemy.orm import aliased

from core.declare.field import Alias
from core.deployment import Deployment
from core.employees.models import Employee
from core.errors import BadInput
from core.jobs import Job
from plugins.opportunities.history import as_of
from plugins.opportunities.models import Opportunity, OpportunitySnapshot, Stage
from plugins.opportunities.settings import OpportunitySettings
from plugins.opportunities.weights import likely


@dataclass(frozen=True)
class Taken:
    """How many opportunities a snapshot added to its day, and how many old ones were removed."""

    day: date
    added: int
    removed: int


async def take_snapshot(deployment: Deployment, day: date | None = None) -> Taken:
    """Keep what every opportunity in use is today, or was on a past day; one statement.

    What is kept of the day already stays as it is. BadInput for a day to come.
    """
    today = deployment.clock.today()
    day = day or today
    if day > today:
        raise BadInput(f"{day} is still to come: name today or an earlier day.")
    kept = timedelta(days=deployment.settings_of(OpportunitySettings).snapshot_days)
    async with deployment.database.writing() as session:
        connection = await session.connection()
        await connection.execute(text("SET LOCAL statement_timeout = 0"))
        added = await connection.execute(taking(day, now=day == today))
        old = delete(OpportunitySnapshot).where(OpportunitySnapshot.day < today - kept)
        removed = await connection.execute(old)
    return Taken(day, added.rowcount, removed.rowcount)


def taking(day: date, *, now: bool) -> Insert:
    """The statement that keeps what opportunities are now, or were when a day ended."""
    row = _now() if now else _then(day)
    values: dict[str, Any] = {
        "day": literal(day, Date()),
        "opportunity_id": row.id,
        "customer_id": row.customer_id,
        "stage_id": row.stage_id,
        "owner_id": row.owner_id,
        "team_id": Employee.team_id,
        "offering_area_id": row.offering_area_id,
        "amount": row.amount,
        "currency": row.currency,
        "probability": likely(row, Stage),
        "expected_close_on": row.expected_close_on,
    }
    found = (
        select(*values.values())
        .select_from(row)
        .join(Stage, Stage.id == row.stage_id)
        .outerjoin(Employee, Employee.id == row.owner_id)
        .where(row.archived_at.is_(None))
    )
    return insert(OpportunitySnapshot).from_select([*values], found).on_conflict_do_nothing()


def _now() -> Alias:
    return aliased(Opportunity)


def _then(day: date) -> Alias:
    states = as_of(aliased(Opportunity), literal(day, Date()))
    return aliased(Opportunity, states.subquery(), adapt_on_names=True)


async def _work(deployment: Deployment, _: Mapping[str, Any]) -> None:
    await take_snapshot(deployment)


SNAPSHOT = Job("opportunities.snapshot", _work, schedule="15 2 * * *")
"""At a quarter past two in UTC, which is the same day in all of Europe."""
