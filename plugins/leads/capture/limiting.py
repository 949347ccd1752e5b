"""How often web forms may be used. All workers count together, in the database."""

from datetime import datetime, timedelta

from sqlalchemy import delete
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from core.access.throttle import neighbourhood
from plugins.leads.capture.models import LeadFormUse
from plugins.leads.settings import LeadSettings

KEPT = timedelta(hours=1)
ALL = ""


async def wait_of(
    session: AsyncSession, now: datetime, form: int, address: str, settings: LeadSettings
) -> int:
    """Count a use of a form by an address; the seconds to wait if there were too many, else 0."""
    minute = now.replace(second=0, microsecond=0)
    limits = {ALL: settings.capture_per_form}
    if own := neighbourhood(address):
        limits[own] = settings.capture_per_address
    use = LeadFormUse
    rows = [{"form_id": form, "address": a, "minute": minute, "number": 1} for a in sorted(limits)]
    counted = (
        insert(use)
        .values(rows)
        .on_conflict_do_update(
            index_elements=[use.form_id, use.address, use.minute], set_={"number": use.number + 1}
        )
        .returning(use.address, use.number)
    )
    found = (await session.execute(counted)).all()
    await session.execute(delete(use).where(use.minute < minute - KEPT))
    if all(number <= limits[address] for address, number in found):
        return 0
    return 60 - now.second
