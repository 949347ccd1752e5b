"""Changing fields of records."""

from collections.abc import Iterable, Sequence
from enum import StrEnum
from functools import lru_cache

from pydantic import Field, create_model
from strawberry.utils.str_converters import to_camel_case

from core.errors import PluginError
from core.tools.kind import BulkToolKind, Module, ToolCall, ToolRecord, ToolRefusal, moved
from core.tools.values import MOST_MODELS, ToolModel, given, optional_inputs
from core.writing import Mode, Writes, write


class SetFieldsConfig(ToolModel):
    """What is set, and what is asked for at each run."""

    values: ToolModel = Field(description="Values that are always set; null clears a field.")
    ask: list[str] = Field([], description="Names of fields whose values are asked for.")


class SetFields(BulkToolKind[SetFieldsConfig, ToolModel]):
    """Set fields of the records: to fixed values, and to values asked for at the run."""

    name = "set_fields"

    def config_model(self, module: Module) -> type[SetFieldsConfig]:
        values = optional_inputs(f"{module.entity.name}Values", _writes(module).inputs.values())
        return _config_model(f"Set{module.entity.name}FieldsConfig", values)

    def input_model(self, module: Module, config: SetFieldsConfig) -> type[ToolModel]:
        asked = [i for i in _writes(module).inputs.values() if i.graphql_name in config.ask]
        return optional_inputs(f"Set{module.entity.name}FieldsInput", asked)

    def rights(self, module: Module, config: SetFieldsConfig) -> Iterable[StrEnum]:
        return _writes(module).rights_for(Mode.UPDATE)

    def problems(self, module: Module, config: SetFieldsConfig) -> Iterable[str]:
        known = {i.graphql_name for i in _writes(module).inputs.values()}
        for name in sorted(set(config.ask) - known):
            yield f"'ask' names '{name}', which is no field of a {module.entity.name} to be set."
        if not config.ask and not config.values.model_fields_set:
            yield "nothing is to be set: give 'values' or 'ask'."

    async def run_all(
        self, call: ToolCall[SetFieldsConfig, ToolModel], records: Sequence[ToolRecord]
    ) -> Sequence[object]:
        values = given(call.config.values) | given(call.input)
        items = [{"id": record.row.id, **values} for record in records]
        batch = await write(call.writing, _writes(call.module), items, mode=Mode.UPDATE)
        asked = {to_camel_case(name) for name in call.input.model_fields_set}
        return [
            ToolRefusal([moved(e, ("input",) if e.path[-1] in asked else r.path) for e in o.errors])
            if o.errors
            else None
            for o, r in zip(batch.outcomes, records, strict=True)
        ]


@lru_cache(MOST_MODELS)
def _config_model(name: str, values: type[ToolModel]) -> type[SetFieldsConfig]:
    always = Field(values(), description="Values that are always set.")
    return create_model(name, __base__=SetFieldsConfig, values=(values, always))


def _writes(module: Module) -> Writes:
    found = module.registry.writes.get(module.entity.name)
    if found is None or not found.allows(Mode.UPDATE):
        raise PluginError(f"Records of {module.entity.name} cannot be changed.")
    return found
