"""Changing `plugins.enabled` in kortisto.toml, comments and order kept."""

import os
from collections.abc import Iterable
from pathlib import Path

import tomlkit
from tomlkit.exceptions import TOMLKitError
from tomlkit.items import Array, Table

from core.errors import SettingError

VARIABLE = "KORTISTO_PLUGINS__ENABLED"


def write_enabled(file: Path, names: Iterable[str]) -> None:
    """Write the list of enabled plugins, making the file if there is none.

    SettingError if the environment would win over the file, or the file cannot be changed.
    """
    if os.environ.get(VARIABLE):
        raise SettingError(f"{VARIABLE} is set and wins over {file}: change it there.")
    try:
        text = file.read_text(encoding="utf-8") if file.exists() else ""
        file.write_text(edited(text, names), encoding="utf-8")
    except (OSError, TOMLKitError) as error:
        raise SettingError(f"The settings file {file} cannot be changed: {error}") from error


def edited(text: str, names: Iterable[str]) -> str:
    """The text of a settings file with another list of enabled plugins."""
    document = tomlkit.parse(text)
    section = document.setdefault("plugins", tomlkit.table())
    if not isinstance(section, Table):
        raise SettingError("'plugins' must be a section [plugins].")
    listed = section.setdefault("enabled", tomlkit.array())
    if not isinstance(listed, Array):
        raise SettingError("'plugins.enabled' must be a list.")
    wanted = list(names)
    for name in [str(name) for name in listed if name not in wanted]:
        listed.remove(name)
    for name in wanted:
        if name not in listed:
            listed.append(name)
    return tomlkit.dumps(document)
