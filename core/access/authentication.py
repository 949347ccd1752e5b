"""Finding out who sends a request."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import Select, bindparam

from core.access.known import KnownViewers
from core.access.models import ApiToken, SignInSession
from core.access.rights import people
from core.access.secrets import TOKEN_PREFIX, digest
from core.access.sessions import SESSION_COOKIE
from core.access.tokens import USE_NOTED_EVERY, note_use
from core.deployment import Deployment
from core.employees.models import Employee
from core.employees.rights import held
from core.errors import Unauthenticated
from core.viewer import Viewer

if TYPE_CHECKING:
    from core.access.oidc import Issuer

Found = tuple[Viewer | None, datetime | None]
"""A viewer, if there is one, and when his credential ends."""

Way = Callable[[Any], Awaitable[Found]]


class Authentication:
    """Tells who sends a request; one per application, since it keeps the issuer's keys."""

    def __init__(self, deployment: Deployment) -> None:
        self._deployment = deployment
        self._issuer = _issuer(deployment)
        self._known = KnownViewers(deployment.database.signals, deployment.clock)
        deployment.database.after_commit.append(self._known.forget)
        self._ways: Mapping[str, Way] = {
            "jwt": self._employee,
            "session": self._session,
            "token": self._token,
        }
        self._by_email = people().where(Employee.email == bindparam("email"))
        self._by_session = _by_session()
        self._by_token = _by_token()

    async def viewer(self, headers: Mapping[str, str], cookies: Mapping[str, str]) -> Viewer | None:
        """The viewer; None without credentials, or if the session has ended.

        A bad Authorization header raises Unauthenticated. It wins over the cookie.
        """
        if authorization := headers.get("authorization"):
            scheme, _, credential = authorization.partition(" ")
            if scheme.lower() != "bearer" or not credential.strip():
                raise Unauthenticated("Write the header as `Authorization: Bearer TOKEN`.")
            return await self._bearer(credential.strip())
        if session_id := cookies.get(SESSION_COOKIE):
            return await self._found("session", digest(session_id))
        return None

    async def _bearer(self, credential: str) -> Viewer:
        if credential.startswith(TOKEN_PREFIX):
            key = digest(credential)
            viewer = self._known.find(("token", key)) or await self._found("token", key)
            if viewer is None:
                raise Unauthenticated("The API token is unknown, expired or revoked.")
            return viewer
        if self._issuer is None:
            raise Unauthenticated("The bearer token is not an API token of this deployment.")
        viewer = await self._found("jwt", await self._issuer.email_of(credential))
        if viewer is None:
            raise Unauthenticated("The bearer token names nobody who may sign in here.")
        return viewer

    async def _found(self, via: str, key: str | bytes) -> Viewer | None:
        """The viewer behind a credential: known, or found now and known from then on."""
        if known := self._known.find((via, key)):
            return known
        await self._deployment.database.signals.hear()
        generation = self._known.generation
        viewer, ends = await self._ways[via](key)
        if viewer is not None:
            self._known.keep((via, key), viewer, ends, generation)
        return viewer

    async def _employee(self, email: str) -> Found:
        found = await self._fetch(self._by_email, email=email)
        return self._viewer(found[0], "jwt") if found else None, None

    async def _session(self, hash: bytes) -> Found:
        found = await self._fetch(self._by_session, hash=hash, now=self._deployment.clock.now())
        if not found:
            return None, None
        *_, ends = found[0]
        return self._viewer(found[0], "session"), ends

    async def _token(self, hash: bytes) -> Found:
        now = self._deployment.clock.now()
        found = await self._fetch(self._by_token, hash=hash, now=now)
        if not found:
            return None, None
        *_, scopes, token_id, used_at, ends = found[0]
        if used_at is None or now - used_at >= USE_NOTED_EVERY:
            async with self._deployment.database.writing() as session:
                await note_use(session, token_id, now)
        viewer = self._viewer(found[0], "token")
        return replace(viewer, permissions=viewer.permissions & frozenset(scopes)), ends

    async def _fetch(self, statement: Select[Any], **parameters: object) -> Sequence[Any]:
        return await self._deployment.database.fetch(statement, parameters)

    def _viewer(self, row: Sequence[Any], via: str) -> Viewer:
        return Viewer(row[0], held(self._deployment.registry, row[1]), via)


def _issuer(deployment: Deployment) -> "Issuer | None":
    if deployment.settings.oidc is None:
        return None
    from core.access.oidc import Issuer  # noqa: PLC0415 - its cryptography takes ten megabytes

    return Issuer(deployment.settings.oidc, deployment.clock)


def _by_session() -> Select[Any]:
    known = people(SignInSession.expires_at).join(
        SignInSession, SignInSession.employee_id == Employee.id
    )
    return known.where(
        SignInSession.id_hash == bindparam("hash"), SignInSession.expires_at > bindparam("now")
    )


def _by_token() -> Select[Any]:
    known = people(ApiToken.scopes, ApiToken.id, ApiToken.last_used_at, ApiToken.expires_at)
    return known.join(ApiToken, ApiToken.employee_id == Employee.id).where(
        ApiToken.token_hash == bindparam("hash"),
        ApiToken.expires_at > bindparam("now"),
        ApiToken.revoked_at.is_(None),
    )
