"""The statements of loaders, kept as text for all requests that ask alike."""

from collections.abc import Callable, Hashable, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from sqlalchemy import Select

from core.clock import Clock
from core.reading.arguments import late, shape
from core.reading.kept import Kept, Record, made, symbolic
from core.reading.late import Binds, Late
from core.recent import Recent
from core.viewer import Viewer

if TYPE_CHECKING:
    from core.database import Database
    from core.reading.loader import Loader

MOST_STATEMENTS = 1000
"""Statements kept per deployment; the last used."""

Make = Callable[[Viewer, Binds], Select[Any]]
"""Makes a statement for a viewer."""

ARGUMENTS, KEYS = 0, 1
"""Where a statement finds the arguments of its field, and the keys it reads for."""


class Statements:
    """Runs the statements of one deployment's loaders."""

    def __init__(self, database: "Database", clock: Clock) -> None:
        self._database = database
        self._clock = clock
        self._kept: Recent[Hashable, Kept] = Recent(MOST_STATEMENTS)

    def __len__(self) -> int:
        return len(self._kept)

    async def rows(self, loader: "Loader", viewer: Viewer, keys: Sequence[int]) -> Sequence[Record]:
        """What a loader reads; BadInput or Forbidden if its arguments cannot be used."""
        statement = self._statement(loader, viewer)
        values = self._values(statement, loader, viewer, keys)
        return statement.read(await self._database.reader.rows(statement.sql, values))

    def check(self, loader: "Loader", viewer: Viewer) -> None:
        """Raise what `rows` would for the arguments of a loader, and read nothing."""
        self._values(self._statement(loader, viewer), loader, viewer, [])

    def own(self, key: Hashable, viewer: Viewer, make: "Make") -> Kept:
        """A statement that is no loader's, made for viewers with the same permissions.

        `make` gets a viewer whose key is a parameter, and adds its other parameters to the binds.
        """
        place = ("own", key, viewer.permissions)
        if place not in self._kept:
            binds, dialect = Binds(), self._database.engine.dialect
            self._kept[place] = made(partial(make, symbolic(viewer), binds), binds, dialect)
        return self._kept[place]

    def _values(
        self, statement: Kept, loader: "Loader", viewer: Viewer, keys: Sequence[int]
    ) -> list[Any]:
        given = {ARGUMENTS: loader.arguments, KEYS: {"keys": keys}}
        return statement.arguments(viewer, given, self._clock.today())

    def _statement(self, loader: "Loader", viewer: Viewer) -> Kept:
        key = (loader.kept_as, shape(loader.arguments), viewer.permissions)
        if key not in self._kept:
            binds = Binds()
            arguments = late(loader.arguments, binds, ARGUMENTS)
            keys = Late(binds, KEYS, ("keys",))
            statement = partial(loader.statement, symbolic(viewer), arguments, keys)
            self._kept[key] = made(statement, binds, self._database.engine.dialect)
        return self._kept[key]
