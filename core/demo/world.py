"""What the demo rows of all domains have in common."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from itertools import chain
from operator import itemgetter
from random import Random
from typing import Any, TypeVar
from zlib import crc32

from sqlalchemy import func, insert, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import DeclarativeBase

from core.collation import sort_key
from core.errors import KortistoError
from core.models import Base, Identified

Progress = Callable[[str, int, int], None]
"""Told what is being filled, how many rows are there, and how many there will be."""

STEP = 1000

T = TypeVar("T")


class DemoRefused(KortistoError):
    """Demo data would mix with real ones."""

    code = "NOT_EMPTY"


@dataclass
class DemoWorld:
    """The size and the choices of the demo data.

    `customers` is their number; `density` is how many rows of a kind plugins may add per customer,
    on average. `password_hash` is that of the demo sign-ins. `keys` tells which ids each table got.
    """

    customers: int
    seed: int
    today: date
    language: str
    currency: str
    permissions: Sequence[str]
    password_hash: str
    progress: Progress
    density: int = 3
    keys: dict[type[DeclarativeBase], range] = field(default_factory=dict)
    keywords: dict[str, Sequence[int]] = field(default_factory=dict)

    def random(self, what: str) -> Random:
        """A source of chance of its own, so that leaving a plugin out changes nothing elsewhere."""
        return Random(f"{self.seed}/{what}")  # noqa: S311 - demo data hold no secrets

    def pick(self, what: str, place: int, choices: Sequence[T]) -> T:
        """The same choice for the same thing, wherever it is asked for."""
        return choices[self.number(what, place) % len(choices)]

    def number(self, what: str, place: int) -> int:
        """A number below 2**32 that looks random."""
        return crc32(f"{self.seed}/{what}/{place}".encode())

    def sort_key(self, name: str) -> str:
        """What a list sorts the name by."""
        return sort_key(name, self.language)

    def days_ago(self, days: int) -> datetime:
        """Noon of a day in the past."""
        return datetime.combine(self.today - timedelta(days=days), time(12), UTC)

    async def reserve(self, session: AsyncSession, model: type[Base], count: int) -> range:
        """Ids for the rows of a table; DemoRefused if it has rows already."""
        table = model.__tablename__
        if await session.scalar(
            select(func.count()).select_from(select(1).select_from(model).limit(1).subquery())
        ):
            raise DemoRefused(
                f"The table {table} has rows already: demo data need an empty database."
            )
        if count:
            sequence = func.pg_get_serial_sequence(table, "id")
            await session.execute(select(func.setval(sequence, count)))
        self.keys[model] = range(1, count + 1)
        return self.keys[model]

    async def add(
        self, session: AsyncSession, model: type[Base], rows: Iterable[Mapping[str, Any]]
    ) -> None:
        """Insert a few rows; those of a table with ids of its own get the reserved ones."""
        values = [dict(row) for row in rows]
        if issubclass(model, Identified):
            for key, row in zip(
                await self.reserve(session, model, len(values)), values, strict=True
            ):
                row["id"] = key
        await session.execute(insert(model), values)
        self.progress(model.__tablename__, len(values), len(values))

    async def copy(
        self,
        session: AsyncSession,
        model: type[Base],
        rows: Iterable[Mapping[str, Any]],
        total: int,
    ) -> None:
        """Insert many rows, all with the same columns, as a stream of which nothing is kept."""
        stream = iter(rows)
        first = next(stream, None)
        if first is None:
            return
        columns = tuple(first)
        values = map(itemgetter(*columns), chain([first], stream))
        connection = await (await session.connection()).get_raw_connection()
        driver: Any = connection.driver_connection
        await driver.copy_records_to_table(
            model.__tablename__,
            columns=columns,
            records=self._counted(model.__tablename__, values, total),
        )

    def _counted(self, what: str, rows: Iterable[T], total: int) -> Iterator[T]:
        done = 0
        for done, row in enumerate(rows, 1):
            yield row
            if done % STEP == 0:
                self.progress(what, done, total)
        self.progress(what, done, total)
