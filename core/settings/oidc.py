"""The OpenID Connect issuer whose bearer tokens are accepted."""

from typing import Annotated, Literal
from urllib.parse import urlsplit

from pydantic import AfterValidator, BaseModel, ConfigDict, Field


def guarded(url: str) -> str:
    """Keys must come over TLS, or from this machine."""
    parts = urlsplit(url)
    local = parts.scheme == "http" and parts.hostname in ("127.0.0.1", "localhost", "::1")
    if not parts.hostname or not (parts.scheme == "https" or local):
        raise ValueError("write a URL that begins with https://")
    return url


URL = Annotated[str, AfterValidator(guarded)]


class OIDCSettings(BaseModel):
    """Who issues bearer tokens, and what must stand in them."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    issuer: URL = Field(description="The issuer's address, exactly as in the claim `iss`.")
    audience: str = Field(min_length=1, description="What the claim `aud` must hold.")
    jwks_url: URL | None = Field(
        default=None,
        description="Where its keys are; without it, where its discovery document says.",
    )
    algorithms: tuple[
        Literal["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512"],
        ...,
    ] = Field(default=("RS256", "ES256"), min_length=1, description="Accepted signatures.")
    email_claim: str = Field(
        default="email", description="The claim that holds an employee's e-mail."
    )
