"""Sessions of browsers: a random id in a cookie, its digest in the database."""

from datetime import datetime, timedelta
from http.cookies import SimpleCookie

from sqlalchemy import delete
from sqlalchemy.ext.asyncio import AsyncSession

from core.access.models import SignInSession
from core.access.secrets import digest, new_secret

SESSION_COOKIE = "kortisto_session"


async def open_session(
    session: AsyncSession, employee_id: int, now: datetime, lasting: timedelta
) -> str:
    """Sign an employee in; the id for his cookie. Removes sessions that have ended."""
    await session.execute(delete(SignInSession).where(SignInSession.expires_at <= now))
    secret = new_secret()
    session.add(
        SignInSession(
            id_hash=secret.digest,
            employee_id=employee_id,
            created_at=now,
            expires_at=now + lasting,
        )
    )
    return secret.text


async def close_session(session: AsyncSession, session_id: str) -> None:
    """Sign out; an unknown id changes nothing."""
    await session.execute(delete(SignInSession).where(SignInSession.id_hash == digest(session_id)))


def session_cookie(session_id: str, lasting: timedelta, *, secure: bool) -> str:
    """The value of the Set-Cookie header; an empty id and no time remove the cookie."""
    cookie: SimpleCookie = SimpleCookie({SESSION_COOKIE: session_id})
    morsel = cookie[SESSION_COOKIE]
    morsel["path"] = "/"
    morsel["max-age"] = int(lasting.total_seconds())
    morsel["samesite"] = "Lax"
    morsel["httponly"] = True
    morsel["secure"] = secure
    return morsel.OutputString()
