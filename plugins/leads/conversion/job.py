"""The conversion of one lead, while it is under way."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from strawberry.utils.str_converters import to_camel_case

from core.writing import Code, UserError
from plugins.leads.conversion.binding import BoundField, BoundTarget
from plugins.leads.conversion.destination import Destination
from plugins.leads.conversion.enums import Mode, Target
from plugins.leads.conversion.request import Choice, Request
from plugins.leads.duplicates import Match


@dataclass
class Value:
    """What a lead brings for a field: as writing takes it, and whether the caller said so.

    `current` is what the record has already, `taken` whether this value goes in.
    """

    field: BoundField
    plain: object
    is_given: bool
    current: object = None
    taken: bool = False

    @property
    def name(self) -> str:
        return self.field.name


@dataclass(eq=False)
class Part:
    """One target of one lead: what is brought, what resembles it, and the record it ends in."""

    job: "Job"
    bound: BoundTarget
    mode: Mode
    choice: Choice
    key: int | None = None
    """The key of the record that the caller named."""
    values: dict[str, Value] = field(default_factory=dict)
    matches: Sequence[Match] = ()
    """What resembles the lead."""
    eligible: Sequence[Match] = ()
    """What among that may be the record itself."""
    destination: Destination | None = None

    @property
    def target(self) -> Target:
        return self.bound.target

    @property
    def path(self) -> tuple[str, ...]:
        return (*self.job.request.path, self.target.key)

    def plain(self, name: str) -> Any:
        """The value brought for an input, None if there is none."""
        return self.values[name].plain if name in self.values else None

    def refuse(self, name: str, message: str, code: str = Code.INVALID) -> None:
        """Add an error about the value of an input; the message follows the field's name."""
        camel = to_camel_case(name)
        self.job.add(code, f"'{camel}' {message}", (*self.path, "values", camel))

    def refuse_id(self, message: str, code: str = Code.INVALID) -> None:
        """Add an error about the record that the target is to end in."""
        self.job.add(code, f"'id' {message}", (*self.path, "id"))

    def refuse_mode(self, message: str, code: str = Code.INVALID) -> None:
        self.job.add(code, f"'mode' {message}", (*self.path, "mode"))


@dataclass(eq=False)
class Job:
    """A lead on its way: its values by attribute, its targets, and what is wrong."""

    request: Request
    key: int | None = None
    lead: Mapping[str, Any] = field(default_factory=dict)
    parts: dict[Target, Part] = field(default_factory=dict)
    errors: list[UserError] = field(default_factory=list)
    became: Mapping[Target, int | None] = field(default_factory=dict)
    """What a lead that was converted before became."""

    def __post_init__(self) -> None:
        self.errors += self.request.errors

    @property
    def ok(self) -> bool:
        return not self.errors

    @property
    def stalled(self) -> bool:
        """Whether it cannot go on: it has errors, or a record that it shares cannot be written."""
        failed = any(
            p.destination is not None and p.destination.failed for p in self.parts.values()
        )
        return failed or not self.ok

    def add(
        self, code: str, message: str, path: Sequence[str], current_version: int | None = None
    ) -> None:
        self.errors.append(
            UserError(
                code=str(code), message=message, path=list(path), current_version=current_version
            )
        )

    def refuse(
        self,
        name: str,
        message: str,
        code: str = Code.INVALID,
        *,
        current_version: int | None = None,
    ) -> None:
        """Add an error about the lead itself."""
        path = self.request.id_path if name == "id" else None
        path = path or (*self.request.path, name)
        self.add(code, f"'{name}' {message}", path, current_version)

    def key_of(self, target: Target) -> int | None:
        """The key of the record that the lead ends in."""
        part = self.parts.get(target)
        return part.destination.key if part and part.destination else None
