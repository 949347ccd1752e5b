"""Request ids."""

import re
from itertools import count
from secrets import token_hex

from starlette.types import Scope

NAME = b"x-request-id"
ACCEPTABLE = re.compile(rb"[A-Za-z0-9._-]{1,64}")


class RequestIds:
    """Gives each request an id, for logs and the response: the client's own if it is harmless."""

    def __init__(self) -> None:
        self._prefix = token_hex(8)
        self._numbers = count(1)

    def of(self, scope: Scope) -> str:
        """The id of a request; no other of this deployment has it, unless its client says so."""
        for name, value in scope["headers"]:
            if name == NAME and ACCEPTABLE.fullmatch(value):
                return str(value, "ascii")
        return f"{self._prefix}{next(self._numbers):08x}"
