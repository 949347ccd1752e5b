"""Workflows as their rows say, checked against what is declared now."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from core.reading.filters import Filter
from core.tools.kind import Module
from core.tools.tool import Problem, Reading, Ready, read_tool, validated, values_of

if TYPE_CHECKING:
    from core.registry import Registry


def read_condition(
    registry: "Registry", module: str, given: object
) -> tuple[Filter | None, Sequence[Problem]]:
    """The condition of a workflow as `filtered` takes it, and what is wrong with it."""
    reading = Reading(registry)
    entity = registry.entities.get(module)
    if entity is None or not entity.is_node:
        reading.note(("module",), f"no enabled plugin has the module '{module}'.")
        return None, reading.problems
    return reading.condition(Module(registry, entity), "condition", given), reading.problems


def read_plan(registry: "Registry", values: Mapping[str, Any], tool: Any) -> Sequence[Problem]:
    """What is wrong with the values of a workflow whose tool has a row."""
    _, problems = read_condition(registry, values["module"], values["condition"])
    if tool.module != values["module"]:
        told = Problem(("toolId",), f"is a tool of {tool.module}, not of {values['module']}.")
        return [*problems, told]
    ready, broken = read_tool(registry, values_of(tool))
    if ready is None:
        return [*problems, *(Problem(("toolId", *p.path), p.message) for p in broken)]
    return [*problems, *_input(ready, values["input"])]


def _input(ready: Ready, given: object) -> Sequence[Problem]:
    model = ready.kind.input_model(ready.module, ready.config)
    return validated(model, given, "input")[1]
