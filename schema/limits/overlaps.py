"""How many pairs of fields validation would have to compare to see that they can be merged."""

from collections import defaultdict
from collections.abc import Iterable, Mapping

from graphql import (
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    InlineFragmentNode,
    SelectionSetNode,
)

Fragments = Mapping[str, FragmentDefinitionNode]


def count_overlaps(selection_sets: Iterable[SelectionSetNode], fragments: Fragments) -> int:
    """Count pairs with one response name, as execution merges them, at all levels.

    The work is linear in the expanded selections, which have a limit of their own.
    """
    pairs = 0
    for fields in by_response_name(selection_sets, fragments).values():
        pairs += len(fields) * (len(fields) - 1) // 2
        if nested := [field.selection_set for field in fields if field.selection_set]:
            pairs += count_overlaps(nested, fragments)
    return pairs


def by_response_name(
    selection_sets: Iterable[SelectionSetNode], fragments: Fragments
) -> dict[str, list[FieldNode]]:
    """The fields of merged selection sets; each fragment is entered once."""
    grouped: dict[str, list[FieldNode]] = defaultdict(list)
    entered: set[str] = set()
    stack = list(selection_sets)
    while stack:
        for selection in stack.pop().selections:
            if isinstance(selection, FieldNode):
                grouped[(selection.alias or selection.name).value].append(selection)
            elif isinstance(selection, InlineFragmentNode):
                stack.append(selection.selection_set)
            elif isinstance(selection, FragmentSpreadNode):
                name = selection.name.value
                if name in fragments and name not in entered:
                    entered.add(name)
                    stack.append(fragments[name].selection_set)
    return grouped
