"""Errors a caller may see. Each has a stable code; their text never holds SQL or a stack trace."""

from collections.abc import Mapping
from typing import ClassVar


class KortistoError(Exception):
    """Something the caller did, or may not do; rendered with its code, never logged as a crash."""

    code: ClassVar[str] = "ERROR"

    def __init__(self, message: str, **extensions: object) -> None:
        super().__init__(message)
        self.message = message
        self.extensions: Mapping[str, object] = {"code": self.code, **extensions}


class Unauthenticated(KortistoError):
    """Nobody is signed in and the operation needs somebody."""

    code = "UNAUTHENTICATED"


class Forbidden(KortistoError):
    """The viewer lacks a permission; the message names it."""

    code = "FORBIDDEN"


class BadInput(KortistoError):
    """An argument is malformed: a damaged id or cursor, an unknown field, a value out of bounds."""

    code = "BAD_USER_INPUT"


class TooSlow(KortistoError):
    """PostgreSQL needed longer than the statement timeout allows; nothing was changed."""

    code = "TIMEOUT"

    def __init__(self) -> None:
        super().__init__("The query took too long: ask for less, or filter more.")


class SettingError(KortistoError):
    """A setting is wrong; the message names its key and value. Stops the process at start."""

    code = "SETTING"


class PluginError(KortistoError):
    """A plugin cannot be used; the message names it and, in a clash, the other party."""

    code = "PLUGIN"
