"""Importing the enabled plugins and putting them in order."""

import importlib
from collections.abc import Iterable, Mapping
from graphlib import CycleError, TopologicalSorter

from core.errors import PluginError
from core.plugins.discovery import Source
from core.plugins.manager import Plugin, Plugins

CORE = (
    "core.tables",
    "core.jobs",
    "core.money",
    "core.nodes",
    "core.headings",
    "core.keywords",
    "core.segments",
    "core.employees",
    "core.access",
    "core.downloads",
    "core.customers",
    "core.contacts",
    "core.projects",
    "core.products",
    "core.external_ids",
    "core.changes",
    "core.tools",
    "core.workflows",
    "core.mail",
    "core.notifications",
    "core.webhooks",
)
"""The core's own domains, in the order in which their hooks are called."""


def load_plugins(
    enabled: Iterable[str], sources: Mapping[str, Source], *, trace: bool = False
) -> Plugins:
    """Import the core's domains and the enabled plugins, and nothing else.

    PluginError if one is unknown, cannot be imported, lacks a dependency, or they form a circle.
    """
    found = {name: _load(_source(name, sources)) for name in sorted(set(enabled))}
    for plugin in found.values():
        _check_dependencies(plugin, found, sources)
    ordered = [each for name in _order(found) for each in (found[name], *_parts(found[name]))]
    return Plugins([*_core(), *ordered], trace=trace)


def _core() -> list[Plugin]:
    return [
        Plugin(name.removesuffix(".tables"), importlib.import_module(name), (), "core")
        for name in CORE
    ]


def _source(name: str, sources: Mapping[str, Source]) -> Source:
    try:
        return sources[name]
    except KeyError:
        raise PluginError(
            f"There is no plugin '{name}', which plugins.enabled names. "
            f"Found: {', '.join(sorted(sources)) or 'none'}."
        ) from None


def _load(source: Source) -> Plugin:
    try:
        module = source.load()
    except Exception as error:
        raise PluginError(
            f"The plugin '{source.name}' ({source.place}) cannot be imported: "
            f"{type(error).__name__}: {error}"
        ) from error
    return Plugin(source.name, module, _depends_on(source, module), source.place)


def _parts(whole: Plugin) -> list[Plugin]:
    """The parts of a plugin, each with the hooks of a module of its own."""
    modules = getattr(whole.module, "switched", ())
    names = [f"{whole.name}.{module.__name__.rpartition('.')[2]}" for module in modules]
    return [
        Plugin(name, module, (whole.name,), whole.place)
        for name, module in zip(names, modules, strict=True)
    ]


def _depends_on(source: Source, module: object) -> tuple[str, ...]:
    names = getattr(module, "depends_on", ())
    if not isinstance(names, tuple | list) or not all(isinstance(name, str) for name in names):
        raise PluginError(f"depends_on of the plugin '{source.name}' must be a tuple of names.")
    return tuple(names)


def _check_dependencies(
    plugin: Plugin, enabled: Mapping[str, Plugin], sources: Mapping[str, Source]
) -> None:
    for name in plugin.depends_on:
        if name not in enabled:
            cure = "enable it too" if name in sources else "it is not installed"
            raise PluginError(f"The plugin '{plugin.name}' needs the plugin '{name}': {cure}.")


def _order(plugins: Mapping[str, Plugin]) -> tuple[str, ...]:
    graph = {name: plugin.depends_on for name, plugin in plugins.items()}
    try:
        return tuple(TopologicalSorter(graph).static_order())
    except CycleError as error:
        circle = " -> ".join(f"'{name}'" for name in error.args[1])
        raise PluginError(f"These plugins depend on each other in a circle: {circle}.") from None
