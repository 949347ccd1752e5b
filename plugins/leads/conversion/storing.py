"""Writing the records that leads end in, as their own mutations would."""

from collections.abc import Sequence

from core.writing import Mode, Outcome, UserError, Writing, write
from plugins.leads.conversion.destination import Destination, distinct
from plugins.leads.conversion.enums import Target
from plugins.leads.conversion.job import Job


async def store(writing: Writing, jobs: Sequence[Job], target: Target) -> None:
    """Write the records of one target; those that are refused are told to the leads at fault.

    What is there already comes first, so that rows are locked before what new ones wait for.
    """
    parts = [p for job in jobs if (p := job.parts.get(target)) and p.destination is not None]
    sound = []
    for found in distinct(p.destination for p in parts):
        found.failed = not all(part.job.ok for part in found.parts)
        if found.parts and not found.failed:
            sound.append(found)
    await _write(writing, Mode.UPDATE, [d for d in sound if d.row is not None and d.values])
    await _write(writing, Mode.CREATE, [d for d in sound if d.row is None])


async def _write(writing: Writing, mode: Mode, destinations: Sequence[Destination]) -> None:
    if not destinations:
        return
    writes = destinations[0].parts[0].bound.writes
    items = [d.values if d.row is None else {"id": d.key, **d.values} for d in destinations]
    batch = await write(writing, writes, items, mode=mode)
    for found, outcome in zip(destinations, batch.outcomes, strict=True):
        _settle(found, outcome)


def _settle(found: Destination, outcome: Outcome) -> None:
    found.failed = bool(outcome.errors)
    if outcome.key is not None:
        found.key = outcome.key
    for error in outcome.errors:
        _tell(found, error)


def _tell(found: Destination, error: UserError) -> None:
    """Tell an error to the lead that brought the value, else to the first that ends there."""
    camel = error.path[-1]
    inputs = found.parts[0].bound.writes.inputs.values()
    name = next((i.name for i in inputs if i.graphql_name == camel), None)
    part = found.blamed(name or "")
    place = ("id",) if name is None else ("values", camel)
    part.job.add(error.code, error.message, (*part.path, *place))
