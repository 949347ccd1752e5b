"""Finding out who sends a request."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import Select, bindparam

from core.access.models import ApiToken, SignInSession
from core.access.oidc import Issuer
from core.access.rights import people
from core.access.secrets import TOKEN_PREFIX, digest
from core.access.sessions import SESSION_COOKIE
from core.access.tokens import USE_NOTED_EVERY, note_use
from core.deployment import Deployment
from core.employees.models import Employee
from core.employees.rights import held
from core.errors import Unauthenticated
from core.viewer import Viewer


class Authentication:
    """Tells who sends a request; one per application, since it keeps the issuer's keys."""

    def __init__(self, deployment: Deployment) -> None:
        self._deployment = deployment
        oidc = deployment.settings.oidc
        self._issuer = Issuer(oidc, deployment.clock) if oidc else None
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
            return await self._session(session_id)
        return None

    async def _bearer(self, credential: str) -> Viewer:
        if credential.startswith(TOKEN_PREFIX):
            return await self._token(credential)
        if self._issuer is None:
            raise Unauthenticated("The bearer token is not an API token of this deployment.")
        return await self._employee(await self._issuer.email_of(credential))

    async def _employee(self, email: str) -> Viewer:
        found = await self._fetch(self._by_email, email=email)
        if not found:
            raise Unauthenticated("The bearer token names nobody who may sign in here.")
        return self._viewer(found[0], "jwt")

    async def _session(self, session_id: str) -> Viewer | None:
        now = self._deployment.clock.now()
        found = await self._fetch(self._by_session, hash=digest(session_id), now=now)
        return self._viewer(found[0], "session") if found else None

    async def _token(self, token: str) -> Viewer:
        now = self._deployment.clock.now()
        found = await self._fetch(self._by_token, hash=digest(token), now=now)
        if not found:
            raise Unauthenticated("The API token is unknown, expired or revoked.")
        *_, scopes, token_id, used_at = found[0]
        if used_at is None or now - used_at >= USE_NOTED_EVERY:
            async with self._deployment.database.writing() as session:
                await note_use(session, token_id, now)
        viewer = self._viewer(found[0], "token")
        return replace(viewer, permissions=viewer.permissions & frozenset(scopes))

    async def _fetch(self, statement: Select[Any], **parameters: object) -> Sequence[Any]:
        return await self._deployment.database.fetch(statement, parameters)

    def _viewer(self, row: Sequence[Any], via: str) -> Viewer:
        return Viewer(row[0], held(self._deployment.registry, row[1]), via)


def _by_session() -> Select[Any]:
    known = people().join(SignInSession, SignInSession.employee_id == Employee.id)
    return known.where(
        SignInSession.id_hash == bindparam("hash"), SignInSession.expires_at > bindparam("now")
    )


def _by_token() -> Select[Any]:
    known = people(ApiToken.scopes, ApiToken.id, ApiToken.last_used_at)
    return known.join(ApiToken, ApiToken.employee_id == Employee.id).where(
        ApiToken.token_hash == bindparam("hash"),
        ApiToken.expires_at > bindparam("now"),
        ApiToken.revoked_at.is_(None),
    )
