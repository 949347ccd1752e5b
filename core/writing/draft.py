"""One item on its way into a row."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any, NamedTuple

from strawberry.utils.str_converters import to_camel_case

from core.writing.change import Action
from core.writing.user_error import Code, UserError

if TYPE_CHECKING:
    from core.writing.writes import Writes


KEYS = frozenset({"id", "expectedVersion", "source", "externalId", "sourceUpdatedAt"})
"""Inputs that say which row is meant."""


class ExternalKey(NamedTuple):
    """By what name another system knows a record."""

    source: str
    external_id: str


class Tied(NamedTuple):
    """The record that an external id names, whose customer it hangs on, and how new it is there."""

    key: int | None
    customer_id: int | None
    source_updated_at: datetime | None


class Draft:
    """What is to be written to one row.

    `given` is what the caller said, `values` what was made of it, by attribute of the model. `row`
    is the row as it stands, or None for a new one: it is read, never changed. `links` are the keys
    that it is linked to now, `tied` what its external id names so far. `action` is what was done in
    the end, None if nothing changed.
    """

    def __init__(
        self, writes: "Writes", given: Mapping[str, object], path: Sequence[str], index: int
    ) -> None:
        self.writes = writes
        self.given = given
        self.path = tuple(path)
        self.index = index
        self.values: dict[str, Any] = {}
        self.row: Any = None
        self.key: int | None = None
        self.errors: list[UserError] = []
        self.external: ExternalKey | None = None
        self.source_updated_at: datetime | None = None
        self.tied: Tied | None = None
        self.links: dict[str, list[int]] = {}
        self.action: Action | None = None

    @property
    def creating(self) -> bool:
        return self.row is None

    @property
    def ok(self) -> bool:
        return not self.errors

    @property
    def key_input(self) -> str:
        """The input that says which row is meant."""
        return "external_id" if self.external else "id"

    @property
    def reached(self) -> bool:
        """Whether the row that the item is about was found, or will be made."""
        return not any(e.path[-1] in KEYS for e in self.errors)

    def get(self, attribute: str) -> Any:
        """The value that the row will have."""
        if attribute in self.values:
            return self.values[attribute]
        if attribute in self.links:
            return self.links[attribute]
        return getattr(self.row, attribute, None)

    def before(self, attribute: str) -> Any:
        """The value that the row has now; None for a new row."""
        return self.links.get(attribute, getattr(self.row, attribute, None))

    def differs(self, attribute: str) -> bool:
        """Whether the value is new, or will change."""
        return attribute in self.values and (
            self.creating or self.values[attribute] != self.before(attribute)
        )

    def refuse(
        self,
        attribute: str,
        message: str,
        code: str = Code.INVALID,
        *,
        current_version: int | None = None,
    ) -> None:
        """Add an error; the item will not be written. The message follows the field's name."""
        name = to_camel_case(attribute)
        text = f"'{name}' {message}"
        self.errors.append(
            UserError(
                code=str(code),
                message=text,
                path=[*self.path, name],
                current_version=current_version,
            )
        )
