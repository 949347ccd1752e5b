"""The revisions of one plugin."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from core.errors import PluginError
from core.plugins import Plugins

REVISION = re.compile(r"""^revision(?:: str)? = ["'](\w+)["']$""", re.MULTILINE)
BEFORE = re.compile(r"""^down_revision(?:: str \| None)? = (?:None|["'](\w+)["'])$""", re.MULTILINE)


@dataclass(frozen=True)
class History:
    """The folder of a plugin's revisions."""

    plugin: str
    folder: Path

    @property
    def version_table(self) -> str:
        return f"alembic_version_{self.plugin.replace('.', '_')}"

    def head(self) -> str | None:
        """The last revision, as the texts of the files say it; None where only Alembic can tell."""
        revisions, before = set(), set()
        for file in self.folder.glob("*.py"):
            if file.name == "__init__.py":
                continue
            text = file.read_text(encoding="utf-8")
            found, down = REVISION.search(text), BEFORE.search(text)
            if found is None or down is None:
                return None
            revisions.add(found[1])
            before.add(down[1])
        heads = revisions - before
        return heads.pop() if len(heads) == 1 else None


def histories(plugins: Plugins) -> Iterator[History]:
    """The histories of the plugins that have tables, in the order of dependencies."""
    for plugin, folder in plugins.call("register_migrations"):
        if not Path(folder).is_dir():
            raise PluginError(f"The plugin '{plugin.name}' has no folder {folder} of migrations.")
        yield History(plugin.name, Path(folder))
