"""The inputs of mutations, made from what an entity's columns say."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import MISSING
from datetime import datetime
from functools import cache, lru_cache
from typing import Any

import strawberry
from strawberry import UNSET
from strawberry.annotation import StrawberryAnnotation
from strawberry.types.field import StrawberryField

from core.declare.making import made_type
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
    fields = [*KEYS[mode](), *(_given(writes, each, mode) for each in writes.inputs.values())]
    return _made(name, fields, TEXTS[mode].format(writes.entity.prefix))


def batch_input_type(item: type[Any], writes: Writes, mode: Mode) -> type[Any]:
    """The input of a mutation of several records, each of which is an `item`."""
    if item is VersionedId:
        return _versioned_ids()
    name = f"{mode.value.capitalize()}{writes.plural}Input"
    return _made(name, _batch(item), f"Several of {item.__name__}.")


@cache
def _versioned_ids() -> type[Any]:
    return _made("VersionedIds", _batch(VersionedId), "Several records with their versions.")


def _batch(item: type[Any]) -> Sequence[StrawberryField]:
    many = "The records, at most as many as the setting `batch_items` says (1,000)."
    text = "Whether all are undone if one has errors; otherwise the others are written."
    return [
        _field("items", list[item], many),  # type: ignore[valid-type]
        _field("atomic", bool, text, default=False),
    ]


def _given(writes: Writes, given: Input, mode: Mode) -> StrawberryField:
    needed = given.name in writes.required
    if mode is Mode.CREATE and needed:
        return _field(given.name, given.annotation, given.description)
    new = " A new record needs it." if mode is Mode.UPSERT and needed else ""
    return _optional(given.name, given.annotation, given.description + new)


def _optional(name: str, kind: Any, text: str) -> StrawberryField:
    return _field(name, kind | None, text, default=UNSET)


def _version() -> Sequence[StrawberryField]:
    return [
        _field("id", strawberry.ID, "Id of the record."),
        _field("expected_version", int, KNOWN),
    ]


def _external() -> Sequence[StrawberryField]:
    source = "The other system, such as `erp`; at most 60 characters."
    key = "The record's id there, at most 200 characters; unique for the source."
    when = "When the record was last changed there; older than what is here is refused as STALE."
    return [
        _field("source", str, source),
        _field("external_id", str, key),
        _optional("source_updated_at", datetime, when),
    ]


KEYS: Mapping[Mode, Callable[[], Sequence[StrawberryField]]] = {
    Mode.CREATE: list,
    Mode.UPDATE: _version,
    Mode.UPSERT: _external,
}

TEXTS = {
    Mode.CREATE: "A new {}.",
    Mode.UPDATE: "Changes of a {}. What is left out stays as it is; null clears.",
    Mode.UPSERT: "A {} of another system. What is left out stays as it is; null clears.",
}


def _field(name: str, kind: Any, text: str, *, default: object = MISSING) -> StrawberryField:
    return StrawberryField(
        python_name=name,
        type_annotation=_annotation(kind),
        default=default,
        description=text,
    )


@lru_cache(maxsize=200)
def _annotation(kind: Any) -> StrawberryAnnotation:
    """One for all fields of a type, which then is looked into once."""
    return StrawberryAnnotation(kind)


def _made(name: str, fields: Sequence[StrawberryField], text: str) -> type[Any]:
    """An input whose objects have what a client said, and nothing for what it left out."""
    return made_type(name, text, fields, is_input=True, body={"__init__": _keep})


def _keep(self: object, **said: object) -> None:
    vars(self).update(said)
