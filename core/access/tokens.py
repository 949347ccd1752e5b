"""API tokens: made, looked up and revoked."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from core.access.models import ApiToken
from core.access.secrets import TOKEN_PREFIX, new_secret

USE_NOTED_EVERY = timedelta(minutes=1)


async def create_token(
    session: AsyncSession,
    *,
    employee_id: int,
    name: str,
    scopes: Iterable[str],
    now: datetime,
    days: int,
) -> tuple[str, ApiToken]:
    """The token, to be shown once, and its row. Check the scopes before."""
    secret = new_secret(TOKEN_PREFIX)
    token = ApiToken(
        employee_id=employee_id,
        name=name,
        token_hash=secret.digest,
        scopes=sorted(set(scopes)),
        created_at=now,
        expires_at=now + timedelta(days=days),
    )
    session.add(token)
    await session.flush()
    return secret.text, token


async def revoke_token(
    session: AsyncSession, token_id: int, now: datetime, *, employee_id: int | None = None
) -> bool:
    """Whether there is such a token, of the employee if one is given; it opens nothing any more."""
    wanted = select(ApiToken).where(ApiToken.id == token_id).with_for_update()
    if employee_id is not None:
        wanted = wanted.where(ApiToken.employee_id == employee_id)
    token = await session.scalar(wanted)
    if token is None:
        return False
    token.revoked_at = token.revoked_at or now
    return True


async def note_use(session: AsyncSession, token_id: int, now: datetime) -> None:
    await session.execute(update(ApiToken).where(ApiToken.id == token_id).values(last_used_at=now))
