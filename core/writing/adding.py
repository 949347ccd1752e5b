"""Inputs and rules that plugins add to the writing of others' entities."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, ClassVar

from core.declare import Contribution, entity_of
from core.declare.relation import Relation
from core.errors import PluginError
from core.writing.draft import Draft
from core.writing.inputs import Links, links_input
from core.writing.mutations import mutations
from core.writing.rules import Clash, Rules
from core.writing.writes import AddedInputs, Writes
from core.writing.writing import Writing


def added_inputs(
    added: Contribution, links: Mapping[str, Links], rules: type[Rules] = Rules
) -> AddedInputs:
    """Let relations that a plugin added to a type be written with its rows.

    `links` names the table of pairs of each. Return it from `register_inputs`.
    """
    entity = entity_of(added.target)
    if entity is None:
        raise TypeError(f"{added.target} is not an entity: its rows are not written.")
    found = []
    for name, pair in links.items():
        declared = added.fields[name]
        if not isinstance(declared, Relation):
            raise TypeError(f"{entity.name}.{name} cannot be written: it is no relation.")
        found.append(links_input(declared, pair))
    return AddedInputs(entity.name, tuple(found), rules)


def with_inputs(writes: Writes, added: AddedInputs) -> Writes:
    """The same writes with more inputs and rules; PluginError if an input is there already."""
    for given in added.inputs:
        if given.name in writes.inputs:
            raise PluginError(f"The input '{given.name}' of {added.entity} is there already.")
    inputs = {**writes.inputs, **{given.name: given for given in added.inputs}}
    made = replace(writes, inputs=inputs, rules=_joined(added.rules, writes.rules), fields={})
    made.fields.update(mutations(made))
    return made


class JoinedRules(Rules):
    """Rules of several plugins for the same rows, followed one after the other."""

    parts: ClassVar[Sequence[type[Rules]]] = ()

    def __init__(self, writing: Writing) -> None:
        super().__init__(writing)
        self._parts = [part(writing) for part in self.parts]

    def complete(self, draft: Draft) -> None:
        for part in self._parts:
            part.complete(draft)

    async def complete_all(self, drafts: Sequence[Draft]) -> None:
        for part in self._parts:
            await part.complete_all([d for d in drafts if d.ok])

    def check(self, draft: Draft) -> None:
        for part in self._parts:
            part.check(draft)

    async def check_all(self, drafts: Sequence[Draft]) -> None:
        for part in self._parts:
            await part.check_all([d for d in drafts if d.ok])

    async def written(self, drafts: Sequence[Draft]) -> None:
        for part in self._parts:
            await part.written(drafts)


def _joined(*parts: type[Rules]) -> type[Rules]:
    clashes: dict[str, Clash] = {}
    for part in parts:
        clashes.update(part.clashes)
    body: dict[str, Any] = {"parts": parts, "clashes": clashes}
    return type("JoinedRules", (JoinedRules,), body)
