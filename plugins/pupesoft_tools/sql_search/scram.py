"""What PostgreSQL keeps of a password (RFC 5802, RFC 7677), so that it never sees the password."""

import hashlib
import hmac
import secrets
from base64 import b64encode

ITERATIONS = 4096


def verifier(password: str) -> str:
    """The SCRAM-SHA-256 verifier of an ASCII password, as CREATE ROLE takes it."""
    salt = secrets.token_bytes(16)
    salted = hashlib.pbkdf2_hmac("sha256", password.encode("ascii"), salt, ITERATIONS)
    stored = hashlib.sha256(_sign(salted, b"Client Key")).digest()
    server = _sign(salted, b"Server Key")
    return f"SCRAM-SHA-256${ITERATIONS}:{_text(salt)}${_text(stored)}:{_text(server)}"


def _sign(key: bytes, text: bytes) -> bytes:
    return hmac.new(key, text, "sha256").digest()


def _text(value: bytes) -> str:
    return b64encode(value).decode("ascii")
