"""Global ids: `customer_42`. Opaque to clients, one concatenation in SQL."""

import re
from typing import NamedTuple

from sqlalchemy import ColumnElement, String, cast, literal_column

from core.errors import BadInput

_ID = re.compile(r"([a-z][a-z0-9]*(?:_[a-z][a-z0-9]*)*)_([1-9][0-9]{0,17})")


class GlobalId(NamedTuple):
    """A decoded id: the snake-case prefix of the type and the row's key."""

    prefix: str
    key: int


def prefix_of(type_name: str) -> str:
    """`CustomerGroup` -> `customer_group`."""
    return re.sub(r"(?<!^)(?=[A-Z])", "_", type_name).lower()


def encode(prefix: str, key: int) -> str:
    return f"{prefix}_{key}"


def encode_sql(prefix: str, key: ColumnElement[int]) -> ColumnElement[str]:
    return literal_column(f"'{prefix}_'", String) + cast(key, String)


def decode(text: str) -> GlobalId:
    """The parts of an id; BadInput if it is damaged."""
    match = _ID.fullmatch(text)
    if match is None:
        raise BadInput(f"'{text[:80]}' is not an id of this API. Use an id that a query returned.")
    return GlobalId(match[1], int(match[2]))


def decode_as(prefix: str, text: str) -> int:
    """The key of an id that must be of the given type; BadInput otherwise."""
    found = decode(text)
    if found.prefix != prefix:
        raise BadInput(f"'{text}' is an id of {found.prefix}; one of {prefix} is expected here.")
    return found.key
