"""Reading settings: the file, then the environment, which wins."""

import os
import tomllib
from collections.abc import Mapping
from difflib import get_close_matches
from pathlib import Path
from typing import Any, TypeVar

from pydantic_settings import EnvSettingsSource, SettingsError

from core.errors import SettingError
from core.settings.model import Settings
from core.settings.refusal import check

PREFIX = "KORTISTO_"
FILE_VARIABLE = "KORTISTO_SETTINGS"
TEST_PREFIX = "KORTISTO_TEST_"

S = TypeVar("S", bound=Settings)


def settings_file() -> Path:
    """Where the file is looked for: `KORTISTO_SETTINGS`, else kortisto.toml in this folder."""
    return Path(os.environ.get(FILE_VARIABLE, "kortisto.toml"))


def read_settings(kind: type[S], file: Path | None = None) -> S:
    """The settings of file and environment; SettingError names what is wrong and what is allowed.

    A file that is not named and does not exist counts as empty.
    """
    named = file is not None or FILE_VARIABLE in os.environ
    path = file or settings_file()
    _refuse_unknown_variables(kind)
    values = _merge(_read(path) if named or path.exists() else {}, _environment(kind))
    return check(kind, values, origin=_origin)


def _origin(key: str) -> str:
    variable = PREFIX + key.replace(".", "__").upper()
    return f"The environment variable {variable}" if variable in os.environ else f"Setting '{key}'"


def _read(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise SettingError(f"Cannot read the settings file {path}: {error.strerror}.") from error
    except ValueError as error:
        raise SettingError(f"The settings file {path} is not valid TOML: {error}.") from error


def _environment(kind: type[Settings]) -> dict[str, Any]:
    try:
        return EnvSettingsSource(kind)()
    except SettingsError as error:
        raise SettingError(f"{error}: JSON is expected there.") from error


def _refuse_unknown_variables(kind: type[Settings]) -> None:
    for variable in os.environ:
        key = variable.removeprefix(PREFIX).split("__")[0].lower()
        if _is_other(variable) or key in kind.model_fields:
            continue
        near = get_close_matches(key, kind.model_fields, 1)
        hint = f"did you mean {PREFIX}{near[0].upper()}?" if near else "unset it."
        raise SettingError(f"The environment variable {variable} is no setting; {hint}")


def _is_other(variable: str) -> bool:
    """Whether a variable is none of ours, or one that is no setting."""
    return not variable.startswith(PREFIX) or variable.startswith((FILE_VARIABLE, TEST_PREFIX))


def _merge(under: Mapping[str, Any], over: Mapping[str, Any]) -> dict[str, Any]:
    merged = dict(under)
    for key, value in over.items():
        below = merged.get(key)
        if isinstance(below, Mapping) and isinstance(value, Mapping):
            merged[key] = _merge(below, value)
        else:
            merged[key] = value
    return merged
