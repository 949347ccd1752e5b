"""A record that leads end in: one that is there already, or one to be made."""

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from core.contacts.enums import Consent
from plugins.leads.conversion.enums import ConversionAction, OnExisting

if TYPE_CHECKING:
    from plugins.leads.conversion.job import Part, Value


class Destination:
    """Collects what leads bring, one after the other, as if each were converted alone.

    `row` is the record as it stands, locked, None for a new one; `values` is what will be written,
    by names of inputs, and `bringers` says which lead brought each.
    """

    def __init__(self, row: Any = None) -> None:
        self.row = row
        self.key: int | None = None if row is None else row.id
        self.values: dict[str, Any] = {}
        self.bringers: dict[str, Part] = {}
        self.parts: list[Part] = []
        self.failed = False
        self._givers: set[Part] = set()

    def done_by(self, part: "Part") -> ConversionAction:
        """What a lead did to the record: the first one makes a new one, later ones change it."""
        if self.row is None and self.parts[0] is part:
            return ConversionAction.CREATED
        return ConversionAction.UPDATED if part in self._givers else ConversionAction.USED

    def current(self, name: str) -> Any:
        """The value that the record will have."""
        return self.values[name] if name in self.values else getattr(self.row, name, None)

    def take(self, part: "Part") -> None:
        """Let a lead bring its values."""
        for value in part.values.values():
            value.current = self.current(value.name)
            if value.current is None and self.row is None and self.parts:
                value.current = value.field.default
            value.taken = self._takes(part, value)
            if value.taken:
                self.put(part, value.name, value.plain)
        self.parts.append(part)
        part.destination = self

    def put(self, part: "Part", name: str, plain: object) -> None:
        self.values[name] = plain
        self.bringers[name] = part
        self._givers.add(part)

    def _takes(self, part: "Part", value: "Value") -> bool:
        if is_blank(value.plain) or value.plain == value.current:
            return False
        on_existing = value.field.rule.on_existing
        if value.is_given and on_existing is OnExisting.KEEP and not is_blank(value.current):
            part.refuse(value.name, "stays as it is in a record that has one: leave it out.")
            return False
        wins = value.is_given or on_existing is OnExisting.OVERWRITE
        return wins or is_blank(value.current)

    def blamed(self, name: str) -> "Part":
        """The lead that is at fault for a value, else the first one."""
        return self.bringers.get(name, self.parts[0])


def is_blank(value: object) -> bool:
    """Whether there is nothing; a consent that nobody asked for is nothing."""
    return value is None or value in ("", [], Consent.UNKNOWN)


def distinct(destinations: Iterable[Destination | None]) -> list[Destination]:
    """The destinations without doubles, in their order."""
    found: Mapping[int, Destination] = {id(d): d for d in destinations if d is not None}
    return list(found.values())
