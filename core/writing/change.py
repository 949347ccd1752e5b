"""What a write did to a record."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from enum import Enum, StrEnum
from typing import Any

from core.scalars import instant_text

SECRET = "***"  # noqa: S105 - stands in the log where a secret was


class Action(StrEnum):
    """What was done to a record."""

    CREATE = "CREATE"
    UPDATE = "UPDATE"
    ARCHIVE = "ARCHIVE"
    RESTORE = "RESTORE"
    DELETE = "DELETE"


@dataclass(frozen=True)
class Change:
    """A write to one record: its entity and key, and the values before and after as JSON has them.

    `customer_id` is the customer it hangs on. Secrets are `***`.
    """

    entity: str
    key: int
    customer_id: int | None
    action: Action
    old: Mapping[str, Any]
    new: Mapping[str, Any]

    def joined(self, later: "Change") -> "Change":
        """This change and a later one of the same record as one."""
        action = self.action if later.action is Action.UPDATE else later.action
        old = dict(later.old) | dict(self.old)
        if self.action is Action.CREATE:
            action, old = self.action, {}
        return replace(
            self,
            action=action,
            customer_id=later.customer_id,
            old=old,
            new=dict(self.new) | dict(later.new),
        )


def join(changes: Iterable[Change]) -> list[Change]:
    """At most one change per record, in the order in which the records were first changed."""
    found: dict[tuple[str, int], Change] = {}
    for change in changes:
        key = (change.entity, change.key)
        found[key] = found[key].joined(change) if key in found else change
    return list(found.values())


def as_json(value: object) -> object:
    """A value of a column as the log keeps it."""
    if isinstance(value, Enum):
        return value.name
    if isinstance(value, datetime):
        return instant_text(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return str(value)
    if isinstance(value, list):
        return [as_json(each) for each in value]
    return value
