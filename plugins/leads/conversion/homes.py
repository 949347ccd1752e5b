"""At which customer the contact and the opportunity of a lead are."""

from plugins.leads.conversion.destination import Destination
from plugins.leads.conversion.enums import Target
from plugins.leads.conversion.job import Job


def home_of(job: Job) -> int | None:
    """The customer that the lead ends in, else that of the opportunity or contact it ends in."""
    for target in Target:
        part = job.parts.get(target)
        found = part.destination if part else None
        if found is not None:
            key = found.key if target is Target.CUSTOMER else customer_of(found)
            if key is not None:
                return key
    return None


def customer_of(found: Destination) -> int | None:
    """The customer of a contact or an opportunity."""
    return key_in(found, "customer_id")


def key_in(found: Destination, name: str) -> int | None:
    """The key that a record refers to."""
    value = found.current(name)
    key: int | None = getattr(value, "key", value)
    return key
