"""Aliases of models: in one statement each stands at one place, other statements use them again."""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import lru_cache
from typing import Any, TypeAlias

from sqlalchemy.orm import aliased

from core.declare.field import Alias

Model: TypeAlias = Any
"""A class that is mapped to a table."""

MOST_ALIKE = 8
"""Aliases of one model that are used again; a statement with more gets new ones."""

MOST_ALIASES = 500
"""Aliases that are kept; the last used."""

_given: ContextVar[Counter[Model] | None] = ContextVar("given", default=None)


@contextmanager
def one_statement() -> Iterator[None]:
    """What is made within stands in one statement, or in none: it must end as text.

    A statement that is made while another is shares its aliases, as it might come to stand in it.
    """
    given = _given.get()
    token = _given.set(Counter() if given is None else given)
    try:
        yield
    finally:
        _given.reset(token)


def alias(model: Model) -> Alias:
    """An alias of a model that stands nowhere else in the statement that is being made."""
    given = _given.get()
    if given is None or given[model] == MOST_ALIKE:
        return aliased(model)
    given[model] += 1
    return _kept(model, given[model])


@lru_cache(MOST_ALIASES)
def _kept(model: Model, place: int) -> Alias:
    # its first use makes all its columns, which takes longer than the rest of a predicate
    return aliased(model)
