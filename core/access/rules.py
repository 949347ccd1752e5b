"""What an API token may be."""

from collections.abc import Iterable, Iterator

from core.access.inputs import CreateApiTokenInput
from core.viewer import Viewer
from core.writing.user_error import Code, UserError

LONGEST_NAME = 200
MOST_DAYS = 3650


def token_errors(viewer: Viewer, given: CreateApiTokenInput) -> list[UserError]:
    """What is wrong with a token that somebody wants to make."""
    return [*_name_errors(given.name), *_day_errors(given.days), *_scope_errors(viewer, given)]


def missing_scopes(scopes: Iterable[str], held: Iterable[str]) -> list[str]:
    """The scopes that go beyond what is held."""
    return sorted(set(scopes) - set(held))


def _name_errors(name: str) -> Iterator[UserError]:
    if not name.strip():
        yield user_error(Code.REQUIRED, "Say in 'name' what the token is for.", "name")
    if len(name) > LONGEST_NAME:
        message = f"'name' has {len(name)} characters; {LONGEST_NAME} are allowed."
        yield user_error(Code.TOO_LONG, message, "name")


def _day_errors(days: int | None) -> Iterator[UserError]:
    if days is not None and not 1 <= days <= MOST_DAYS:
        message = f"'days' is {days}; it must be between 1 and {MOST_DAYS}."
        yield user_error(Code.INVALID, message, "days")


def _scope_errors(viewer: Viewer, given: CreateApiTokenInput) -> Iterator[UserError]:
    if not given.scopes:
        message = "Give at least one permission in 'scopes'."
        yield user_error(Code.REQUIRED, message, "scopes")
    for scope in missing_scopes(given.scopes, viewer.permissions):
        message = f"You do not hold the permission '{scope[:80]}'."
        yield user_error(Code.FORBIDDEN_VALUE, message, "scopes")


def user_error(code: str, message: str, *path: str) -> UserError:
    return UserError(code=code, message=message, path=["input", *path])
