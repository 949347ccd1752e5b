"""Fields that lead far below a row, added to generated queries: those are seldom so deep."""

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from graphql import (
    ArgumentNode,
    EnumValueNode,
    FieldNode,
    GraphQLEnumType,
    GraphQLList,
    GraphQLObjectType,
    IntValueNode,
    ListValueNode,
    NameNode,
    SelectionNode,
    SelectionSetNode,
    StringValueNode,
    ValueNode,
    get_named_type,
    get_nullable_type,
)

from tests.schema.compiled.filling import Filling

DEEP = {
    "Query": ("financials",),
    "Plan": ("grid",),
    "Customer": ("financials",),
    "Employee": ("financials",),
    "Team": ("financials",),
    "PlanGrid": ("rows", "months", "byMonth", "byOfferingArea", "total"),
    "GridRow": ("cells", "extended", "customer", "offeringArea"),
    "GridTotal": ("offeringArea",),
    "Financials": ("items", "total", "series"),
    "FinancialsItem": ("offeringArea",),
}
"""By type, the fields that may be added to what is selected of it."""

SHARES = {"financials": 0.15, "grid": 0.6, "rows": 0.8}
"""How often a field is added, if not as often as not."""

More = Callable[[GraphQLObjectType], Sequence[SelectionNode]]
"""What is selected of an object of a type."""


def deepened(kind: GraphQLObjectType, filling: Filling, more: More) -> Iterator[FieldNode]:
    """Some of the fields of a type that lead on, under names of their own."""
    for name in DEEP.get(kind.name, ()):
        if name not in kind.fields or not filling.maybe(SHARES.get(name, 0.5)):
            continue
        field = kind.fields[name]
        target = get_named_type(field.type)
        assert isinstance(target, GraphQLObjectType)
        typename = FieldNode(name=_name("__typename"))
        arguments = (_argument(n, a.type, filling) for n, a in field.args.items())
        yield FieldNode(
            name=_name(name),
            alias=_name(f"deep_{name}"),
            arguments=tuple(found for found in arguments if found is not None),
            selection_set=SelectionSetNode(selections=(*more(target), typename)),
        )


def _argument(name: str, kind: Any, filling: Filling) -> ArgumentNode | None:
    value = _value(get_nullable_type(kind), filling)
    return filling.argument(ArgumentNode(name=_name(name), value=value), kind)


def _value(kind: Any, filling: Filling) -> ValueNode:
    if isinstance(kind, GraphQLList):
        return ListValueNode(values=(_value(get_nullable_type(kind.of_type), filling),))
    if isinstance(kind, GraphQLEnumType):
        return EnumValueNode(value=filling.chance.choice(sorted(kind.values)))
    return IntValueNode(value="50") if kind.name == "Int" else StringValueNode(value="EUR")


def _name(value: str) -> NameNode:
    return NameNode(value=value)
