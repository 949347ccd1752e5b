"""Root fields that find rows by their ids."""

from collections.abc import Callable, Sequence
from datetime import date
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Select

from core.declare.field import Alias, Declared
from core.declare.relation import Relation
from core.errors import BadInput

MOST_IDS = 500

States = Callable[[Alias, ColumnElement[date]], Select[Any]]
"""Selects every column of rows, by the names of the attributes, as they were when a day ended.

Of an alias of the model it reads what never changes or is not kept; a row that was not there yet
is left out.
"""


class ByKey(Relation):
    """The row with a given id, or null where it is missing or hidden."""

    def __init__(self, target: str, description: str, permission: StrEnum | None) -> None:
        super().__init__(target, description, permission)


class ByKeyAsOf(ByKey):
    """As `ByKey`; with a day, the row as it was when the day ended, for who sees it now."""

    def __init__(
        self, target: str, description: str, permission: StrEnum | None, states: States
    ) -> None:
        super().__init__(target, description, permission)
        self.states = states


class AnyByKey(Declared):
    """The row of any type with a given id, or null where it is missing or hidden."""


class AnyByKeys(Declared):
    """The rows of any types with given ids, in that order; null for missing and hidden."""

    @staticmethod
    def checked(ids: Sequence[str]) -> Sequence[str]:
        """The ids; BadInput if there are too many."""
        if len(ids) > MOST_IDS:
            raise BadInput(f"'ids' has {len(ids)} ids; {MOST_IDS} are allowed.")
        return ids


def by_id(
    target: str,
    description: str,
    *,
    permission: StrEnum | None = None,
    states: States | None = None,
) -> Any:
    """Find a row by its id: `customer(id:)`; with `states` also as it was: `(id:, asOf:)`."""
    if states is not None:
        return ByKeyAsOf(target, description, permission, states)
    return ByKey(target, description, permission)
