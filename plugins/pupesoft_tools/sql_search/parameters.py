"""Parameters of searches: their names, what they hold, and the values that are given for them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from core.errors import BadInput
from core.scalars import checked_text, parse_date, parse_decimal
from plugins.pupesoft_tools.sql_search.enums import ParameterKind

LARGEST_INTEGER = 2**63 - 1


@dataclass(frozen=True)
class Parameter:
    """A parameter `:name` of a search."""

    name: str
    kind: ParameterKind

    @property
    def type(self) -> str:
        """PostgreSQL's type of its values."""
        return TYPES[self.kind]

    def read(self, given: object) -> Any:
        """The value for the database; BadInput if it is not of the kind. Null is a value."""
        if given is None:
            return None
        try:
            return READERS[self.kind](given)
        except (ValueError, TypeError, UnicodeEncodeError) as error:
            raise BadInput(f"The parameter '{self.name}': {error}") from None


def read_all(parameters: Sequence[Parameter], given: Mapping[str, object]) -> list[Any]:
    """The values of the parameters, in their order; BadInput if one is missing or unknown."""
    known = [parameter.name for parameter in parameters]
    for name in given:
        if name not in known:
            raise BadInput(f"The search has no parameter '{name}'; it has {_told(known)}.")
    for name in known:
        if name not in given:
            raise BadInput(f"The search needs a value for the parameter '{name}', or null.")
    return [parameter.read(given[parameter.name]) for parameter in parameters]


def _told(names: Sequence[str]) -> str:
    return ", ".join(f"'{name}'" for name in names) or "none"


def _integer(given: object) -> int:
    if isinstance(given, bool) or not isinstance(given, int) or abs(given) > LARGEST_INTEGER:
        raise ValueError("Write a whole number.")
    return given


def _boolean(given: object) -> bool:
    if not isinstance(given, bool):
        raise ValueError("Write true or false.")
    return given


TYPES: Mapping[ParameterKind, str] = {
    ParameterKind.TEXT: "text",
    ParameterKind.INTEGER: "bigint",
    ParameterKind.DECIMAL: "numeric",
    ParameterKind.DATE: "date",
    ParameterKind.BOOLEAN: "boolean",
}

READERS: Mapping[ParameterKind, Any] = {
    ParameterKind.TEXT: checked_text,
    ParameterKind.INTEGER: _integer,
    ParameterKind.DECIMAL: parse_decimal,
    ParameterKind.DATE: parse_date,
    ParameterKind.BOOLEAN: _boolean,
}
