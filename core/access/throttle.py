"""Slowing down those who guess passwords. All workers count together, in the database."""

from datetime import datetime, timedelta
from ipaddress import IPv6Address, ip_address, ip_network

from sqlalchemy import delete, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from core.access.models import SignInAttempt

WINDOW = timedelta(minutes=15)
KEPT = timedelta(days=1)
FREE_PER_ACCOUNT = 5
FREE_PER_ADDRESS = 50
LONGEST_WAIT = timedelta(minutes=15)


async def register_attempt(
    session: AsyncSession, now: datetime, email: str, address: str
) -> SignInAttempt | timedelta:
    """The attempt, noted as failed until it succeeds; or how long to wait before the next one.

    After 5 failures in 15 minutes an account waits 1 second, then 2, 4, ... up to 15 minutes; an
    address after 50. A success frees the account.
    """
    await session.execute(select(func.pg_advisory_xact_lock(func.hashtextextended(email, 0))))
    until = await _blocked_until(session, now, email, address)
    if until > now:
        return until - now
    attempt = SignInAttempt(at=now, email=email, address=address, succeeded=False)
    session.add(attempt)
    await session.flush()
    await session.execute(delete(SignInAttempt).where(SignInAttempt.at < now - KEPT))
    return attempt


def neighbourhood(address: str) -> str:
    """The address to count by: an IPv6 client has a network of 64 bits to choose from."""
    try:
        found = ip_address(address)
    except ValueError:
        return ""
    if isinstance(found, IPv6Address):
        return str(ip_network((found, 64), strict=False).network_address)
    return str(found)


async def _blocked_until(
    session: AsyncSession, now: datetime, email: str, address: str
) -> datetime:
    tries = SignInAttempt
    success = select(func.max(tries.at)).where(tries.email == email, tries.succeeded)
    of_account = (
        tries.email == email,
        tries.at >= func.coalesce(success.scalar_subquery(), now - WINDOW),
    )
    of_address = (tries.address == address,)
    ends = [now]
    for free, criteria in ((FREE_PER_ACCOUNT, of_account), (FREE_PER_ADDRESS, of_address)):
        failures = select(func.count(), func.max(tries.at)).where(
            ~tries.succeeded, tries.at > now - WINDOW, *criteria
        )
        count, last = (await session.execute(failures)).one()
        if count >= free:
            ends.append(last + wait_after(count - free))
    return max(ends)


def wait_after(excess: int) -> timedelta:
    """How long to wait after so many failures beyond the free ones."""
    return min(timedelta(seconds=2 ** min(excess, 20)), LONGEST_WAIT)
