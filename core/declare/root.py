"""Root fields that find rows by their ids."""

from collections.abc import Sequence
from enum import StrEnum
from typing import Any

from core.declare.field import Declared
from core.declare.relation import Relation
from core.errors import BadInput

MOST_IDS = 500


class ByKey(Relation):
    """The row with a given id, or null where it is missing or hidden."""

    def __init__(self, target: str, description: str, permission: StrEnum | None) -> None:
        super().__init__(target, description, permission)


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


def by_id(target: str, description: str, *, permission: StrEnum | None = None) -> Any:
    """Find a row by its id: `customer(id:)`."""
    return ByKey(target, description, permission)
