"""What `kortisto import FILE --into NAME` can fill."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from core.errors import PluginError
from core.ids import prefix_of
from core.plugins import Plugins
from core.registry import Registry
from core.writing import Mode, Writes


@dataclass(frozen=True)
class ImportTarget:
    """What a file can be imported into: a name in the plural, and how its rows are written."""

    name: str
    writes: Writes


def import_targets(plugins: Plugins, registry: Registry) -> Mapping[str, ImportTarget]:
    """All targets by name: one for everything that `writes` declares with upserts, and others.

    PluginError if two have the same name.
    """
    found: dict[str, tuple[str, ImportTarget]] = {}
    for plugin, target in _registered(plugins, registry):
        other, _ = found.setdefault(target.name, (plugin, target))
        if found[target.name][1] is not target:
            raise PluginError(
                f"The import target '{target.name}' comes from both '{other}' and '{plugin}': "
                "rename one."
            )
    return {name: target for name, (_, target) in sorted(found.items())}


def _registered(plugins: Plugins, registry: Registry) -> Iterator[tuple[str, ImportTarget]]:
    for plugin, contribution in plugins.collect("register_fields"):
        if isinstance(contribution, Writes) and contribution.allows(Mode.UPSERT):
            writes = registry.writes[contribution.entity.name]
            yield plugin.name, ImportTarget(prefix_of(writes.plural), writes)
    for plugin, target in plugins.collect("register_import_targets"):
        yield plugin.name, target
