"""Counts of a document, fragments put in their places, each definition walked once."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from graphlib import CycleError, TopologicalSorter

from graphql import (
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLError,
    OperationDefinitionNode,
    SelectionSetNode,
)

from schema.limits.errors import SATURATED

Definition = OperationDefinitionNode | FragmentDefinitionNode


@dataclass(frozen=True, slots=True)
class Tally:
    """What a definition asks for, once all its fragments are put in their places."""

    depth: int = 0
    selections: int = 0
    root_fields: int = 0
    aliases: int = 0
    directives: int = 0


@dataclass(slots=True)
class Outline:
    """What stands in one definition itself, and where it spreads others."""

    definition: Definition
    own: Tally = Tally()
    spreads: list[tuple[str, int, bool]] = field(default_factory=list)


def tally_roots(document: DocumentNode) -> list[tuple[Definition, Tally]]:
    """The tallies of the operations, and of the fragments that nothing spreads."""
    fragments: dict[str, Outline] = {}
    roots: list[Outline] = []
    for definition in document.definitions:
        if isinstance(definition, FragmentDefinitionNode):
            fragments[definition.name.value] = outline(definition)
        elif isinstance(definition, OperationDefinitionNode):
            roots.append(outline(definition))
    spread = {name for item in (*roots, *fragments.values()) for name, _, _ in item.spreads}
    roots += [item for name, item in fragments.items() if name not in spread]
    tallies: dict[str, Tally] = {}
    for name in in_order(fragments):
        tallies[name] = complete(fragments[name], tallies)
    return [(item.definition, complete(item, tallies)) for item in roots]


def in_order(fragments: Mapping[str, Outline]) -> list[str]:
    """The fragments' names, each after those it spreads; a cycle is refused."""
    sorter: TopologicalSorter[str] = TopologicalSorter()
    for name, item in fragments.items():
        sorter.add(name, *(spread for spread, _, _ in item.spreads if spread in fragments))
    try:
        return list(sorter.static_order())
    except CycleError as error:
        fragment = fragments[error.args[1][0]].definition
        raise GraphQLError(
            f"Cannot spread fragment '{error.args[1][0]}' within itself.",
            fragment,
            extensions={"code": "GRAPHQL_VALIDATION_FAILED"},
        ) from None


def outline(definition: Definition) -> Outline:
    """Count one definition without following its spreads; the parser bounds its nesting."""
    result = Outline(definition)
    depth = selections = root_fields = aliases = 0
    directives = len(definition.directives or ())
    stack: list[tuple[SelectionSetNode, int, bool]] = [(definition.selection_set, 1, True)]
    while stack:
        selection_set, level, at_root = stack.pop()
        depth = max(depth, level)
        selections += len(selection_set.selections)
        for selection in selection_set.selections:
            directives += len(selection.directives or ())
            if isinstance(selection, FragmentSpreadNode):
                result.spreads.append((selection.name.value, level, at_root))
                continue
            inside_root = at_root
            if isinstance(selection, FieldNode):
                root_fields += at_root
                aliases += selection.alias is not None
                inside_root = False
            nested = getattr(selection, "selection_set", None)
            if isinstance(nested, SelectionSetNode):
                stack.append((nested, level + 1, inside_root))
    result.own = Tally(depth, selections, root_fields, aliases, directives)
    return result


def complete(item: Outline, tallies: Mapping[str, Tally]) -> Tally:
    """Add the tallies of the spread fragments; every count stops at SATURATED."""
    total = item.own
    for name, level, at_root in item.spreads:
        if spread := tallies.get(name):
            total = replace(
                total,
                depth=max(total.depth, level + spread.depth),
                selections=saturate(total.selections + spread.selections),
                root_fields=saturate(total.root_fields + spread.root_fields * at_root),
                aliases=saturate(total.aliases + spread.aliases),
                directives=saturate(total.directives + spread.directives),
            )
    return total


def saturate(number: int) -> int:
    """The number, or SATURATED if that is less."""
    return min(number, SATURATED)
