"""Checking what an item refers to: one statement per kind of reference, whatever the number."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from sqlalchemy import Select, func, literal, null, select
from sqlalchemy.orm import aliased

from core.errors import BadInput
from core.ids import decode_as
from core.reading.late import Binds
from core.reading.rows import keys_parameter
from core.writing.draft import Draft
from core.writing.inputs import LinksInput, ReferenceInput
from core.writing.naming import Reference, resolve_names
from core.writing.reading import given, read
from core.writing.user_error import Code
from core.writing.writing import Writing

Referring = ReferenceInput | LinksInput


@dataclass(frozen=True)
class Known:
    """A row that the caller made in this transaction, or that a rule led to: it may be referred to
    although the viewer does not see it.
    """

    key: int


@dataclass(frozen=True)
class Target:
    """What is known of a row that is referred to."""

    archived: bool
    allowed: bool


async def check_references(writing: Writing, drafts: Sequence[Draft]) -> None:
    """Decode the references of drafts, and refuse those that lead nowhere the viewer sees."""
    inputs = drafts[0].writes.inputs if drafts else {}
    for found in inputs.values():
        if isinstance(found, ReferenceInput | LinksInput):
            await _check(writing, found, [d for d in drafts if found.name in d.given])


async def _check(writing: Writing, field: Referring, drafts: Sequence[Draft]) -> None:
    said = {draft: _said(draft, field) for draft in drafts}
    references = (raw for each in said.values() for raw in each if isinstance(raw, Reference))
    names = await resolve_names(writing, field.target, references, field.only)
    wanted = {d: _keys(writing, field, d, each, names) for d, each in said.items()}
    keys = {key for found in wanted.values() for key in found}
    targets = await _targets(writing, field, keys) if keys else {}
    for draft, found in wanted.items():
        _set(draft, field, found)
        for key in set(found).difference(_held(draft, field), _known(said[draft])):
            _judge(draft, field, targets.get(key))


def _said(draft: Draft, field: Referring) -> list[object]:
    raw = draft.given[field.name]
    if raw is None or raw == "":
        return []
    return list(raw) if isinstance(raw, list | tuple | set) else [raw]


def _keys(
    writing: Writing,
    field: Referring,
    draft: Draft,
    said: Iterable[object],
    names: Mapping[Reference, list[int]],
) -> list[int]:
    keys = []
    for raw in said:
        try:
            keys.append(_key(writing, field, raw, names))
        except BadInput as error:
            draft.refuse(field.name, f"is not usable: {error.message}")
    return keys


def _key(
    writing: Writing, field: Referring, raw: object, names: Mapping[Reference, list[int]]
) -> int:
    if isinstance(raw, Known):
        return raw.key
    if isinstance(raw, int):
        return raw
    if isinstance(raw, Reference):
        found = names[raw]
        if len(found) != 1:
            raise BadInput(f"{'several' if found else 'no'} {field.target} is called '{raw.text}'.")
        return found[0]
    return decode_as(writing.deployment.registry.entity(field.target).prefix, str(raw))


async def _targets(writing: Writing, field: Referring, keys: set[int]) -> Mapping[int, Target]:
    kept_as = "references", field.target, field.only
    rows = await read(writing, kept_as, partial(_statement, field), keys=sorted(keys))
    return {r[0]: Target(r[1] is not None, r[2]) for r in rows}


def _statement(field: Referring, writing: Writing, binds: Binds) -> Select[Any]:
    entity = writing.deployment.registry.entity(field.target)
    row: Any = aliased(entity.model)
    archived = row.archived_at if entity.archivable else null()
    allowed = func.coalesce(field.only(row), False) if field.only else literal(True)
    return select(row.id, archived, allowed).where(
        row.id == keys_parameter(given(binds, "keys")), writing.sees(entity, row)
    )


def _held(draft: Draft, field: Referring) -> Iterable[int]:
    """What the row refers to already, and may go on referring to."""
    before = draft.before(field.name)
    return before or () if isinstance(field, LinksInput) else (before,)


def _known(said: Iterable[object]) -> Iterable[int]:
    return [raw.key for raw in said if isinstance(raw, Known)]


def _set(draft: Draft, field: Referring, keys: list[int]) -> None:
    if isinstance(field, LinksInput):
        draft.values[field.name] = sorted(set(keys))
    elif keys:
        draft.values[field.name] = keys[0]
    elif draft.ok and field.nullable:
        draft.values[field.name] = None
    elif draft.ok:
        draft.refuse(field.name, "is required: give an id.", Code.REQUIRED)


def _judge(draft: Draft, field: Referring, target: Target | None) -> None:
    if target is None:
        draft.refuse(field.name, f"names no {field.target} that you may see.", Code.NOT_FOUND)
    elif target.archived:
        draft.refuse(field.name, f"is an archived {field.target}: restore it first.", Code.ARCHIVED)
    elif not target.allowed:
        draft.refuse(field.name, f"is a {field.target} that cannot stand here. {field.description}")
