from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.core.plugin_folder import PluginFolder
from tests.database import Databases


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> PluginFolder:
    """An empty folder of plugins."""
    monkeypatch.syspath_prepend(str(tmp_path))
    return PluginFolder(tmp_path)


@pytest.fixture
def empty_database_url(databases: Databases) -> Iterator[str]:
    """A database without any table."""
    name = next(databases.names)
    databases.execute(f"CREATE DATABASE {name}")
    yield databases.url(name)
    databases.drop(databases.url(name))
