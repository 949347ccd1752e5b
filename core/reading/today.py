"""The day it is, as a parameter that a statement learns when it runs."""

from datetime import date
from typing import Any

from sqlalchemy import BindParameter, Date, Select, bindparam
from sqlalchemy.engine import Connection

from core.clock import Clock

TODAY = "today"


def today() -> BindParameter[date]:
    """Today by the deployment's clock, for expressions, conditions and computed tables.

    It stays a parameter in statements that are kept, so that no day is kept with them.
    """
    return bindparam(TODAY, None, type_=Date())


class TellsToday:
    """Gives every SELECT that SQLAlchemy runs the day of a clock; to be called before it runs."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock

    def __call__(
        self,
        connection: Connection,
        element: Any,
        several: list[dict[str, Any]],
        parameters: dict[str, Any],
        options: object,
    ) -> tuple[Any, list[dict[str, Any]], dict[str, Any]]:
        if isinstance(element, Select) and not several:
            parameters = {TODAY: self._clock.today(), **parameters}
        return element, several, parameters
