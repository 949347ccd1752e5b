"""What is sent to a contender."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Request:
    """A request; one with a body is sent by POST."""

    path: str
    headers: tuple[tuple[str, str], ...] = ()
    body: bytes = b""

    @property
    def method(self) -> str:
        return "POST" if self.body else "GET"
