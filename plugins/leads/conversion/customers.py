"""Which customer each lead ends in."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Select

from core.reading.late import Binds
from core.writing import Writing, read
from plugins.leads.conversion.choosing import Shelf, shelf, surest
from plugins.leads.conversion.destination import Destination
from plugins.leads.conversion.enums import Mode, Target
from plugins.leads.conversion.job import Job, Part
from plugins.leads.conversion.recognising import PROBED, Keys, probes, wait_for_others, wants_match
from plugins.leads.duplicates import find_matches, grouped
from plugins.leads.duplicates.match import POINTS, Reason

KINDS = ("Customer", "Contact")


class Made:
    """The customers that this conversion makes or changes, as later leads would find them."""

    def __init__(self) -> None:
        self._business_keys: dict[Destination, str] = {}
        self._by_business: dict[str, Destination] = {}
        self._by_email: dict[str, Destination] = {}
        self._by_company: dict[str, list[Destination]] = defaultdict(list)

    def learn(self, found: Destination, part: Part, keys: Keys) -> None:
        """Remember what a lead brought to a customer."""
        if keys.business_key and found.bringers.get("business_id") is part:
            self._business_keys[found] = keys.business_key
            self._by_business.setdefault(keys.business_key, found)
        if found.bringers.get("email") is part:
            self._by_email.setdefault(str(found.values["email"]), found)
        if keys.company_key and found.bringers.get("name") is part:
            self._by_company[keys.company_key].append(found)

    def find(self, keys: Keys) -> tuple[int, Destination | None]:
        """The surest customer for a lead, and its points."""
        if found := self._by_business.get(keys.business_key or ""):
            return POINTS[Reason.BUSINESS_ID], found
        found = None if keys.company_key else self._by_email.get(keys.email or "")
        if found is not None and self._may_be(found, keys):
            return POINTS[Reason.EMAIL], found
        for named in self._by_company.get(keys.company_key or "", ()):
            if self._may_be(named, keys):
                return POINTS[Reason.COMPANY], named
        return 0, None

    def _may_be(self, found: Destination, keys: Keys) -> bool:
        """Whether no business id speaks against it."""
        own = self._business_keys.get(found) or getattr(found.row, "business_key", None)
        return own is None or keys.business_key in (None, own)


async def find_customers(writing: Writing, jobs: Sequence[Job], keys: Sequence[Keys]) -> None:
    """Find what resembles each lead, once nobody else makes the same customers."""
    looking = [k for job, k in zip(jobs, keys, strict=True) if wants_match(job, Target.CUSTOMER)]
    await wait_for_others(writing, looking)
    sought = {name: [getattr(k, name) for k in keys] for name in PROBED}
    found = grouped(await read(writing, "leads.customers", _alike, **sought))
    for place, job in enumerate(jobs):
        for part in job.parts.values():
            part.matches = [m for m in found.get(place, ()) if m.kind == part.target.entity]
            part.eligible = part.matches


def _alike(writing: Writing, binds: Binds) -> Select[Any]:
    return find_matches(writing.deployment.registry, writing.viewer, probes(binds), KINDS)


async def choose_customers(writing: Writing, jobs: Sequence[Job], keys: Sequence[Keys]) -> None:
    """Give each lead its customer: one that is there, or one to be made."""
    together = zip(jobs, keys, strict=True)
    found = [(j.parts[Target.CUSTOMER], k) for j, k in together if Target.CUSTOMER in j.parts]
    if not found:
        return
    known = await shelf(writing, found[0][0].bound, [part for part, _ in found])
    made = Made()
    for part, k in found:
        customer = _customer(part, k, known, made) if part.job.ok else None
        if customer is not None:
            customer.take(part)
            made.learn(customer, part, k)


def _customer(part: Part, keys: Keys, known: Shelf, made: Made) -> Destination | None:
    if part.mode is Mode.USE_EXISTING:
        return known.named(part)
    if part.mode is Mode.CREATE:
        return Destination()
    match = surest(part)
    points, mine = made.find(keys)
    if mine is not None and points > (match.score if match else 0):
        return mine
    return known.matched(part, match) if match else Destination()
