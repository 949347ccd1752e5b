"""Locking the leads that are to be converted, and refusing those that cannot be."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import inspect, select
from sqlalchemy.orm import aliased

from core.errors import BadInput
from core.ids import decode_as
from core.reading.rows import keys_parameter
from core.writing import Code, Writing, locked
from plugins.leads.conversion.enums import Target
from plugins.leads.conversion.job import Job
from plugins.leads.conversion.marking import LINKS
from plugins.leads.conversion.request import Condition, Request
from plugins.leads.enums import LeadStatus
from plugins.leads.models import Lead
from plugins.leads.mutations import lead_writes

ALREADY_CONVERTED = "ALREADY_CONVERTED"
DISQUALIFIED = "DISQUALIFIED"
NOT_AVAILABLE = "NOT_AVAILABLE"

ATTRIBUTES = tuple(
    a.key for a in inspect(Lead).column_attrs if a.columns[0].computed is None or a.key == "name"
)


async def lock_leads(
    writing: Writing, requests: Sequence[Request], condition: Condition | None = None
) -> list[Job]:
    """The leads with their values, locked in the order of their keys until the transaction ends.

    Whoever converts one of them at the same time waits here, and then sees what it became.
    """
    jobs = [Job(request) for request in requests]
    _decode(jobs)
    keys = {job.key for job in jobs if job.key is not None}
    rows = await locked(writing, lead_writes, keys) if keys else {}
    for job in jobs:
        if job.key is not None:
            take(job, rows.get(job.key))
    if condition is not None and rows:
        await _check(writing, jobs, condition)
    return jobs


async def _check(writing: Writing, jobs: Sequence[Job], condition: Condition) -> None:
    row: Any = aliased(Lead)
    keys = keys_parameter(job.key for job in jobs if job.ok and job.key is not None)
    met = set(await writing.session.scalars(select(row.id).where(row.id == keys, condition(row))))
    for job in jobs:
        if job.ok and job.key not in met:
            text = "is a lead that does not meet the conditions of the tool."
            job.refuse("id", text, NOT_AVAILABLE)


def _decode(jobs: Sequence[Job]) -> None:
    seen: set[int] = set()
    for job in jobs:
        try:
            job.key = decode_as("lead", job.request.id)
        except BadInput as error:
            job.refuse("id", f"is not usable: {error.message}")
            continue
        if job.key in seen:
            job.refuse("id", "stands twice: name each lead once.", Code.DUPLICATE)
            job.key = None
        else:
            seen.add(job.key)


def take(job: Job, row: Any) -> None:
    """Give a job its lead, a row that is locked, or say why that cannot be converted."""
    if row is None:
        job.refuse("id", "names no Lead that you may see.", Code.NOT_FOUND)
        return
    job.lead = {name: getattr(row, name) for name in ATTRIBUTES}
    if row.status is LeadStatus.CONVERTED:
        job.became = {target: getattr(row, LINKS[target]) for target in Target}
        job.refuse("id", "is a lead that is converted already.", ALREADY_CONVERTED)
    elif row.archived_at is not None:
        job.refuse("id", "is archived: restore it first.", Code.ARCHIVED)
    elif row.status is LeadStatus.DISQUALIFIED:
        job.refuse("id", "is disqualified: change its status first.", DISQUALIFIED)
    elif job.request.expected_version not in (None, row.version):
        text = f"is not the version now, {row.version}: read the lead again."
        job.refuse("expectedVersion", text, Code.CONFLICT, current_version=row.version)
