"""A folder of plugins that a test writes."""

from collections.abc import Iterable
from pathlib import Path
from textwrap import dedent
from uuid import uuid4

from core.plugins import Plugins, discover, load_plugins


class PluginFolder:
    """Plugins as files, under a package name that no other test uses."""

    def __init__(self, root: Path) -> None:
        self.package = f"plugins_{uuid4().hex}"
        self.path = root / self.package
        self.path.mkdir()
        (self.path / "__init__.py").touch()

    def write(self, name: str, text: str = "") -> None:
        """Write the module of a plugin."""
        (self.path / f"{name}.py").write_text(
            "from core.hookspecs import hookimpl\n" + dedent(text), encoding="utf-8"
        )

    def write_revision(self, plugin: str, number: int, *statements: str) -> None:
        """Write a plugin's revision, which follows the one before."""
        folder = self.path / f"{plugin}_migrations"
        folder.mkdir(exist_ok=True)
        below = f"{plugin}_{number - 1}" if number > 1 else None
        lines = [
            f'"""Revision {number}."""',
            "from alembic import op",
            f"revision = '{plugin}_{number}'",
            f"down_revision = {below!r}",
            "def upgrade():",
            *[f"    op.execute({statement!r})" for statement in statements],
        ]
        (folder / f"{plugin}_{number}.py").write_text("\n".join(lines), encoding="utf-8")

    def write_with_migrations(self, name: str, *statements: str, depends_on: str = "()") -> None:
        """Write a plugin with one revision."""
        self.write(
            name,
            f"""
            from pathlib import Path
            depends_on = {depends_on}

            @hookimpl
            def register_migrations():
                return Path(__file__).with_name("{name}_migrations")
            """,
        )
        self.write_revision(name, 1, *statements)

    def load(self, names: Iterable[str]) -> Plugins:
        """Load plugins of this folder."""
        return load_plugins(names, discover(self.package))
