"""An OpenID Connect issuer on loopback."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from joserfc import jwt
from joserfc.jwk import ECKey, Key, OctKey, RSAKey
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from tests.serving import served


@dataclass
class TestIssuer:
    """Serves its public keys, and signs what it is told to."""

    __test__ = False

    address: str = ""
    keys: list[Key] = field(default_factory=lambda: [new_key("first")])
    fetched: int = 0
    broken: bool = False

    def app(self) -> Starlette:
        return Starlette(
            routes=[
                Route("/.well-known/openid-configuration", self.configuration),
                Route("/keys", self.jwks),
            ]
        )

    async def configuration(self, request: Request) -> Response:
        return JSONResponse({"issuer": self.address, "jwks_uri": f"{self.address}/keys"})

    async def jwks(self, request: Request) -> Response:
        self.fetched += 1
        if self.broken:
            return Response(status_code=503)
        return JSONResponse({"keys": [key.as_dict(private=False) for key in self.keys]})

    def token(self, now: datetime, *, key: Key | None = None, **claims: Any) -> str:
        used = key or self.keys[-1]
        standard = {
            "iss": self.address,
            "aud": "kortisto",
            "exp": int(now.timestamp()) + 600,
            "email": "Anna@example.com",
        }
        algorithm = {RSAKey: "RS256", ECKey: "ES256", OctKey: "HS256"}[type(used)]
        header = {"alg": algorithm, "kid": used.kid}
        kept = {k: v for k, v in {**standard, **claims}.items() if v is not None}
        return jwt.encode(header, kept, used, algorithms=[algorithm])


def new_key(kid: str) -> Key:
    return ECKey.generate_key("P-256", {"kid": kid})


@asynccontextmanager
async def serving(issuer: TestIssuer) -> AsyncIterator[TestIssuer]:
    """The issuer, answering at its address."""
    async with served(issuer.app()) as port:
        issuer.address = f"http://127.0.0.1:{port}"
        yield issuer
