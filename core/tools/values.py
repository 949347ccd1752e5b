"""Models of what a tool is set up with, and of what it asks for when it runs."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from functools import lru_cache
from typing import Any, Literal, get_args, get_origin

from pydantic import BaseModel, ConfigDict, Field, create_model
from strawberry import ID
from strawberry.utils.str_converters import to_camel_case

from core.writing.inputs import Input, LinksInput, ReferenceInput, ValueInput

MOST_MODELS = 500
"""Models that are kept, because making one takes milliseconds; the last used."""


class ToolModel(BaseModel):
    """Base of the models of configs and inputs; in JSON names are `inCamelCase`.

    What the model does not know is refused. Give each field a description: forms show it.
    """

    model_config = ConfigDict(
        frozen=True, extra="forbid", alias_generator=to_camel_case, populate_by_name=True
    )


class Nothing(ToolModel):
    """No values: the kind needs no config, or asks for nothing."""


def schema_of(model: type[BaseModel]) -> Mapping[str, Any]:
    """The JSON Schema of a model, for a form."""
    return _schema_of(model)


@lru_cache(MOST_MODELS)
def _schema_of(model: type[BaseModel]) -> Mapping[str, Any]:
    return model.model_json_schema(by_alias=True)


def optional_inputs(name: str, inputs: Iterable[Input]) -> type[ToolModel]:
    """A model of inputs of an entity's mutations, any of which may be left out."""
    return _optional_inputs(name, tuple(inputs))


@lru_cache(MOST_MODELS)
def _optional_inputs(name: str, inputs: tuple[Input, ...]) -> type[ToolModel]:
    fields: dict[str, Any] = {
        i.name: (
            _plain(i.annotation) | None,
            Field(None, description=i.description, json_schema_extra=_hints(i)),
        )
        for i in inputs
    }
    made: type[ToolModel] = create_model(name, __base__=ToolModel, **fields)
    return made


def given(values: BaseModel) -> dict[str, object]:
    """What was said in a model, by Python names, without what was left out."""
    return {name: getattr(values, name) for name in values.model_fields_set}


PLAIN: Mapping[Any, Any] = {ID: str, str: str, int: int, bool: bool}
TEXTS: Mapping[Any, str] = {Decimal: "decimal", date: "date", datetime: "date-time"}
"""What JSON says as text, and the format of the text."""


def _hints(field: Input) -> dict[str, Any]:
    """What a form can use beyond the type: the format of a text, or whose ids are expected."""
    if isinstance(field, ReferenceInput | LinksInput):
        return {"format": "id", "entity": field.target}
    if format := TEXTS.get(field.annotation):
        return {"format": format}
    length = isinstance(field, ValueInput) and getattr(field.column.type, "length", None)
    return {"maxLength": length} if length and field.annotation is str else {}


def _plain(kind: Any) -> Any:
    """How JSON says values of a kind; writing reads them from that."""
    if get_origin(kind) is list:
        return list[_plain(get_args(kind)[0])]  # type: ignore[misc]
    if kind in PLAIN:
        return PLAIN[kind]
    if kind in TEXTS:
        return str
    if isinstance(kind, type) and issubclass(kind, Enum):
        return Literal[tuple(kind.__members__)]
    return Any
