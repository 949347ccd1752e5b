"""The API as tests call it: a deployment on a database of its own, without HTTP."""

from collections.abc import AsyncIterator, Iterable, Iterator, Mapping, Sequence
from contextlib import aclosing, asynccontextmanager, contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from functools import cache, partial
from typing import Any
from unittest.mock import patch

from sqlalchemy import event, insert
from sqlalchemy.engine import Connection

from core.clock import Clock
from core.context import Context
from core.database import Database, connect
from core.deployment import Deployment, assemble, declarations, enabled_plugins, sections_of
from core.models import Base
from core.plugins import Plugins, discover, load_plugins
from core.registry import Registry
from core.settings import Settings
from core.viewer import Viewer
from schema.composition import Extensions, Schema, compose
from schema.documents import DocumentCache
from schema.limits import Limits
from tests.keeping import APPLICATION, KEEPER, Kept

ALL_PLUGINS = ("finance", "groups", "leads", "opportunities", "plans", "pupesoft_tools")
"""The plugins of this repository."""


@dataclass
class MovableClock:
    """A clock that stands still until a test moves it."""

    instant: datetime = datetime(2026, 3, 15, 12, tzinfo=UTC)

    def now(self) -> datetime:
        return self.instant

    def today(self) -> date:
        return self.instant.date()


@dataclass(frozen=True)
class Answer:
    """What came back: data, and errors as (code, path) with their messages."""

    data: Any
    errors: list[tuple[str, tuple[str | int, ...]]]
    messages: list[str]

    def __getitem__(self, name: str) -> Any:
        assert not self.messages, self.messages
        return self.data[name]


class Api:
    """Runs operations as different viewers."""

    def __init__(self, deployment: Deployment) -> None:
        self.deployment = deployment
        self.schema = documented(deployment.registry)

    async def __call__(
        self, query: str, viewer: Viewer | None = None, /, **variables: object
    ) -> Answer:
        return await self.run(query, Context(self.deployment, viewer), variables)

    async def run(self, query: str, context: Context, variables: Mapping[str, object]) -> Answer:
        """Run an operation in a context of the test's own."""
        result = await self.schema.execute(
            query, variable_values=dict(variables), context_value=context
        )
        return answer_of(result)

    @asynccontextmanager
    async def following(
        self, query: str, viewer: Viewer | Context | None = None, /, **variables: object
    ) -> AsyncIterator[AsyncIterator[Answer]]:
        """The events of a subscription."""
        context = viewer if isinstance(viewer, Context) else Context(self.deployment, viewer)
        found = await self.schema.subscribe(query, dict(variables), context)
        async with aclosing(found) as events:
            yield (answer_of(event) async for event in events)

    @property
    def admin(self) -> Viewer:
        """A viewer with every permission."""
        return self.viewer(1, self.deployment.registry.permissions)

    def viewer(self, employee_id: int, permissions: Iterable[str] = ()) -> Viewer:
        return Viewer(employee_id, frozenset(permissions))

    async def add(self, model: type[Base], *rows: Mapping[str, Any]) -> None:
        """Insert rows as they are, past all rules."""
        async with self.deployment.database.engine.begin() as connection:
            for row in rows:
                await connection.execute(insert(model).values(**row))

    @contextmanager
    def statements(self) -> Iterator[list[str]]:
        """The SQL statements that run meanwhile."""
        seen: list[str] = []

        def note(connection: Connection, cursor: object, statement: str, *_: object) -> None:
            seen.append(statement)

        async def rows(sql: str, arguments: Sequence[Any]) -> Sequence[Sequence[Any]]:
            seen.append(sql)
            return await read(sql, arguments)

        engine = self.deployment.database.engine.sync_engine
        reader = self.deployment.database.reader
        read = reader.rows
        event.listen(engine, "before_cursor_execute", note)
        try:
            with patch.object(reader, "rows", rows):
                yield seen
        finally:
            event.remove(engine, "before_cursor_execute", note)


def answer_of(result: Any) -> Answer:
    """What came back, as tests look at it."""
    errors = result.errors or []
    return Answer(
        result.data,
        [(str((e.extensions or {}).get("code", "INTERNAL")), tuple(e.path or ())) for e in errors],
        [e.message for e in errors],
    )


def deployment_on(
    url: str,
    plugins: Iterable[str] = ALL_PLUGINS,
    sections: Mapping[str, Mapping[str, object]] = {},
    **settings: object,
) -> Deployment:
    """A deployment on a migrated database, with a clock of its own; sections are of plugins."""
    names = tuple(plugins)
    chosen = {"enabled": names, **sections}
    made = Settings(database_url=url, plugins=chosen, **settings)  # type: ignore[arg-type]
    if "pool_size" in settings or "statement_timeout_ms" in settings or not KEEPER.serves:
        return assembled(made, MovableClock())
    return with_settings(url, made) if sections or settings else kept(url, names)


def kept(url: str, plugins: tuple[str, ...]) -> Kept:
    """A deployment that may have served another test, as if it was new."""
    usual = Settings(database_url=url, plugins={"enabled": plugins})  # type: ignore[arg-type]
    database = partial(connect, url, application=APPLICATION)
    found = KEEPER.lend((url, plugins), lambda: assembled(usual, MovableClock(), database()))
    clock = found.clock
    assert isinstance(clock, MovableClock)
    clock.instant = MovableClock.instant
    return found


def with_settings(url: str, settings: Settings) -> Deployment:
    """A deployment with other settings, on connections that may have served another test."""
    plugins = enabled_plugins(settings)
    sections = sections_of(settings, plugins)
    found = kept(url, settings.plugins.enabled)
    made = replace(found, settings=settings, plugins=plugins, sections=sections)
    made.listen()
    return made


def assembled(
    settings: Settings, clock: Clock | None = None, database: Database | None = None
) -> Deployment:
    """A deployment of plugins that are loaded once for all tests."""
    names = settings.plugins.enabled
    plugins = enabled_plugins(settings) if settings.plugins.sections else loaded(names)
    return assemble(settings, plugins, declared(names), clock=clock, database=database)


@cache
def loaded(plugins: tuple[str, ...]) -> Plugins:
    """Plugins of this repository, with the core."""
    return load_plugins(plugins, discover())


@cache
def declared(plugins: tuple[str, ...]) -> Registry:
    """What plugins declare; the same for all tests, so that one schema serves them."""
    return declarations(loaded(plugins))


@cache
def documented(registry: Registry) -> Schema:
    """The schema of a registry; a document is parsed and validated once for all tests."""
    return composed(registry, [Documents(Limits())])


class Documents(DocumentCache):
    """Documents that are parsed and validated once; requests may ask as much as they like."""

    def check(self, *_: object) -> None:
        """Allow everything."""


def composed(registry: Registry, extensions: Extensions = ()) -> Schema:
    """The schema of a registry with extensions; it is composed once, which takes a second."""
    return _composed(registry).with_extensions(extensions)


@cache
def _composed(registry: Registry) -> Schema:
    return compose(registry)
