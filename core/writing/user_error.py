"""What a caller can correct, told beside the answer instead of failing the operation."""

from enum import StrEnum

import strawberry


class Code(StrEnum):
    """The codes of the core. Plugins may use words of their own."""

    REQUIRED = "REQUIRED"
    INVALID = "INVALID"
    TOO_LONG = "TOO_LONG"
    TOO_MANY = "TOO_MANY"
    NOT_FOUND = "NOT_FOUND"
    ARCHIVED = "ARCHIVED"
    TAKEN = "TAKEN"
    DUPLICATE = "DUPLICATE"
    FORBIDDEN_VALUE = "FORBIDDEN_VALUE"
    CONFLICT = "CONFLICT"
    STALE = "STALE"
    ABORTED = "ABORTED"


@strawberry.type(description="Something in the input that the caller can correct.")
class UserError:
    code: str = strawberry.field(
        description="REQUIRED: a value is missing. INVALID: it is malformed or out of bounds. "
        "TOO_LONG, TOO_MANY: above a limit. NOT_FOUND: no such record, or none you may see. "
        "ARCHIVED: restore the record first. TAKEN: another record has the value. DUPLICATE: the "
        "same record stands twice in the batch. FORBIDDEN_VALUE: you may not set this. CONFLICT: "
        "somebody changed the record since; see `currentVersion`. STALE: newer data are here "
        "already. ABORTED: undone because another item failed. Plugins have codes of their own."
    )
    message: str = strawberry.field(description="For people: names the field, says what to do.")
    path: list[str] = strawberry.field(
        description='Where in the arguments, such as ["input", "items", "3", "email"].'
    )
    current_version: int | None = strawberry.field(
        default=None, description="With CONFLICT, the record's version now."
    )


class Refused(Exception):
    """A value that cannot be written, raised while it is checked."""

    def __init__(self, message: str, code: str = Code.INVALID) -> None:
        super().__init__(message)
        self.message = message
        self.code = code
