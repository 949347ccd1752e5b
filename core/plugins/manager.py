"""The enabled plugins of one deployment."""

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

import pluggy
import structlog

from core import hookspecs
from core.errors import PluginError

log = structlog.stdlib.get_logger("kortisto.plugins")


@dataclass(frozen=True)
class Plugin:
    """An imported plugin: `module` is what holds its hooks, in most cases a Python module."""

    name: str
    module: object
    depends_on: tuple[str, ...] = ()
    place: str = ""

    @property
    def description(self) -> str:
        """The first line of its docstring."""
        return (getattr(self.module, "__doc__", None) or "").strip().partition("\n")[0]


class Plugins:
    """Plugins in the order of their dependencies, and the way to call their hooks.

    PluginError if one has a hook that `core/hookspecs.py` does not know, or with other arguments.
    """

    def __init__(self, plugins: list[Plugin], *, trace: bool = False) -> None:
        self.all = tuple(plugins)
        self.trace = trace
        self.manager = pluggy.PluginManager("kortisto")
        self.manager.add_hookspecs(hookspecs)
        # pluggy calls the last registered first
        for plugin in reversed(self.all):
            self._register(plugin)
        self._check_hooks()
        if trace:
            self.manager.add_hookcall_monitoring(_before, _after)
        self._callers = cache(self._find_callers)
        self._listening = cache(self._find_listening)

    def __iter__(self) -> Iterator[Plugin]:
        return iter(self.all)

    def __contains__(self, name: object) -> bool:
        return any(plugin.name == name for plugin in self.all)

    def without(self, names: Collection[str]) -> "Plugins":
        """The same, but for some parts of plugins."""
        kept = [plugin for plugin in self.all if plugin.name not in names]
        return Plugins(kept, trace=self.trace) if names else self

    def call(self, hook: str, **arguments: object) -> Iterator[tuple[Plugin, Any]]:
        """What each plugin that has the hook answers, in the order of dependencies."""
        for plugin, caller in self._callers(hook):
            for answer in caller(**arguments):
                yield plugin, answer

    def collect(self, hook: str, **arguments: object) -> Iterator[tuple[Plugin, Any]]:
        """The items of the lists that the plugins answer, each with its plugin."""
        for plugin, answer in self.call(hook, **arguments):
            try:
                items = iter(answer)
            except TypeError:
                raise PluginError(
                    f"{hook} of the plugin '{plugin.name}' must return a list, not {answer!r}."
                ) from None
            for item in items:
                yield plugin, item

    def listening(self, entity: str) -> frozenset[str]:
        """The names of the plugins whose `after_write` acts on changes of an entity."""
        return self._listening(entity)

    async def run(self, hook: str, **arguments: object) -> None:
        """Call a hook whose functions are coroutines, one after the other."""
        for _, coroutine in self.call(hook, **arguments):
            await coroutine

    def _find_callers(self, hook: str) -> tuple[tuple[Plugin, Callable[..., list[Any]]], ...]:
        implementing = {
            impl.plugin_name for impl in getattr(self.manager.hook, hook).get_hookimpls()
        }
        return tuple(
            (plugin, self._only(plugin, hook)) for plugin in self.all if plugin.name in implementing
        )

    def _find_listening(self, entity: str) -> frozenset[str]:
        found = [plugin for plugin, _ in self._callers("after_write")]
        return frozenset(
            plugin.name
            for plugin in found
            if entity in getattr(plugin.module, "listens_to", (entity,))
        )

    def _only(self, plugin: Plugin, hook: str) -> Callable[..., list[Any]]:
        others = [other.module for other in self.all if other is not plugin]
        return self.manager.subset_hook_caller(hook, others)

    def _register(self, plugin: Plugin) -> None:
        try:
            self.manager.register(plugin.module, plugin.name)
        except (pluggy.PluginValidationError, ValueError) as error:
            raise PluginError(f"The plugin '{plugin.name}' cannot be used: {error}") from error

    def _check_hooks(self) -> None:
        try:
            self.manager.check_pending()
        except pluggy.PluginValidationError as error:
            name = self.manager.get_name(error.plugin)
            raise PluginError(
                f"The plugin '{name}' has a hook that Kortisto does not know: {error}. "
                "The known ones are in core/hookspecs.py."
            ) from error


def _before(hook: str, implementations: object, arguments: object) -> None:
    log.info("hook called", hook=hook, arguments=sorted(arguments))  # type: ignore[call-overload]


def _after(outcome: pluggy.Result[Any], hook: str, implementations: Any, arguments: object) -> None:
    plugins = [implementation.plugin_name for implementation in implementations]
    log.info("hook answered", hook=hook, plugins=plugins, failed=outcome.exception is not None)
