"""Root fields that find one row."""

from enum import StrEnum
from typing import Any

from core.declare.relation import Relation


class ByKey(Relation):
    """The row with a given id, or null where it is missing or hidden."""

    def __init__(self, target: str, description: str, permission: StrEnum | None) -> None:
        super().__init__(target, description, permission)


def by_id(target: str, description: str, *, permission: StrEnum | None = None) -> Any:
    """Find a row by its id: `customer(id:)`."""
    return ByKey(target, description, permission)
