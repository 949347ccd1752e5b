"""Headings of fields in Finnish, Croatian and English, from the files of plugins."""

import re
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Literal

from core.errors import PluginError

Language = Literal["fi", "hr", "en"]

LANGUAGES: tuple[Language, ...] = ("fi", "hr", "en")

CORE = "core.headings"


class Headings:
    """The words of all plugins, by field (`amount`) or by type and field (`Customer.number`)."""

    def __init__(self) -> None:
        self._words: dict[str, Mapping[str, tuple[str, ...]]] = {}

    def add(self, plugin: str, file: Path) -> None:
        """Take the words of a plugin; PluginError names what is wrong in its file."""
        try:
            found = tomllib.loads(file.read_text(encoding="utf-8"))
        except (OSError, ValueError) as error:
            raise PluginError(f"The headings of '{plugin}' cannot be read: {error}.") from error
        for key, words in found.items():
            if not isinstance(words, list) or not all(isinstance(w, str) and w for w in words):
                raise PluginError(_refusal(plugin, key))
            if not 2 <= len(words) <= len(LANGUAGES):
                raise PluginError(_refusal(plugin, key))
        self._words[plugin] = {key: tuple(words) for key, words in found.items()}

    def of(self, language: Language, kind: str, field: str, owner: str | None = None) -> str:
        """What a field of a type is called; `owner` is the plugin that brought the field.

        Its words for the very field come first, then any plugin's, its own for fields of that name,
        and those of the core. Otherwise it is the name of the field, as words.
        """
        words = self._found(kind, field, owner)
        place = LANGUAGES.index(language)
        return words[place] if words and place < len(words) else as_words(field)

    def knows(self, kind: str, field: str, owner: str | None = None) -> bool:
        """Whether there are words for a field."""
        return self._found(kind, field, owner) is not None

    def _found(self, kind: str, field: str, owner: str | None) -> tuple[str, ...] | None:
        own, exact = self._words.get(owner or "", {}), f"{kind}.{field}"
        if exact in own:
            return own[exact]
        for words in self._words.values():
            if exact in words:
                return words[exact]
        return own.get(field) or self._words.get(CORE, {}).get(field)


def as_words(name: str) -> str:
    """`expectedCloseOn` -> `Expected close on`."""
    text = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", " ", name).lower()
    return text[:1].upper() + text[1:]


def _refusal(plugin: str, key: str) -> str:
    return (
        f"The heading '{key}' of '{plugin}' must be a list of texts: Finnish, Croatian and, where "
        "it is not the field's name, English."
    )
