"""Arguments of fields: what of them shapes the statement, and what it learns when it runs."""

from collections.abc import Hashable, Mapping
from typing import Any

from core.reading.cursors import nulls
from core.reading.late import Binds, Late
from core.reading.search import Search

SHAPING = frozenset({"orderBy", "archived", "by"})
"""Arguments whose values decide how the statement reads."""

IDS = frozenset({"id", "ids"})
"""Arguments whose types of things decide how the statement reads."""

SHAPING_OPERANDS = frozenset({"isNull", "isEmpty"})


def shape(arguments: Mapping[str, Any]) -> Hashable:
    """What two sets of arguments have in common when one statement serves both."""
    return tuple([(name, _shape_of(name, value)) for name, value in arguments.items()])


def _shape_of(name: str, value: Any) -> Hashable:
    if name in SHAPING:
        return _frozen(value)
    if name in IDS:
        return (
            tuple(sorted(set(map(_prefix, value)))) if isinstance(value, list) else _prefix(value)
        )
    if name == "after" and value is not None:
        return nulls(value)
    if name == "search" and value is not None:
        return Search(value).shape
    return _shape(value)


def _prefix(text: object) -> str:
    return str(text).rpartition("_")[0]


def _frozen(value: Any) -> Hashable:
    if isinstance(value, Mapping):
        return tuple((k, _frozen(v)) for k, v in value.items())
    if isinstance(value, list):
        return tuple(map(_frozen, value))
    return value  # type: ignore[no-any-return]


def _shape(value: Any) -> Hashable:
    if isinstance(value, Mapping):
        return tuple((k, v if k in SHAPING_OPERANDS else _shape(v)) for k, v in value.items())
    if isinstance(value, list):
        return tuple(map(_shape, value)) if _is_nested(value) else "list"
    return None if value is None else "value"


def _is_nested(value: list[Any]) -> bool:
    """Whether a list holds conditions; an empty one might."""
    return not value or isinstance(value[0], Mapping)


def late(arguments: Mapping[str, Any], binds: Binds, place: int) -> dict[str, Any]:
    """The arguments with late values in place of all that does not shape the statement."""
    return {
        name: value if name in SHAPING else _late(value, binds, place, (name,))
        for name, value in arguments.items()
    }


def _late(value: Any, binds: Binds, place: int, path: tuple[str | int, ...]) -> Any:
    if isinstance(value, Mapping):
        return {
            k: v if k in SHAPING_OPERANDS else _late(v, binds, place, (*path, k))
            for k, v in value.items()
        }
    if isinstance(value, list) and _is_nested(value):
        return [_late(v, binds, place, (*path, i)) for i, v in enumerate(value)]
    return None if value is None else Late(binds, place, path, known=value)
