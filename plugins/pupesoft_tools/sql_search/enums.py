"""How searches end, and what their parameters hold."""

from enum import Enum

import strawberry


@strawberry.enum(description="How a search ended.")
class SearchOutcome(Enum):
    DONE = strawberry.enum_value("DONE", description="It gave its rows, all or the first of them.")
    REFUSED = strawberry.enum_value("REFUSED", description="It was not run: it asks for too much.")
    FAILED = strawberry.enum_value("FAILED", description="PostgreSQL could not run it.")
    TIMEOUT = strawberry.enum_value("TIMEOUT", description="It took too long.")
    TOO_LARGE = strawberry.enum_value("TOO_LARGE", description="A row or the result was too large.")


@strawberry.enum(description="What a parameter of a saved search holds.")
class ParameterKind(Enum):
    TEXT = strawberry.enum_value("TEXT", description="Text.")
    INTEGER = strawberry.enum_value("INTEGER", description="A whole number.")
    DECIMAL = strawberry.enum_value("DECIMAL", description='A decimal number, "1234.50".')
    DATE = strawberry.enum_value("DATE", description="A day, 2026-01-31.")
    BOOLEAN = strawberry.enum_value("BOOLEAN", description="True or false.")
