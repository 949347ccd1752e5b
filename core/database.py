"""The way to PostgreSQL: short reads on any connection, writes in one transaction."""

from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from functools import partial
from typing import Any, TypeVar, cast

import orjson
from sqlalchemy import Executable, Row, event, select
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import (
    AsyncConnection,
    AsyncEngine,
    AsyncSession,
    create_async_engine,
)

from core.clock import Clock
from core.errors import TooSlow
from core.events.hub import Hub
from core.reader import Reader
from core.reading.today import TellsToday
from core.signals import Signals
from core.snapshot import Snapshot, snapshot
from core.viewer import Viewer
from core.writer import Writer
from core.writing.change import Change
from core.writing.idempotency import note_written
from core.writing.session import WriteSession

T = TypeVar("T")

QUERY_CANCELED = "57014"
"""PostgreSQL's code for a statement that its timeout ended."""


NOT_OF_DRIVER = (
    "async_creator_fn",
    "async_fallback",
    "prepared_statement_cache_size",
    "prepared_statement_name_func",
)
"""Arguments of a connection that SQLAlchemy keeps for itself."""

Listener = Callable[[AsyncSession, list[Change]], Awaitable[None]]
"""Acts on changes in their transaction, before it commits."""

ROUNDS = 20
"""How often writes may cause further writes in one transaction."""


async def _nobody(session: AsyncSession, changes: list[Change]) -> None:
    """Nobody listens."""


class Database:
    """The connections: one pool for all that SQLAlchemy does, and one for reads without it.

    Reads run outside transactions, each statement on whatever connection is free, so that sibling
    fields may load at the same time. Writes get a session of their own.
    """

    def __init__(
        self,
        engine: AsyncEngine,
        reader: Reader,
        writer: Writer,
        signals: Signals,
        snapshot: Callable[[float], AbstractAsyncContextManager[Snapshot]],
    ) -> None:
        self.engine = engine
        self.reader = reader
        self.writer = writer
        self.snapshot = snapshot
        """A connection for reading very much; each statement may take so many seconds."""
        self.signals = signals
        self.hub = Hub(signals)
        self.after_commit: list[Callable[[], None]] = []
        """Called after each write of this process."""
        self.listener: Listener = _nobody
        self._reader = engine.execution_options(isolation_level="AUTOCOMMIT")

    def follow(self, clock: Clock) -> None:
        """Tell statements the day of a clock."""
        engine = self.engine.sync_engine
        event.listen(engine, "before_execute", TellsToday(clock), retval=True)

    async def fetch(
        self, statement: Executable, parameters: Mapping[str, object] | None = None
    ) -> Sequence[Row[Any]]:
        """All rows of a read; TooSlow if it takes longer than the statement timeout."""

        async def read(connection: AsyncConnection) -> Sequence[Row[Any]]:
            return (await connection.execute(statement, parameters)).all()

        return await self._read(read)

    async def _read(self, read: Callable[[AsyncConnection], Awaitable[T]]) -> T:
        """Read once more if the connection turns out to be broken: PostgreSQL was restarted."""
        try:
            async with self._reader.connect() as connection:
                return await read(connection)
        except DBAPIError as error:
            if not error.connection_invalidated:
                raise explained(error) from error
        async with self._reader.connect() as connection:
            return await read(connection)

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[AsyncConnection]:
        """A connection for several reads in a row, outside a transaction."""
        async with self._reader.connect() as connection:
            yield connection

    @asynccontextmanager
    async def writing(self, viewer: Viewer | None = None) -> AsyncIterator[AsyncSession]:
        """A session whose transaction commits at the end, or is rolled back by an exception.

        What the ORM writes in it is logged as the viewer's, and told to the listener.
        """
        # finds out whether PostgreSQL was restarted, while there is nothing to lose
        await self.fetch(select(1))
        made = AsyncSession(self.engine, expire_on_commit=False, sync_session_class=WriteSession)
        async with made as session, session.begin():
            cast(WriteSession, session.sync_session).viewer = viewer
            yield session
            await self.announce(session)
            await note_written(session)
        for tell in self.after_commit:
            tell()

    async def announce(self, session: AsyncSession) -> None:
        """Tell the listener of all changes, also those it makes itself, until there are none."""
        log = cast(WriteSession, session.sync_session)
        for _ in range(ROUNDS):
            changes = await session.run_sync(lambda _: log.take_changes())
            if not changes:
                return
            await self.listener(session, changes)
        raise RuntimeError(f"Writes caused writes {ROUNDS} times over: a plugin goes in circles.")

    async def close(self) -> None:
        await self.hub.close()
        await self.signals.close()
        await self.reader.close()
        await self.writer.close()
        await self.engine.dispose()


def explained(error: DBAPIError) -> Exception:
    if getattr(error.orig, "sqlstate", None) == QUERY_CANCELED:
        return TooSlow()
    return error


def connect(
    url: str,
    *,
    pool_size: int = 10,
    statement_timeout_ms: int = 30_000,
    application: str = "kortisto",
) -> Database:
    """A database for the URL (`postgresql+asyncpg://…`). Nothing is opened until it is used.

    PostgreSQL lists the connections under the name of the application.
    """
    settings = {
        "application_name": application,
        "jit": "off",
        "statement_timeout": str(statement_timeout_ms),
        "timezone": "UTC",
    }
    engine = create_async_engine(
        url,
        pool_size=pool_size,
        max_overflow=0,
        json_serializer=lambda value: orjson.dumps(value).decode(),
        json_deserializer=orjson.loads,
        connect_args={"server_settings": settings},
    )
    direct = {**driver_arguments(engine), "server_settings": settings}
    reader, writer = Reader(direct, pool_size), Writer(direct, (pool_size + 1) // 2)
    return Database(engine, reader, writer, Signals(direct), partial(snapshot, direct))


def driver_arguments(engine: AsyncEngine) -> dict[str, Any]:
    """How the driver itself connects to where an engine does."""
    _, arguments = engine.dialect.create_connect_args(engine.url)
    return {name: value for name, value in arguments.items() if name not in NOT_OF_DRIVER}
