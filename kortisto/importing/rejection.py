"""A line that was not imported."""

from typing import NamedTuple


class Rejection(NamedTuple):
    """Where, what stands there, and why it cannot be taken; `column` is None for a whole line."""

    line: int
    column: str | None
    value: str | None
    reason: str
