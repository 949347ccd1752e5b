"""What became of the leads of a conversion, as plain values."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from typing import Any

from core.ids import encode, prefix_of
from core.scalars import instant_text
from core.writing import UserError
from core.writing.inputs import LinksInput, ReferenceInput
from plugins.leads.conversion.enums import ConversionAction, Mode, Target
from plugins.leads.conversion.job import Job, Part, Value
from plugins.leads.duplicates import Match


@dataclass(frozen=True)
class FieldResult:
    """What a lead brings for a field, what the record has already, and whether it goes in."""

    field: str
    value: Any
    current: Any
    editable: bool
    taken: bool


@dataclass(frozen=True)
class TargetResult:
    """What became of one target; `key` is that of the record, None of one that is not kept."""

    target: Target
    mode: Mode
    action: ConversionAction
    key: int | None
    fields: Sequence[FieldResult] = ()
    matches: Sequence[Match] = ()
    errors: Sequence[UserError] = ()


@dataclass(frozen=True)
class Result:
    """What became of one lead; `key` is None if the viewer does not see it."""

    key: int | None
    targets: Sequence[TargetResult]
    errors: Sequence[UserError]


@dataclass(frozen=True)
class Conversion:
    """The results in the order of the requests, and what is wrong with all of it."""

    results: Sequence[Result]
    errors: Sequence[UserError] = ()
    undone: bool = False


def result_of(job: Job, *, kept: bool) -> Result:
    """What became of a lead; `kept` unless all was undone."""
    if job.became:
        found = [
            TargetResult(target, Mode.SKIP, ConversionAction.NONE, key)
            for target, key in job.became.items()
            if key is not None
        ]
        return Result(job.key, found, job.errors)
    targets = [_target(part, kept=kept and job.ok) for part in job.parts.values()]
    return Result(job.key if job.lead else None, targets, job.errors)


def _target(part: Part, *, kept: bool) -> TargetResult:
    found = part.destination
    there = found is not None and found.row is not None
    return TargetResult(
        part.target,
        part.mode,
        found.done_by(part) if found and part.job.ok else ConversionAction.NONE,
        found.key if found and (kept or there) else None,
        [_field(value) for value in part.values.values()],
        part.matches,
        [e for e in part.job.errors if tuple(e.path[: len(part.path)]) == part.path],
    )


def _field(value: Value) -> FieldResult:
    rule = value.field.rule
    return FieldResult(
        value.field.input.graphql_name,
        shown(value, value.plain),
        shown(value, value.current),
        rule.editable,
        value.taken,
    )


def shown(value: Value, plain: Any) -> Any:
    """A value as JSON has it, and as it may be given back."""
    given = value.field.input
    if isinstance(given, ReferenceInput | LinksInput):
        prefix = prefix_of(given.target)
        many = plain if isinstance(plain, list) else [plain]
        ids = [encode(prefix, key) if isinstance(key, int) else key for key in many]
        return ids if isinstance(plain, list) else ids[0]
    if isinstance(plain, Enum):
        return plain.name
    if isinstance(plain, datetime):
        return instant_text(plain)
    return plain.isoformat() if isinstance(plain, date) else _number(plain)


def _number(plain: Any) -> Any:
    return str(plain) if isinstance(plain, Decimal) else plain
