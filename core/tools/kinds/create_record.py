"""Making a record that is linked to another one."""

from collections.abc import Iterable, Iterator, Mapping
from enum import Enum, StrEnum
from typing import Any

from pydantic import Field

from core.declare import Column, Declared, ToOne
from core.errors import PluginError
from core.ids import encode
from core.tools.kind import Module, ToolCall, ToolKind, ToolRecord, ToolRefusal, moved
from core.tools.tool import validated
from core.tools.values import ToolModel, given, optional_inputs
from core.writing import Mode, Writes
from core.writing.inputs import ReferenceInput
from core.writing.single import write_one


class CreateRecordConfig(ToolModel):
    """What is made, and of what."""

    target: str = Field(description="The type of what is made, such as Project.")
    link: str | None = Field(
        None,
        description="The input of the target that takes the record, such as customerId; null for "
        "the only one that can.",
    )
    values: dict[str, Any] = Field({}, description="Fixed values, by the target's inputs.")
    copy_: dict[str, str] = Field(
        {},
        alias="copy",
        description="Inputs of the target that take a field of the record: "
        '{"name": "name", "managerId": "owner"}.',
    )
    ask: list[str] = Field([], description="Inputs of the target that are asked for at each run.")


class CreateRecord(ToolKind[CreateRecordConfig, ToolModel]):
    """Make a record of another module, linked to this one, with defaults and copied values."""

    name = "create_record"

    def input_model(self, module: Module, config: CreateRecordConfig) -> type[ToolModel]:
        asked = [i for i in _target(module, config).inputs.values() if i.graphql_name in config.ask]
        return optional_inputs(f"Create{config.target}ForInput", asked)

    def rights(self, module: Module, config: CreateRecordConfig) -> Iterable[StrEnum]:
        yield from _target(module, config).rights_for(Mode.CREATE)
        for field in _copied(module, config).values():
            if field.permission is not None:
                yield field.permission

    def problems(self, module: Module, config: CreateRecordConfig) -> Iterable[str]:
        try:
            writes = _target(module, config)
        except PluginError as problem:
            return [f"'target': {problem.message}"]
        return [
            *_unknown(writes, config),
            *_wrong_values(writes, config),
            *_wrong_link(module, config),
            *_sources(module, config),
        ]

    async def run(
        self, call: ToolCall[CreateRecordConfig, ToolModel], record: ToolRecord
    ) -> Mapping[str, str]:
        writes, config = _target(call.module, call.config), call.config
        asked = given(call.input)
        values = {
            **config.values,
            **{to: _value(f, record) for to, f in _copied(call.module, config).items()},
            _links(call.module, config)[0]: record.row.id,
            **{writes.inputs[name].graphql_name: value for name, value in asked.items()},
        }
        outcome = await write_one(call.writing, config.target, Mode.CREATE, values)
        if outcome.key is None:
            told = {writes.inputs[name].graphql_name for name in asked}
            paths = [("input",) if e.path[-1] in told else record.path for e in outcome.errors]
            raise ToolRefusal(
                [moved(e, path) for e, path in zip(outcome.errors, paths, strict=True)]
            )
        return {"id": encode(writes.entity.prefix, outcome.key)}


def _target(module: Module, config: CreateRecordConfig) -> Writes:
    found = module.registry.writes.get(config.target)
    if found is None or not found.allows(Mode.CREATE):
        raise PluginError(f"records of '{config.target}' cannot be made.")
    return found


def _links(module: Module, config: CreateRecordConfig) -> list[str]:
    """The inputs of the target that can take a record of the module."""
    return [
        i.graphql_name
        for i in _target(module, config).inputs.values()
        if isinstance(i, ReferenceInput)
        and i.target == module.entity.name
        and config.link in (None, i.graphql_name)
    ]


def _copied(module: Module, config: CreateRecordConfig) -> Mapping[str, Declared]:
    """The fields that are copied, by the inputs that take them."""
    fields = module.registry.by_graphql_name(module.entity)
    found = {to: fields.get(source) for to, source in config.copy_.items()}
    return {to: f for to, f in found.items() if isinstance(f, Column | ToOne)}


def _value(field: Declared, record: ToolRecord) -> object:
    if isinstance(field, ToOne):
        return getattr(record.row, field.via)
    value = getattr(record.row, field.attribute) if isinstance(field, Column) else None
    return value.name if isinstance(value, Enum) else value


def _unknown(writes: Writes, config: CreateRecordConfig) -> Iterator[str]:
    known = {i.graphql_name for i in writes.inputs.values()}
    parts = {"values": config.values, "copy": config.copy_, "ask": config.ask}
    for part, names in parts.items():
        for name in names:
            if name not in known:
                yield f"'{part}' names '{name}', which is no input of a {config.target}."


def _wrong_values(writes: Writes, config: CreateRecordConfig) -> Iterator[str]:
    inputs = [i for i in writes.inputs.values() if i.graphql_name in config.values]
    known = {i.graphql_name: config.values[i.graphql_name] for i in inputs}
    _, problems = validated(optional_inputs(f"{config.target}Values", inputs), known, "values")
    for problem in problems:
        yield f"'{'.'.join(problem.path)}': {problem.message}"


def _wrong_link(module: Module, config: CreateRecordConfig) -> Iterator[str]:
    found = _links(module, config)
    if len(found) != 1:
        which = "several inputs" if found else "no input"
        yield f"'link': {which} of a {config.target} can take a {module.entity.name}: name one."


def _sources(module: Module, config: CreateRecordConfig) -> Iterator[str]:
    copied = _copied(module, config)
    for to, source in config.copy_.items():
        if to not in copied:
            yield f"'copy': '{source}' is no field of a {module.entity.name} that can be copied."
