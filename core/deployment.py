"""A deployment: settings, enabled plugins, what they declare, and the database."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from functools import cached_property, partial
from typing import Any, TypeVar

from pydantic import BaseModel
from sqlalchemy.ext.asyncio import AsyncSession

from core.clock import Clock, SystemClock
from core.database import Database, connect
from core.errors import PluginError, SettingError
from core.plugins import Plugins, discover, load_plugins
from core.reading.statements import Statements
from core.registry import Registry
from core.settings import Settings, check
from core.settings.switch import Switch
from core.writing import Change
from core.writing.gathering import Gathering

M = TypeVar("M", bound=BaseModel)


@dataclass(frozen=True)
class Deployment:
    """Everything that lives as long as the process; made by `deploy`, closed once at the end."""

    settings: Settings
    plugins: Plugins
    registry: Registry
    database: Database
    clock: Clock
    sections: Mapping[type[BaseModel], BaseModel]

    @cached_property
    def statements(self) -> Statements:
        """The statements of loaders."""
        return Statements(self.database, self.clock)

    @cached_property
    def gathering(self) -> Gathering:
        """Work that is done for many at once."""
        return Gathering()

    def settings_of(self, model: type[M]) -> M:
        """The settings of a plugin, asked for by the model it registered."""
        found = self.sections.get(model)
        if not isinstance(found, model):
            raise PluginError(f"No enabled plugin registers the settings {model.__name__}.")
        return found

    def listen(self) -> None:
        """Tell the plugins of this deployment, and of no other, what is written."""
        self.database.listener = partial(_announce, self)

    async def close(self) -> None:
        """Close the connections."""
        await self.database.close()


OpenDeployment = Callable[[], AbstractAsyncContextManager[Deployment]]
"""Gives a command a deployment whose database runs and is migrated."""


def deploy(
    settings: Settings, *, clock: Clock | None = None, database: Database | None = None
) -> Deployment:
    """Put a deployment together; PluginError or SettingError says what does not fit."""
    plugins = enabled_plugins(settings)
    return assemble(settings, plugins, declarations(plugins), clock=clock, database=database)


def assemble(
    settings: Settings,
    plugins: Plugins,
    registry: Registry,
    *,
    clock: Clock | None = None,
    database: Database | None = None,
) -> Deployment:
    """A deployment of plugins that are loaded, and of what they declare."""
    made = Deployment(
        settings,
        plugins,
        registry,
        database or database_of(settings),
        clock or SystemClock(settings.time_zone),
        sections_of(settings, plugins),
    )
    made.database.follow(made.clock)
    made.listen()
    return made


async def _announce(deployment: Deployment, session: AsyncSession, changes: list[Change]) -> None:
    await deployment.plugins.run(
        "after_write", deployment=deployment, session=session, changes=changes
    )


def enabled_plugins(settings: Settings) -> Plugins:
    """The core's domains and the plugins that the settings enable."""
    sources = discover()
    for name in sorted(set(settings.plugins.sections) - set(sources)):
        raise SettingError(f"The section [plugins.{name}] names a plugin that does not exist.")
    plugins = load_plugins(settings.plugins.enabled, sources, trace=settings.trace_plugins)
    return plugins.without([*_switched_off(settings, plugins)])


def _switched_off(settings: Settings, plugins: Plugins) -> Iterator[str]:
    """The names of parts of plugins that their sections switch off."""
    for name, section in _checked(settings, plugins).items():
        for part, chosen in section:
            if isinstance(chosen, Switch) and not chosen.enabled:
                yield f"{name}.{part}"


def declarations(plugins: Plugins) -> Registry:
    """What the plugins declare; PluginError if two declare the same."""
    registry = Registry()
    _fill(plugins, "register_permissions", registry.add_permissions)
    _fill(plugins, "register_types", registry.add_type)
    _fill(plugins, "register_fields", registry.add_fields)
    _fill(plugins, "register_inputs", registry.add_inputs)
    _fill(plugins, "register_visibility", registry.add_reason)
    _fill(plugins, "register_sold_lines", registry.add_sold_lines)
    _fill(plugins, "register_tool_kinds", registry.add_tool_kind)
    _fill(plugins, "register_timeline", registry.add_timeline_source)
    for plugin, file in plugins.call("register_headings"):
        registry.headings.add(plugin.name, file)
    return registry


def _fill(plugins: Plugins, hook: str, add: Callable[[str, Any], None]) -> None:
    for plugin, item in plugins.collect(hook):
        try:
            add(plugin.name, item)
        except (AttributeError, TypeError) as error:
            raise PluginError(
                f"{hook} of the plugin '{plugin.name}' returned {item!r}: {error}"
            ) from error


def database_of(settings: Settings) -> Database:
    """The database that the settings name."""
    if settings.database_url is None:
        raise SettingError("Setting 'database_url' is missing.")
    return connect(
        settings.database_url.get_secret_value(),
        pool_size=settings.pool_size,
        statement_timeout_ms=settings.statement_timeout_ms,
    )


def sections_of(settings: Settings, plugins: Plugins) -> dict[type[BaseModel], BaseModel]:
    """The settings of plugins, by their models; SettingError names what is wrong in them."""
    sections = settings.plugins.sections
    found = _checked(settings, plugins)
    for plugin in plugins:
        if plugin.name in sections and plugin.name not in found:
            raise SettingError(
                f"The section [plugins.{plugin.name}] is not used: the plugin has no settings."
            )
    return {type(section): section for section in found.values()}


def _checked(settings: Settings, plugins: Plugins) -> Mapping[str, BaseModel]:
    """The sections of plugins, as their models read them."""
    sections = settings.plugins.sections
    return {
        plugin.name: check(model, sections.get(plugin.name, {}), section=f"plugins.{plugin.name}")
        for plugin, model in plugins.call("register_settings")
    }
