"""Aliases of models: in one statement each stands at one place, other statements use them again."""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import lru_cache
from typing import Any, TypeAlias

from sqlalchemy import FromClause, inspect

from core.declare.field import Alias

Model: TypeAlias = Any
"""A class that is mapped to a table."""

MOST_ALIKE = 8
"""Aliases of one model that are used again; a statement with more gets new ones."""

MOST_ALIASES = 250
"""Aliases that are kept; the last used."""

_given: ContextVar[Counter[Model] | None] = ContextVar("given", default=None)


class Aliased:
    """The columns of a source, by the attributes of the model whose names they have.

    SQLAlchemy's own `aliased` is for statements that load objects of the ORM, and costs more.
    """

    def __init__(self, model: Model, source: FromClause) -> None:
        self._source = source
        for attribute in inspect(model).column_attrs:
            name = attribute.columns[0].key
            if name in source.c:
                setattr(self, attribute.key, source.c[name])

    def __clause_element__(self) -> FromClause:
        return self._source


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
    """An alias of a model that stands nowhere else in the statement that is being made.

    SQL that is made with it must not be kept for another statement, which may use it elsewhere.
    """
    given = _given.get()
    if given is None or given[model] == MOST_ALIKE:
        return _made(model)
    given[model] += 1
    return _kept(model, given[model])


def source_of(row: Alias) -> FromClause:
    """What an alias reads from: a table, or what stands for one."""
    found: FromClause = (
        row.__clause_element__() if isinstance(row, Aliased) else inspect(row).selectable
    )
    return found


@lru_cache(MOST_ALIASES)
def _kept(model: Model, place: int) -> Alias:
    # its columns take longer to make than the rest of a predicate
    return _made(model)


def _made(model: Model) -> Alias:
    return Aliased(model, inspect(model).selectable.alias())
