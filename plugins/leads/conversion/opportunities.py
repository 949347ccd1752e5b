"""Which opportunity each lead ends in, once its customer and contact are known."""

from collections.abc import Sequence

from core.writing import Known, Writing
from plugins.leads.conversion.choosing import Shelf, shelf, surest
from plugins.leads.conversion.destination import Destination
from plugins.leads.conversion.enums import Mode, Target
from plugins.leads.conversion.homes import customer_of, home_of, key_in
from plugins.leads.conversion.job import Job, Part
from plugins.leads.conversion.recognising import Keys
from plugins.leads.conversion.resembling import Sought, opportunities_at_home

Made = dict[tuple[int | None, str | None], Destination]
"""The opportunities that this conversion makes, by customer and name."""


async def name_opportunities(writing: Writing, jobs: Sequence[Job]) -> None:
    """Give leads that end in an opportunity of the caller's choice that one: it has a customer."""
    going = [p for job in jobs if (p := job.parts.get(Target.OPPORTUNITY)) and not job.stalled]
    named = [part for part in going if part.mode is Mode.USE_EXISTING]
    if named:
        known = await shelf(writing, named[0].bound, named)
        for part in named:
            part.destination = known.named(part)


async def choose_opportunities(writing: Writing, jobs: Sequence[Job], keys: Sequence[Keys]) -> None:
    """Give each lead its opportunity, and link it to the customer and the contact."""
    going = [
        (place, job.parts[Target.OPPORTUNITY], k)
        for place, (job, k) in enumerate(zip(jobs, keys, strict=True))
        if Target.OPPORTUNITY in job.parts and not job.stalled
    ]
    if not going:
        return
    await _find(writing, going)
    matching = [part for _, part, _ in going if part.mode is Mode.MATCH_OR_CREATE]
    known = await shelf(writing, going[0][1].bound, matching)
    made: Made = {}
    for _, part, k in going:
        found = _opportunity(part, k, known, made)
        if found is not None:
            part.destination = None
            home = home_of(part.job)
            found.take(part)
            _link(part, found, home)


async def _find(writing: Writing, going: Sequence[tuple[int, Part, Keys]]) -> None:
    homes = {place: home_of(part.job) for place, part, _ in going}
    found = await opportunities_at_home(
        writing,
        [Sought(p, home, None, k.deal) for p, _, k in going if (home := homes[p]) is not None],
    )
    for place, part, _ in going:
        part.matches = part.eligible = found.get(place, ())


def _opportunity(part: Part, keys: Keys, known: Shelf, made: Made) -> Destination | None:
    if part.mode is Mode.USE_EXISTING:
        return part.destination
    match = surest(part)
    if match is not None:
        return known.matched(part, match)
    key = home_of(part.job), keys.deal
    found = Destination()
    if None in key:
        return found
    first = made.setdefault(key, found)
    return first if part.mode is Mode.MATCH_OR_CREATE else found


def _link(part: Part, found: Destination, home: int | None) -> None:
    """Link what has no link yet; an opportunity of another customer is refused."""
    own = customer_of(found)
    if own is None and home is not None:
        found.put(part, "customer_id", Known(home))
    elif home not in (None, own):
        part.refuse_id("names an opportunity of another customer: name one of the lead's customer.")
    contact = part.job.key_of(Target.CONTACT)
    if contact is not None and key_in(found, "contact_id") is None:
        found.put(part, "contact_id", Known(contact))
