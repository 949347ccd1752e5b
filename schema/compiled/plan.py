"""A compiled read: the text of its statement, and what it leaves to Python."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Dialect, Select

from core.reading.kept import Kept, made
from core.reading.late import Binds
from schema.compiled.filling import Fill


@dataclass(frozen=True)
class Plan(Kept):
    """A statement that gives the response's `data` as one JSON text.

    `fill` puts the values of Python fields into it, if it has any.
    """

    fill: Fill | None


def plan_of(
    make: Callable[[], Select[Any]], binds: Binds, dialect: Dialect, fill: Fill | None
) -> Plan:
    """Make a statement, and turn it into text and parameters, once."""
    return Plan(**vars(made(make, binds, dialect)), fill=fill)
