"""Signing in with e-mail and password."""

from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog
from sqlalchemy import update

from core.access.models import SignInAttempt
from core.access.passwords import verify_password
from core.access.rights import people
from core.access.sessions import open_session
from core.access.throttle import neighbourhood, register_attempt
from core.deployment import Deployment
from core.employees.models import Employee
from core.employees.rights import held
from core.viewer import Viewer

log = structlog.stdlib.get_logger("kortisto.access")


@dataclass(frozen=True)
class SignedIn:
    """Who signed in, and the id of his session."""

    viewer: Viewer
    session_id: str


@dataclass(frozen=True)
class Refusal:
    """Why nobody was signed in: `wait` is None if e-mail or password are wrong."""

    wait: timedelta | None = None


async def sign_in(
    deployment: Deployment, email: str, password: str, address: str
) -> SignedIn | Refusal:
    """Check e-mail and password and open a session.

    An unknown e-mail, a wrong password and an employee who may not sign in look the same and take
    as long.
    """
    now, email = deployment.clock.now(), email.strip().lower()[:254]
    async with deployment.database.writing() as session:
        attempt = await register_attempt(session, now, email, neighbourhood(address))
    if isinstance(attempt, timedelta):
        log.warning("sign-in slowed down", email=email, address=address)
        return Refusal(attempt)
    found = await deployment.database.fetch(
        people(Employee.password_hash).where(Employee.email == email)
    )
    employee_id, permissions, stored = found[0] if found else (0, [], None)
    right, renewed = await verify_password(password, stored)
    if not right:
        log.warning("sign-in failed", email=email, address=address)
        return Refusal()
    viewer = Viewer(employee_id, held(deployment.registry, permissions))
    return await _welcome(deployment, viewer, attempt, now, renewed)


async def _welcome(
    deployment: Deployment,
    viewer: Viewer,
    attempt: SignInAttempt,
    now: datetime,
    renewed: str | None,
) -> SignedIn:
    succeeded = update(SignInAttempt).where(SignInAttempt.id == attempt.id)
    lasting = timedelta(hours=deployment.settings.session_hours)
    async with deployment.database.writing() as session:
        await session.execute(succeeded.values(succeeded=True))
        if renewed:
            hashed = update(Employee).where(Employee.id == viewer.employee_id)
            await session.execute(hashed.values(password_hash=renewed))
        opened = await open_session(session, viewer.employee_id, now, lasting)
    log.info("signed in", employee_id=viewer.employee_id)
    return SignedIn(viewer, opened)
