"""Credit rules are applied every hour, and after what they watch was written."""

from collections.abc import Iterable

from sqlalchemy.ext.asyncio import AsyncSession

from core.deployment import Deployment
from core.jobs import Job, enqueue
from core.jobs.job import Payload
from core.writing import Change, system_viewer, transaction
from plugins.finance import credit

NAME = "finance.apply_credit_rules"
WATCHED = frozenset({"Invoice", "Payment", "WriteOff", "CreditLimit"})
LISTENS_TO = WATCHED | {"CreditRule"}


async def apply_credit_rules(deployment: Deployment, payload: Payload) -> None:
    """Apply the rules to the customers of the payload; without any, to all."""
    async with transaction(deployment, system_viewer(deployment)) as writing:
        await credit.apply_rules(writing, payload.get("customers"))


async def follow(session: AsyncSession, changes: Iterable[Change]) -> None:
    """Queue the rules for the customers of changes; for all, if a rule changed."""
    found = list(changes)
    if any(change.entity == "CreditRule" for change in found):
        await enqueue(session, NAME, {})
        return
    customers = {c.customer_id for c in found if c.entity in WATCHED and c.customer_id}
    if customers and await session.scalar(credit.are_active()):
        await enqueue(session, NAME, {"customers": sorted(customers)})


# a minute after the hour: soon after midnight in every time zone
JOBS = (Job(NAME, apply_credit_rules, schedule="1 * * * *"),)
