"""What a mapping file says: where each value of a target comes from."""

import codecs
import re
from collections.abc import Mapping as Pairs
from decimal import Decimal
from typing import Annotated, Literal, Self

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, field_validator, model_validator

Constant = str | int | bool | Decimal
EXTERNAL_ID = "external_id"


class Rule(BaseModel):
    """Where the value of one field comes from, and what is done to it, in the order given here.

    A bare text in the mapping file is the name of a column.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    column: str | None = Field(None, description="The column to read.")
    template: str | None = Field(None, description="A text with columns: `{first} {last}`.")
    constant: Constant | None = Field(None, description="The same value on every line.")
    blank: tuple[str, ...] = Field((), description="Values that mean nothing in this column.")
    default: str | None = Field(None, description="What a blank becomes.")
    corrections: Pairs[str, str] = Field({}, description="Misspellings; the report counts them.")
    values: Pairs[str, str] = Field({}, description="The file's words and the target's.")
    pattern: str | None = Field(None, description="Regular expression; its group 1 is taken.")
    replace: Pairs[str, str] = Field({}, description="Parts of the text and what they become.")
    case: Literal["upper", "lower"] | None = None
    decimal: Literal[",", "."] | None = Field(
        None, description="The decimal sign; white space and the other sign group thousands."
    )
    multiply: Decimal | None = Field(None, description="What a number is multiplied by.")
    date: str | None = Field(None, description="How a date is written: `%d.%m.%Y`.")
    match: str | None = Field(
        None,
        description="The field of the other record that holds this text, or external_id.",
    )
    source: str | None = Field(None, description="The source of the external id, if another.")
    unknown: Literal["reject", "blank"] = Field(
        "reject", description="What becomes of a line that refers to what does not exist."
    )

    @model_validator(mode="after")
    def _has_one_origin(self) -> Self:
        origins = (self.column, self.template, self.constant)
        if sum(origin is not None for origin in origins) != 1:
            raise ValueError("give one of 'column', 'template' and 'constant'")
        return self

    @field_validator("pattern")
    @classmethod
    def _has_one_group(cls, pattern: str | None) -> str | None:
        try:
            groups = 1 if pattern is None else re.compile(pattern).groups
        except re.error as error:
            raise ValueError(f"not a regular expression: {error}") from None
        if groups != 1:
            raise ValueError("write one group in round brackets: the part to take")
        return pattern


def as_rule(value: object) -> object:
    """A bare text as the rule that reads the column of that name."""
    return {"column": value} if isinstance(value, str) else value


def as_list(value: object) -> object:
    return [value] if isinstance(value, str) else value


class Mapping(BaseModel):
    """How a file fills a target. Records are known again by `source` and the key columns."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    target: str | None = Field(None, description="The target it is made for.")
    source: str = Field(min_length=1, max_length=60, description="What the system is called.")
    key: Annotated[tuple[str, ...], BeforeValidator(as_list)] = Field(
        min_length=1, description="Column or columns that name a record; the external id."
    )
    repeated: Literal["reject", "same"] = Field(
        "reject", description="Whether a key may stand on several lines that say the same."
    )
    encoding: str | None = Field(None, description="A codec of Python; recognised otherwise.")
    delimiter: str | None = Field(None, min_length=1, max_length=1)
    blank: tuple[str, ...] = Field((), description="Values that mean nothing in any column.")
    skip: Pairs[str, Annotated[tuple[str, ...], BeforeValidator(as_list)]] = Field(
        {}, description="Columns, and the values whose lines are left out."
    )
    fields: Pairs[str, Annotated[Rule, BeforeValidator(as_rule)]] = Field(min_length=1)

    @field_validator("encoding")
    @classmethod
    def _is_known(cls, encoding: str | None) -> str | None:
        try:
            return encoding and codecs.lookup(encoding).name
        except LookupError:
            raise ValueError("no known encoding; use utf-8, windows-1252 or windows-1250") from None
