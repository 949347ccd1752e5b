"""Bearer tokens of an OpenID Connect issuer."""

import asyncio
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

import httpx2
import structlog
from joserfc import jwt
from joserfc.errors import DecodeError, InvalidKeyIdError, JoseError
from joserfc.jwk import KeySet

from core.clock import Clock
from core.errors import Unauthenticated
from core.settings.oidc import OIDCSettings

log = structlog.stdlib.get_logger("kortisto.access")

KEPT = timedelta(hours=1)
RETRY = timedelta(minutes=1)
LEEWAY_SECONDS = 60
TIMEOUT_SECONDS = 5


class Issuer:
    """Checks tokens with the issuer's keys, which are fetched when needed and kept for an hour.

    A token signed with an unknown key has them fetched again, at most once a minute.
    """

    def __init__(self, settings: OIDCSettings, clock: Clock) -> None:
        self._settings = settings
        self._clock = clock
        self._keys = KeySet([])
        self._tried: datetime | None = None
        self._fetched: datetime | None = None
        self._fetching = asyncio.Lock()

    async def email_of(self, token: str) -> str:
        """The e-mail that a valid token names; Unauthenticated otherwise."""
        try:
            claims = await self._claims(token)
        except JoseError as error:
            raise Unauthenticated(f"The bearer token is not accepted: {error.error}.") from error
        email = claims.get(self._settings.email_claim)
        if not isinstance(email, str) or claims.get("email_verified") is False:
            raise Unauthenticated("The bearer token names no verified e-mail address.")
        return email.strip().lower()

    async def _claims(self, token: str) -> Mapping[str, Any]:
        await self._refresh(KEPT)
        try:
            decoded = self._decode(token)
        except InvalidKeyIdError:
            await self._refresh(RETRY)
            decoded = self._decode(token)
        expected = jwt.JWTClaimsRegistry(
            now=int(self._clock.now().timestamp()),
            leeway=LEEWAY_SECONDS,
            iss={"essential": True, "value": self._settings.issuer},
            aud={"essential": True, "value": self._settings.audience},
            exp={"essential": True},
        )
        expected.validate(decoded.claims)
        return decoded.claims

    def _decode(self, token: str) -> jwt.Token:
        try:
            return jwt.decode(token, self._keys, algorithms=self._settings.algorithms)
        except (TypeError, ValueError) as error:
            # joserfc 1.8 trips over headers of a wrong type, such as {"crit": 7}.
            raise DecodeError from error

    async def _refresh(self, oldest: timedelta) -> None:
        async with self._fetching:
            now = self._clock.now()
            if self._fetched and now - self._fetched < oldest:
                return
            if self._tried and now - self._tried < RETRY:
                return
            self._tried = now
            try:
                self._keys = await self._fetch()
                self._fetched = now
            except (httpx2.HTTPError, JoseError, ValueError, KeyError) as error:
                log.error("keys of the issuer cannot be read", error=str(error))

    async def _fetch(self) -> KeySet:
        async with httpx2.AsyncClient(timeout=TIMEOUT_SECONDS) as client:
            url = self._settings.jwks_url or await self._discover(client)
            return KeySet.import_key_set(await _read(client, url))

    async def _discover(self, client: httpx2.AsyncClient) -> str:
        issuer = self._settings.issuer
        found = await _read(client, f"{issuer.rstrip('/')}/.well-known/openid-configuration")
        if found.get("issuer") != issuer:
            raise ValueError(f"The discovery document is of the issuer {found.get('issuer')!r}.")
        return str(found["jwks_uri"])


async def _read(client: httpx2.AsyncClient, url: str) -> Any:
    answer = await client.get(url)
    answer.raise_for_status()
    return answer.json()
