"""Declaring what can be written to an entity; its mutations and import target follow."""

from collections.abc import Mapping, Sequence
from enum import StrEnum

from core.declare import Entity, entity_of
from core.roots import Mutation
from core.writing.draft import KEYS
from core.writing.inputs import Input, Links, Only, input_of
from core.writing.mode import Mode
from core.writing.mutations import mutations
from core.writing.rules import Rules
from core.writing.writes import Writes


def writes(
    origin: type,
    *,
    inputs: Sequence[str],
    create: StrEnum | None = None,
    update: StrEnum | None = None,
    archive: StrEnum | None = None,
    rules: type[Rules] = Rules,
    links: Mapping[str, Links] | None = None,
    only: Mapping[str, Only] | None = None,
    filled: Sequence[str] = (),
    natural_keys: Sequence[str] = (),
    plural: str | None = None,
) -> Writes:
    """Declare the mutations of an entity; return it from `register_fields`.

    `inputs` names declared fields; without a right for it a mutation is left out. `links` names the
    association tables of lists, `only` says which rows a reference may lead to, `filled` names
    inputs that `rules` fill when they are not given. An import finds rows by `natural_keys`.
    """
    entity = entity_of(origin)
    if entity is None:
        raise TypeError(f"{origin.__name__} is not an entity: declare it with @entity.")
    found = [input_of(entity, n, (links or {}).get(n), (only or {}).get(n)) for n in inputs]
    _refuse_reserved(entity, found)
    rights = {Mode.CREATE: create, Mode.UPDATE: update}
    rights |= {Mode.ARCHIVE: archive, Mode.RESTORE: archive}
    made = Writes(
        Mutation,
        entity=entity,
        inputs={i.name: i for i in found},
        rules=rules,
        rights={mode: right for mode, right in rights.items() if right is not None},
        natural_keys=tuple(natural_keys),
        plural=plural or f"{entity.name}s",
        required=_required(found, filled),
    )
    made.fields.update(mutations(made))
    return made


def _refuse_reserved(entity: Entity, inputs: Sequence[Input]) -> None:
    for taken in {i.graphql_name for i in inputs} & KEYS:
        raise TypeError(
            f"{entity.name}.{taken} cannot be an input: mutations use '{taken}' to find the row. "
            "Give the field another name."
        )


def _required(inputs: Sequence[Input], filled: Sequence[str]) -> frozenset[str]:
    return frozenset(i.name for i in inputs if i.needed and i.name not in filled)
