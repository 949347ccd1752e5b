"""Converting leads: the one body of `convertLead`, `convertLeads` and the module tool."""

from collections.abc import Iterator, Sequence
from enum import StrEnum
from typing import TYPE_CHECKING

from core.viewer import Viewer, require
from core.writing import Code, UserError, Writing, attempt
from core.writing.mode import Mode as WriteMode
from plugins.leads.conversion.binding import Bound, Problem, bind
from plugins.leads.conversion.contacts import choose_contacts
from plugins.leads.conversion.customers import choose_customers, find_customers
from plugins.leads.conversion.enums import Mode, Target
from plugins.leads.conversion.job import Job
from plugins.leads.conversion.locking import lock_leads
from plugins.leads.conversion.marking import mark
from plugins.leads.conversion.opportunities import choose_opportunities, name_opportunities
from plugins.leads.conversion.planning import plan
from plugins.leads.conversion.recognising import recognise
from plugins.leads.conversion.request import Choice, Options, Request
from plugins.leads.conversion.result import Conversion, result_of
from plugins.leads.conversion.storing import store
from plugins.leads.permissions import LeadPermission

if TYPE_CHECKING:
    from core.deployment import Deployment


BROKEN = "BROKEN"


async def convert(
    deployment: "Deployment", viewer: Viewer, requests: Sequence[Request], options: Options
) -> Conversion:
    """Convert leads in one transaction, each all or nothing, or all of them if `atomic`.

    A dry run does all of it and undoes it. Forbidden, before anything is read, without the right to
    convert leads and to write each target.
    """
    bound = bind(deployment.registry, options.config)
    for right in rights(bound, requests):
        require(viewer, right)
    if bound.problems:
        return Conversion((), tuple(map(_broken, bound.problems)), undone=True)

    async def work(writing: Writing) -> Conversion:
        jobs = await lock_leads(writing, requests, options.condition)
        await convert_locked(writing, bound, jobs, options)
        return _answer(jobs, options)

    return await attempt(deployment, viewer, work, lambda found: not found.undone)


def _broken(problem: Problem) -> UserError:
    path = ["input", "toolId", *problem.path]
    return UserError(code=BROKEN, message=str(problem), path=path)


def rights(bound: Bound, requests: Sequence[Request]) -> Iterator[StrEnum]:
    """What a viewer needs for all that the requests ask for."""
    yield LeadPermission.CONVERT
    for target, found in bound.targets.items():
        choices = [r.choices.get(target, Choice()).mode or found.mode for r in requests]
        modes = set(choices)
        if found.entity.read is not None and modes - {Mode.SKIP}:
            yield found.entity.read
        if modes & {Mode.CREATE, Mode.MATCH_OR_CREATE}:
            yield found.writes.rights[WriteMode.CREATE]
        if modes & {Mode.USE_EXISTING, Mode.MATCH_OR_CREATE}:
            yield found.writes.rights[WriteMode.UPDATE]


async def convert_locked(
    writing: Writing, bound: Bound, jobs: Sequence[Job], options: Options
) -> None:
    """Convert leads whose rows are locked; those that get errors are left as they were.

    What one lead is at fault for would change the others too, since they may share records: so all
    is undone and done again without it, until what is left has no errors.
    """
    going = [job for job in jobs if job.ok]
    for job in going:
        plan(job, bound, writing.viewer, writing.deployment.settings)
    while going := [job for job in going if job.ok]:
        savepoint = await writing.session.begin_nested()
        await _convert(writing, going, options)
        if all(job.ok for job in going):
            await savepoint.commit()
            return
        await savepoint.rollback()


async def _convert(writing: Writing, jobs: Sequence[Job], options: Options) -> None:
    for job in jobs:
        for part in job.parts.values():
            part.destination = None
    keys = await recognise(writing, jobs)
    await find_customers(writing, jobs, keys)
    await choose_customers(writing, jobs, keys)
    await store(writing, jobs, Target.CUSTOMER)
    await name_opportunities(writing, jobs)
    await choose_contacts(writing, jobs, keys)
    await store(writing, jobs, Target.CONTACT)
    await choose_opportunities(writing, jobs, keys)
    await store(writing, jobs, Target.OPPORTUNITY)
    await mark(writing, [job for job in jobs if not job.stalled], options)


def _answer(jobs: Sequence[Job], options: Options) -> Conversion:
    failed = sum(not job.ok for job in jobs)
    undone = options.dry_run or (options.atomic and failed > 0)
    results = [result_of(job, kept=not undone) for job in jobs]
    if not (options.atomic and failed):
        return Conversion(results, undone=undone)
    text = f"Nothing was written: {failed} of {len(jobs)} leads have errors, and `atomic` is true."
    error = UserError(code=Code.ABORTED.value, message=text, path=["input", "items"])
    return Conversion(results, (error,), undone=undone)
