"""Passwords, hashed with argon2 outside the event loop."""

from functools import cache

from anyio import CapacityLimiter, to_thread
from anyio.lowlevel import RunVar
from pwdlib import PasswordHash
from pwdlib.exceptions import PwdlibError

from core.errors import BadInput

SHORTEST, LONGEST = 10, 200
AT_ONCE = 4

_limiter: RunVar[CapacityLimiter] = RunVar("passwords")


async def hash_password(password: str) -> str:
    """The hash to store; BadInput unless the password has 10 to 200 characters."""
    if not SHORTEST <= len(password) <= LONGEST:
        raise BadInput(f"A password has {SHORTEST} to {LONGEST} characters.")
    return await to_thread.run_sync(_hasher().hash, password, limiter=_at_once())


async def verify_password(password: str, stored: str | None) -> tuple[bool, str | None]:
    """Whether it is right, and a new hash to store where the old one is out of date.

    Takes as long without a stored hash as with one.
    """
    return await to_thread.run_sync(_verify, password, stored, limiter=_at_once())


def _verify(password: str, stored: str | None) -> tuple[bool, str | None]:
    if len(password) > LONGEST:
        return False, None
    try:
        right, renewed = _hasher().verify_and_update(password, stored or _decoy())
    except PwdlibError:
        return False, None
    return right and stored is not None, renewed


def _at_once() -> CapacityLimiter:
    # Each hash takes 64 MiB, so guesses in parallel must not fill the memory.
    limiter = _limiter.get(None)
    if limiter is None:
        limiter = CapacityLimiter(AT_ONCE)
        _limiter.set(limiter)
    return limiter


@cache
def _hasher() -> PasswordHash:
    return PasswordHash.recommended()


@cache
def _decoy() -> str:
    return _hasher().hash("nobody has this password")
