"""Noting in the leads what they became."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import bindparam, func, update

from core.writing import Action, Writing
from core.writing.session import SYSTEM, change_of
from plugins.leads.conversion.enums import Target
from plugins.leads.conversion.job import Job
from plugins.leads.conversion.request import Options
from plugins.leads.enums import LeadStatus
from plugins.leads.models import Lead

LINKS = {
    Target.CUSTOMER: "customer_id",
    Target.CONTACT: "contact_id",
    Target.OPPORTUNITY: "opportunity_id",
}


async def mark(writing: Writing, jobs: Sequence[Job], options: Options) -> None:
    """Make the leads converted, in one statement, and log it. Their rows are locked."""
    if not jobs:
        return
    said = [_values(writing, job, options) for job in jobs]
    table: Any = Lead.__table__
    statement = (
        update(table)
        .where(table.c.id == bindparam("b_id"))
        .values({name: bindparam(f"v_{name}") for name in said[0]})
        .values(version=table.c.version + 1, updated_at=func.now())
    )
    connection = await writing.session.connection()
    rows = [
        {"b_id": job.key, **{f"v_{name}": value for name, value in values.items()}}
        for job, values in zip(jobs, said, strict=True)
    ]
    await connection.execute(statement, rows)
    for job, values in zip(jobs, said, strict=True):
        changed = {n: (job.lead[n], v) for n, v in values.items() if job.lead[n] != v}
        writing.note(change_of(Lead(**{**job.lead, **values}), Action.UPDATE, changed))


def _values(writing: Writing, job: Job, options: Options) -> Mapping[str, object]:
    viewer, now = writing.viewer, writing.deployment.clock.now()
    archive = options.config.archive if options.archive is None else options.archive
    return {
        "status": LeadStatus.CONVERTED,
        "converted_at": now,
        "converted_by_id": None if viewer.via == SYSTEM else viewer.employee_id,
        "converted_with": options.tool,
        "archived_at": now if archive else None,
        "disqualified_reason": None,
        **{column: job.key_of(target) for target, column in LINKS.items()},
    }
