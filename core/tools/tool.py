"""Tools as their rows say, checked against what is declared now."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from pydantic import BaseModel, ValidationError
from sqlalchemy.orm import aliased

from core.errors import KortistoError, PluginError
from core.reading.conditions import parsed
from core.reading.filters import Filter, filtered
from core.tools.kind import AnyToolKind, Module
from core.viewer import Viewer

if TYPE_CHECKING:
    from core.registry import Registry


@dataclass(frozen=True)
class Problem:
    """What is wrong with a tool, and in which of its values: `config`, `values`, `ownerId`."""

    path: tuple[str, ...]
    message: str

    def __str__(self) -> str:
        return f"{'.'.join(self.path)}: {self.message}"


@dataclass(frozen=True)
class Ready:
    """A tool that can be run: its kind, what it serves, its config and its conditions."""

    kind: AnyToolKind[Any, Any]
    module: Module
    config: Any
    visible_if: Filter | None
    run_if: Filter | None


@dataclass
class Reading:
    """Reads the values of one tool, and notes what is wrong with them."""

    registry: "Registry"
    problems: list[Problem] = field(default_factory=list)

    def note(self, path: tuple[str, ...], message: str) -> None:
        self.problems.append(Problem(path, message))

    def kind(self, name: str) -> AnyToolKind[Any, Any] | None:
        found = self.registry.tool_kinds.get(name)
        if found is None:
            self.note(("kind",), f"no enabled plugin has the kind '{name}'.")
        return found

    def module(self, kind: AnyToolKind[Any, Any], name: str) -> Module | None:
        entity = self.registry.entities.get(name)
        if entity is None or not entity.is_node:
            self.note(("module",), f"no enabled plugin has the module '{name}'.")
            return None
        if kind.module not in (None, name):
            self.note(("module",), f"the kind '{kind.name}' serves {kind.module} alone.")
        return Module(self.registry, entity)

    def config(self, kind: AnyToolKind[Any, Any], module: Module, given: object) -> Any:
        """The config, None if it does not fit."""
        try:
            config = kind.config_model(module).model_validate(given)
        except ValidationError as error:
            self.problems += problems_of(error, "config")
            return None
        except PluginError as error:
            self.note(("config",), error.message)
            return None
        for text in kind.problems(module, config):
            self.note(("config",), text)
        return config

    def condition(self, module: Module, name: str, given: object) -> Filter | None:
        """A condition as `filtered` takes it, None if there is none."""
        if given is None:
            return None
        try:
            found = parsed(self.registry, module.entity, given)
            everything = Viewer(0, frozenset(self.registry.permissions))
            row = aliased(module.entity.model)
            filtered(self.registry, module.entity, row, everything, found)
        except KortistoError as error:
            self.note((name,), error.message)
            return None
        return found


def read_tool(
    registry: "Registry", values: Mapping[str, Any]
) -> tuple[Ready | None, tuple[Problem, ...]]:
    """The tool that the values of a row make; without it, what is wrong with them."""
    reading = Reading(registry)
    found = _ready(reading, values)
    problems = tuple(reading.problems)
    return (None if problems else found), problems


def _ready(reading: Reading, values: Mapping[str, Any]) -> Ready | None:
    kind = reading.kind(values["kind"])
    if kind is None:
        return None
    module = reading.module(kind, values["module"])
    if module is None:
        return None
    return Ready(
        kind,
        module,
        reading.config(kind, module, values["config"]),
        reading.condition(module, "visibleIf", values["visible_if"]),
        reading.condition(module, "runIf", values["run_if"]),
    )


CHECKED = ("kind", "module", "config", "visible_if", "run_if")
"""The values of a row that `read_tool` looks at."""


def values_of(row: Any) -> Mapping[str, Any]:
    """The values of a row that `read_tool` looks at."""
    return {name: getattr(row, name) for name in CHECKED}


def problems_told(registry: "Registry", row: Any) -> str | None:
    """What is wrong with a tool, in one text; None for one that can be run."""
    _, problems = read_tool(registry, values_of(row))
    return " ".join(map(str, problems)) or None


def problems_of(error: ValidationError, root: str) -> Iterator[Problem]:
    """What pydantic found, below the name of what it looked at."""
    for each in error.errors(include_url=False, include_context=False, include_input=False):
        path = (root, *map(str, each["loc"]))
        yield Problem(path, f"{each['msg'].rstrip('.')}.")


def validated(
    model: type[BaseModel], given: object, root: str
) -> tuple[BaseModel | None, tuple[Problem, ...]]:
    """The values that a model makes of JSON, or what is wrong with them."""
    try:
        return model.model_validate(given), ()
    except ValidationError as error:
        return None, tuple(problems_of(error, root))
