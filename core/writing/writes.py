"""What can be written to an entity, by whom, under which rules."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from typing import Any

from core.declare import Contribution, Entity
from core.writing.inputs import Input, LinksInput
from core.writing.mode import Mode
from core.writing.rules import Rules

COUNTRIES = ("country", "billing_country")


@dataclass(frozen=True)
class AddedInputs:
    """What a plugin adds to how rows of another plugin's entity are written.

    `rules` are followed besides the entity's own, and fill values before them.
    """

    entity: str
    inputs: Sequence[LinksInput]
    rules: type[Rules] = Rules


@dataclass(frozen=True, eq=False, kw_only=True)
class Writes(Contribution):
    """How rows of an entity are written: inputs, rights and rules; and the mutations that do it."""

    entity: Entity
    inputs: Mapping[str, Input]
    rules: type[Rules]
    rights: Mapping[Mode, StrEnum]
    natural_keys: tuple[str, ...]
    plural: str
    required: frozenset[str] = field(default_factory=frozenset)

    @property
    def model(self) -> type[Any]:
        return self.entity.model

    @cached_property
    def in_order(self) -> Sequence[Input]:
        """The inputs as they are checked: countries first, since other forms go by them."""
        return sorted(self.inputs.values(), key=lambda i: i.name not in COUNTRIES)

    @cached_property
    def link_inputs(self) -> Mapping[str, LinksInput]:
        return {n: i for n, i in self.inputs.items() if isinstance(i, LinksInput)}

    def rights_for(self, mode: Mode) -> tuple[StrEnum, ...]:
        """What a viewer needs; an upsert makes rows as well as changing them."""
        needed = (Mode.CREATE, Mode.UPDATE) if mode is Mode.UPSERT else (mode,)
        return tuple(self.rights[m] for m in needed)

    def allows(self, mode: Mode) -> bool:
        needed = (Mode.CREATE, Mode.UPDATE) if mode is Mode.UPSERT else (mode,)
        return all(m in self.rights for m in needed)
