"""Finding tools, and the records that a tool is to run on."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, func, literal, select
from sqlalchemy.orm import aliased

from core.declare import Entity
from core.declare.field import Alias
from core.errors import BadInput
from core.ids import decode_as
from core.reading.filters import filtered
from core.reading.rows import keys_parameter
from core.tools.kind import Requirement, ToolRecord, ToolRefusal
from core.tools.tool import Ready
from core.viewer import Viewer
from core.writing.user_error import Code, UserError
from core.writing.writing import Writing

NOT_MET = "The record does not meet the conditions of the tool."


@dataclass(frozen=True)
class Wanted:
    """A record that a tool is asked to run on: what was given, where, and the key it names."""

    id: str
    path: tuple[str, ...]
    key: int | None
    errors: tuple[UserError, ...] = ()


def wanted(entity: Entity, ids: Sequence[str]) -> list[Wanted]:
    """The records that ids name, in their order; a damaged id, and a second of one record, have an
    error.
    """
    found: list[Wanted] = []
    seen: set[int] = set()
    for place, text in enumerate(ids):
        one = _wanted(entity, text, ("ids", str(place)))
        if one.key is not None and one.key in seen:
            one = _refused(one, "names a record that stands in 'ids' already.", Code.DUPLICATE)
        seen.add(one.key or 0)
        found.append(one)
    return found


def _wanted(entity: Entity, text: str, path: tuple[str, ...]) -> Wanted:
    try:
        return Wanted(text, path, decode_as(entity.prefix, text))
    except BadInput as error:
        return _refused(Wanted(text, path, None), f"is not usable: {error.message}", Code.INVALID)


def _refused(one: Wanted, text: str, code: Code) -> Wanted:
    error = UserError(code=code.value, message=f"'{one.id[:80]}' {text}", path=list(one.path))
    return Wanted(one.id, one.path, None, (error,))


def missing(one: Wanted, entity: Entity) -> ToolRefusal:
    """The refusal of a record that is not there, or that the viewer does not see."""
    text = f"'{one.id}' names no {entity.name} that you may see."
    return ToolRefusal.of(text, one.path, Code.NOT_FOUND)


def requirements(ready: Ready, row: Alias) -> Iterator[Requirement]:
    """All that must hold for a record: that it is in use, what the kind asks, what `runIf` says."""
    entity = ready.module.entity
    if entity.archivable and not ready.kind.archived:
        used: ColumnElement[bool] = row.archived_at.is_(None)
        yield Requirement(used, "The record is archived: restore it first.", Code.ARCHIVED.value)
    yield from ready.kind.requirements(ready.module, ready.config, row)
    if ready.run_if is not None:
        yield Requirement(condition(ready, ready.run_if, row), NOT_MET)


def condition(ready: Ready, where: Mapping[str, Any], row: Alias) -> ColumnElement[bool]:
    """A condition of a tool as SQL, over all there is: what a viewer cannot see counts too, or he
    could run what the condition is to prevent.
    """
    registry = ready.module.registry
    everything = Viewer(0, frozenset(registry.permissions))
    return filtered(registry, ready.module.entity, row, everything, where)


def holds(requirement: Requirement) -> ColumnElement[bool]:
    """Whether a requirement holds; null counts as no."""
    return func.coalesce(requirement.holds, literal(False))


async def lock_records(
    writing: Writing, ready: Ready, ones: Sequence[Wanted]
) -> list[ToolRecord | ToolRefusal]:
    """The records, locked in the order of their keys by one statement; refusals of the others."""
    row: Any = aliased(ready.module.entity.model)
    asked = list(requirements(ready, row))
    keys = sorted(one.key for one in ones if one.key is not None)
    rows = (await writing.session.execute(_locking(writing, ready, row, asked, keys))).all()
    found = {r[0].id: r for r in rows}
    return [_judged(ready, one, asked, found.get(one.key)) for one in ones]


def _locking(
    writing: Writing, ready: Ready, row: Any, asked: Sequence[Requirement], keys: list[int]
) -> Select[Any]:
    return (
        select(row, *(holds(r).label(f"h{n}") for n, r in enumerate(asked)))
        .where(row.id == keys_parameter(keys), writing.sees(ready.module.entity, row))
        .order_by(row.id)
        .with_for_update(of=row)
        .execution_options(populate_existing=True)
    )


def _judged(
    ready: Ready, one: Wanted, asked: Sequence[Requirement], found: Row[Any] | None
) -> ToolRecord | ToolRefusal:
    if one.errors:
        return ToolRefusal(one.errors)
    if found is None:
        return missing(one, ready.module.entity)
    answers: Sequence[bool] = found[1:]
    for requirement, met in zip(asked, answers, strict=True):
        if not met and not requirement.told_by_run:
            return ToolRefusal.of(requirement.reason, one.path, requirement.code)
    return ToolRecord(found[0], one.id, one.path)
