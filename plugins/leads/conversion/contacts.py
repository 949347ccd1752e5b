"""Which contact each lead ends in, once its customer is known."""

from collections.abc import Sequence

from core.writing import Code, Known, Writing
from plugins.leads.conversion.choosing import Shelf, shelf, surest
from plugins.leads.conversion.destination import Destination
from plugins.leads.conversion.enums import Mode, Target
from plugins.leads.conversion.homes import customer_of, home_of
from plugins.leads.conversion.job import Job, Part
from plugins.leads.conversion.recognising import Keys
from plugins.leads.conversion.resembling import Sought, contacts_at_home


class Made:
    """The contacts that this conversion makes, as later leads would find them."""

    def __init__(self) -> None:
        self._found: dict[tuple[int, str], list[tuple[Keys, Destination]]] = {}

    def learn(self, home: int, keys: Keys, found: Destination) -> None:
        for key in {keys.email, keys.person} - {None}:
            self._found.setdefault((home, str(key)), []).append((keys, found))

    def find(self, home: int, keys: Keys) -> Destination | None:
        """The contact at a customer with the e-mail address, else with the name."""
        for _, found in self._found.get((home, keys.email or ""), ()):
            return found
        for other, found in self._found.get((home, keys.person or ""), ()):
            if None in (other.email, keys.email):
                return found
        return None


async def choose_contacts(writing: Writing, jobs: Sequence[Job], keys: Sequence[Keys]) -> None:
    """Give each lead its contact: one that is there, or one to be made at its customer."""
    going = [
        (place, job.parts[Target.CONTACT], k)
        for place, (job, k) in enumerate(zip(jobs, keys, strict=True))
        if Target.CONTACT in job.parts and not job.stalled
    ]
    if not going:
        return
    await _find(writing, going)
    known = await shelf(writing, going[0][1].bound, [part for _, part, _ in going])
    made = Made()
    for _, part, k in going:
        contact = _contact(part, k, known, made)
        if contact is not None:
            contact.take(part)
            _settle(part, contact)


async def _find(writing: Writing, going: Sequence[tuple[int, Part, Keys]]) -> None:
    homes = {place: home_of(part.job) for place, part, _ in going}
    found = await contacts_at_home(
        writing,
        [Sought(p, home, k.email, k.person) for p, _, k in going if (home := homes[p]) is not None],
    )
    for place, part, _ in going:
        if homes[place] is not None:
            part.eligible = found.get(place, ())
            told = {m.key for m in part.eligible}
            part.matches = [*part.eligible, *(m for m in part.matches if m.key not in told)]


def _contact(part: Part, keys: Keys, known: Shelf, made: Made) -> Destination | None:
    if part.mode is Mode.USE_EXISTING:
        return known.named(part)
    home = home_of(part.job)
    match = surest(part)
    if match is not None:
        return known.matched(part, match)
    if home is None:
        text = "needs a customer: choose one for the lead, or an opportunity that has one."
        part.refuse_mode(text, Code.REQUIRED)
        return None
    found = made.find(home, keys) if part.mode is Mode.MATCH_OR_CREATE else None
    if found is None:
        found = Destination()
        found.put(part, "customer_id", Known(home))
        made.learn(home, keys, found)
    return found


def _settle(part: Part, contact: Destination) -> None:
    home = home_of(part.job)
    if home is not None and customer_of(contact) != home:
        part.refuse_id("names a contact of another customer: name one of the lead's customer.")
