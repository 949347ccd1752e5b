"""Random secrets, of which only a digest is stored."""

import hashlib
import secrets
from typing import NamedTuple

TOKEN_PREFIX = "kt_"  # noqa: S105 - how every token begins, no secret


class Secret(NamedTuple):
    """256 random bits as text for their owner, and their SHA-256 for the database."""

    text: str
    digest: bytes


def new_secret(prefix: str = "") -> Secret:
    text = prefix + secrets.token_urlsafe(32)
    return Secret(text, digest(text))


def digest(text: str) -> bytes:
    """SHA-256; enough for what is random and long, unlike a password."""
    return hashlib.sha256(text.encode()).digest()
