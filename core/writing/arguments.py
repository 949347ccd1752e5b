"""The inputs of mutations, made from what an entity's columns say."""

from collections.abc import Mapping
from datetime import datetime
from functools import cache
from typing import Any

import strawberry
from strawberry import UNSET

from core.writing.inputs import Input
from core.writing.mode import Mode
from core.writing.writes import Writes

KNOWN = "The version that was read; if it is another one now, the error is CONFLICT."


@strawberry.input(description="A record, and the version of it that the caller knows.")
class VersionedId:
    id: strawberry.ID = strawberry.field(description="Id of the record.")
    expected_version: int = strawberry.field(description=KNOWN)


def input_type(writes: Writes, mode: Mode) -> type[Any]:
    """The input of a mutation of one record."""
    if mode in (Mode.ARCHIVE, Mode.RESTORE):
        return VersionedId
    name = f"{mode.value.capitalize()}{writes.entity.name}Input"
    fields = {**KEYS[mode](), **{i.name: _field(writes, i, mode) for i in writes.inputs.values()}}
    return _made(name, fields, TEXTS[mode].format(writes.entity.prefix))


def batch_input_type(writes: Writes, mode: Mode) -> type[Any]:
    """The input of a mutation of several records."""
    item = input_type(writes, mode)
    if item is VersionedId:
        return _versioned_ids()
    name = f"{mode.value.capitalize()}{writes.plural}Input"
    return _made(name, _batch(item), f"Several of {item.__name__}.")


@cache
def _versioned_ids() -> type[Any]:
    return _made("VersionedIds", _batch(VersionedId), "Several records with their versions.")


Field = tuple[Any, Any]
"""An annotation and a Strawberry field."""


def _batch(item: type[Any]) -> Mapping[str, Field]:
    many = "The records, at most as many as the setting `batch_items` says (1,000)."
    text = "Whether all are undone if one has errors; otherwise the others are written."
    return {
        "items": (list[item], strawberry.field(description=many)),  # type: ignore[valid-type]
        "atomic": (bool, strawberry.field(default=False, description=text)),
    }


def _field(writes: Writes, given: Input, mode: Mode) -> Field:
    if mode is Mode.CREATE and given.name in writes.required:
        return given.annotation, strawberry.field(description=given.description)
    new = " A new record needs it." if mode is Mode.UPSERT and given.name in writes.required else ""
    return _optional(given.annotation, given.description + new)


def _optional(kind: Any, text: str) -> Field:
    return kind | None, strawberry.field(default=UNSET, description=text)


def _version() -> Mapping[str, Field]:
    return {
        "id": (strawberry.ID, strawberry.field(description="Id of the record.")),
        "expected_version": (int, strawberry.field(description=KNOWN)),
    }


def _external() -> Mapping[str, Field]:
    source = "The other system, such as `erp`; at most 60 characters."
    key = "The record's id there, at most 200 characters; unique for the source."
    when = "When the record was last changed there; older than what is here is refused as STALE."
    return {
        "source": (str, strawberry.field(description=source)),
        "external_id": (str, strawberry.field(description=key)),
        "source_updated_at": _optional(datetime, when),
    }


KEYS = {Mode.CREATE: dict, Mode.UPDATE: _version, Mode.UPSERT: _external}

TEXTS = {
    Mode.CREATE: "A new {}.",
    Mode.UPDATE: "Changes of a {}. What is left out stays as it is; null clears.",
    Mode.UPSERT: "A {} of another system. What is left out stays as it is; null clears.",
}


def _made(name: str, fields: Mapping[str, Field], text: str) -> type[Any]:
    body = {"__module__": __name__, "__annotations__": {n: f[0] for n, f in fields.items()}}
    body |= {n: f[1] for n, f in fields.items()}
    return strawberry.input(type(name, (), body), name=name, description=text)
