"""The headers of a request."""

from functools import cached_property
from typing import Any

from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.types import Scope


class IndexedHeaders(Headers):
    """Headers that are found by one look, where Starlette reads through all of them."""

    def __init__(self, scope: Scope) -> None:
        super().__init__(scope=scope)
        # of several with one name, the first counts
        self._first = dict(reversed(self._list))

    def __getitem__(self, key: str) -> str:
        return self._first[key.lower().encode("latin-1")].decode("latin-1")

    def __contains__(self, key: Any) -> bool:
        return key.lower().encode("latin-1") in self._first

    def get(self, key: str, default: Any = None) -> Any:
        """The first header of a name."""
        value = self._first.get(key.lower().encode("latin-1"))
        return default if value is None else value.decode("latin-1")

    def getlist(self, key: str) -> list[str]:
        """All headers of a name."""
        return super().getlist(key) if key in self else []


class IndexedRequest(Request):
    """A request that is asked the same things many times."""

    @cached_property
    def method(self) -> str:
        """The method, in capital letters."""
        return str(self.scope["method"])

    @cached_property
    def headers(self) -> IndexedHeaders:
        """The headers."""
        return IndexedHeaders(self.scope)

    @cached_property
    def cookies(self) -> dict[str, str]:
        """The cookies by their names."""
        return super().cookies if "cookie" in self.headers else {}
