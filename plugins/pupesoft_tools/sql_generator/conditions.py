"""Operators of reports by the kind of value, and the values that they compare with."""

from collections.abc import Callable, Mapping
from enum import Enum
from typing import Any, get_args, get_origin

from graphql import GraphQLError
from sqlalchemy import ColumnElement, and_

from core.declare.kinds import optional_free
from core.errors import BadInput
from core.reading.conditions import PARSERS
from core.reading.filters import checked
from core.reading.operators import BOOLEANS, LISTS, Operator, operators_for
from plugins.pupesoft_tools.sql_generator.definition import Wrong

BETWEEN = "between"


def operators_of(annotation: Any) -> Mapping[str, Operator]:
    """The operators for values of a field's type, by name; none if they cannot be compared."""
    known = operators_for(optional_free(annotation)) or {}
    if "gte" not in known:
        return known
    return {**known, BETWEEN: lambda c, v: and_(known["gte"](c, v[0]), known["lte"](c, v[1]))}


def compared(
    annotation: Any,
    column: ColumnElement[Any],
    operator: str | None,
    given: Any,
    path: tuple[str, ...],
) -> ColumnElement[bool]:
    """A comparison as SQL; Wrong if there is no such operator, or the value does not fit."""
    known = operators_of(annotation)
    if operator is None or operator not in known:
        names = ", ".join(known) or "none"
        raise Wrong(f"is no operator for this field; there are: {names}.", *path, "operator")
    here = (*path, "value")
    value = _value(annotation, operator, given, here)
    try:
        for each in value if operator == BETWEEN else [value]:
            checked("eq" if operator == BETWEEN else operator, each, here)
    except BadInput as problem:
        raise Wrong(f"cannot be used: {problem.message}", *here) from None
    return known[operator](column, value)


def _value(annotation: Any, operator: str, given: Any, path: tuple[str, ...]) -> Any:
    parse = PARSERS[bool] if operator in BOOLEANS else parser_of(annotation)
    if given is None:
        raise Wrong("is missing; ask for nulls with isNull.", *path)
    if operator == BETWEEN and (not isinstance(given, list) or len(given) != 2):
        raise Wrong("is not a pair of values, the least and the greatest.", *path)
    if operator in LISTS and not isinstance(given, list):
        raise Wrong("is not a list of values.", *path)
    try:
        if operator in LISTS or operator == BETWEEN:
            return [parse(each) for each in given]
        return parse(given)
    except KeyError:
        raise Wrong("is none of the values of this field.", *path) from None
    except (GraphQLError, ValueError, TypeError) as error:
        raise Wrong(f"does not fit: {error}", *path) from None


def parser_of(annotation: Any) -> Callable[[Any], Any]:
    """Reads values of a field's type from JSON."""
    kind = optional_free(annotation)
    kind = get_args(kind)[0] if get_origin(kind) is list else kind
    if isinstance(kind, type) and issubclass(kind, Enum):
        return lambda given: kind[str(given)]
    return PARSERS[kind]
