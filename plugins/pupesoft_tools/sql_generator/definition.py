"""What a report asks: an entity, columns, conditions, an order and a limit."""

from collections.abc import Sequence
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from plugins.pupesoft_tools.sql_generator.enums import Aggregate

MOST_COLUMNS = 40
MOST_CONDITIONS = 50
LARGEST_LIMIT = 1_000_000

Path = Annotated[str, Field(min_length=1, max_length=200)]
"""A field, or one of a row that to-one relations lead to: `owner.team.name`."""


class Wrong(Exception):
    """A definition cannot be used; `path` tells where below it."""

    def __init__(self, message: str, *path: str) -> None:
        super().__init__(message)
        self.message = message
        self.path = path


class Part(BaseModel):
    """A part of a definition."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


class ReportColumn(Part):
    """A column: a field, or what becomes of it in a group; rows are counted without a field."""

    field: Path | None = None
    aggregate: Literal[tuple(Aggregate.__members__)] | None = None  # type: ignore[valid-type]
    label: str | None = Field(default=None, max_length=100)


class Condition(Part):
    """A comparison of a field, or conditions that hold all, or of which any holds."""

    field: Path | None = None
    operator: str | None = Field(default=None, max_length=40)
    value: Any = None
    all: list["Condition"] | None = None
    any: list["Condition"] | None = None


class Step(Part):
    """A step of the order: the number of a column, from 1."""

    column: int = Field(ge=1)
    descending: bool = False


class Definition(Part):
    """A report."""

    entity: str = Field(max_length=100)
    columns: list[ReportColumn] = Field(min_length=1, max_length=MOST_COLUMNS)
    where: Condition | None = None
    order_by: list[Step] = Field(default_factory=list, alias="orderBy", max_length=8)
    limit: int | None = Field(default=None, ge=1, le=LARGEST_LIMIT)
    archived: Literal["EXCLUDE", "INCLUDE", "ONLY"] = "EXCLUDE"


def read(given: object) -> Definition:
    """A definition from JSON; Wrong says what cannot be, and where."""
    try:
        found = Definition.model_validate(given)
    except (ValidationError, RecursionError) as error:
        raise _wrong(error) from None
    if _count(found.where) > MOST_CONDITIONS:
        raise Wrong(f"has more than {MOST_CONDITIONS} conditions.", "where")
    return found


def _wrong(error: ValidationError | RecursionError) -> Wrong:
    if isinstance(error, RecursionError):
        return Wrong("is nested too deeply.", "where")
    first = error.errors()[0]
    return Wrong(f"is wrong: {first['msg']}.", *(str(step) for step in first["loc"]))


def _count(condition: Condition | None) -> int:
    if condition is None:
        return 0
    parts: Sequence[Condition] = [*(condition.all or ()), *(condition.any or ())]
    return 1 + sum(map(_count, parts))
