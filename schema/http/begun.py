"""What goes on before it is awaited."""

from collections.abc import Awaitable, Generator
from typing import Any, TypeVar

T = TypeVar("T")


class Begun(Generator[object, Any, T]):
    """Something awaitable that went as far as it could without waiting; awaited for the rest."""

    def __init__(self, awaitable: Awaitable[T]) -> None:
        self._steps = awaitable.__await__()
        self._first: list[object] = []
        self.result: T | None = None
        """What came of it, if it did not have to wait."""
        try:
            self._first.append(next(self._steps))
        except StopIteration as end:
            self.result = end.value

    def __await__(self) -> Generator[object, Any, T]:
        return self

    def send(self, value: Any) -> object:
        """Go on, from where it waited the first time."""
        return self._first.pop() if self._first else self._steps.send(value)

    def throw(self, *error: Any) -> object:
        """Go on with an exception, such as a cancellation."""
        return self._steps.throw(*error)
