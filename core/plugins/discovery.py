"""Where plugins are found. Finding one does not import it."""

import importlib
import pkgutil
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from importlib.metadata import EntryPoint, entry_points

from core.errors import PluginError

GROUP = "kortisto.plugins"
FOLDER = "plugins"
RESERVED = "core"

_NAME = re.compile(r"[a-z][a-z0-9_]{0,39}")


@dataclass(frozen=True)
class Source:
    """A plugin that could be enabled: its name, where it comes from, and how to import it."""

    name: str
    place: str
    load: Callable[[], object]


def discover(folder: str = FOLDER) -> Mapping[str, Source]:
    """All plugins by name: modules and packages in `plugins/`, and entry points.

    PluginError if two have the same name, or a name is unusable.
    """
    found: dict[str, Source] = {}
    for source in (*_in_folder(folder), *_in_distributions()):
        _check_name(source)
        if other := found.get(source.name):
            raise PluginError(
                f"Two plugins are named '{source.name}': {other.place} and {source.place}. "
                "Rename or remove one."
            )
        found[source.name] = source
    return found


def _in_folder(folder: str) -> Iterator[Source]:
    package = importlib.import_module(folder)
    for module in pkgutil.iter_modules(package.__path__):
        if not module.name.startswith("_"):
            path = f"{folder}.{module.name}"
            yield Source(module.name, f"module {path}", partial(importlib.import_module, path))


def _in_distributions() -> Iterator[Source]:
    for point in entry_points(group=GROUP):
        yield Source(point.name, _place(point), point.load)


def _place(point: EntryPoint) -> str:
    package = f" of {point.dist.name}" if point.dist else ""
    return f"entry point {point.value}{package}"


def _check_name(source: Source) -> None:
    if not _NAME.fullmatch(source.name) or source.name == RESERVED:
        raise PluginError(
            f"The plugin name '{source.name}' ({source.place}) cannot be used: at most 40 "
            f"lower-case letters, digits and underscores, a letter first, and not '{RESERVED}'."
        )
