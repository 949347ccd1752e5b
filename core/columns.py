"""Kinds of columns that many tables share."""

from enum import Enum
from typing import Annotated

from sqlalchemy import CheckConstraint, ForeignKey, String, Text
from sqlalchemy import Enum as EnumType
from sqlalchemy.orm import mapped_column

Name = Annotated[str, mapped_column(String(200))]
"""What a thing is called, at most 200 characters."""

Email = Annotated[str, mapped_column(String(254), info={"format": "email"})]
"""An e-mail address in lower case; pair it with `lower_case`."""

Phone = Annotated[str, mapped_column(String(16), info={"format": "phone"})]
"""A phone number in E.164 (`+358401234567`); pair it with `e164`."""

LocaleCode = Annotated[str, mapped_column(String(10), info={"format": "language"})]
"""A language as in BCP 47: `fi`, `hr`, `en`."""

Country = Annotated[str, mapped_column(String(2), info={"format": "country"})]
"""ISO 3166-1 alpha-2; pair it with `iso_country`."""

BusinessId = Annotated[str, mapped_column(String(20), info={"format": "business_id"})]
"""Number in the trade register, as its country writes it."""

VatId = Annotated[str, mapped_column(String(20), info={"format": "vat_id"})]
"""VAT number with its country's prefix."""

Lines = Annotated[str, mapped_column(String(200), info={"lines": True})]
"""A short text that may have several lines."""

SortKey = Annotated[str, mapped_column(Text(collation="C"))]
"""What a list sorts by; see core.collation."""

CustomerKey = Annotated[int, mapped_column(ForeignKey("customer.id"), index=True)]
EmployeeKey = Annotated[int, mapped_column(ForeignKey("employee.id"), index=True)]
KeywordKey = Annotated[int, mapped_column(ForeignKey("keyword.id"), index=True)]


def stored(kind: type[Enum], name: str) -> EnumType:
    """A column that holds the names of an enum, checked by a constraint of the given name."""
    return EnumType(kind, name=name, native_enum=False, length=20, create_constraint=True)


def lower_case(column: str) -> CheckConstraint:
    return CheckConstraint(f"{column} = lower({column})", name=f"{column}_lower")


def e164(column: str) -> CheckConstraint:
    return CheckConstraint(f"{column} ~ '^\\+[1-9][0-9]{{1,14}}$'", name=f"{column}_e164")


def iso_country(column: str) -> CheckConstraint:
    return CheckConstraint(f"{column} ~ '^[A-Z]{{2}}$'", name=f"{column}_iso")


def iso_currency(column: str = "currency") -> CheckConstraint:
    return CheckConstraint(f"{column} ~ '^[A-Z]{{3}}$'", name=f"{column}_iso")


def not_negative(column: str) -> CheckConstraint:
    return CheckConstraint(f"{column} >= 0", name=f"{column}_not_negative")


def interval(first: str, last: str) -> CheckConstraint:
    """Inclusive dates in order; either may be open."""
    return CheckConstraint(f"{first} <= {last}", name=f"{first}_{last}_order")
