"""Fills the arguments of a generated query: values that fit, in place or by variables."""

from dataclasses import dataclass, field
from random import Random
from typing import Any, cast

from graphql import (
    ArgumentNode,
    ConstValueNode,
    EnumValueNode,
    GraphQLInputObjectType,
    GraphQLInputType,
    GraphQLList,
    IntValueNode,
    ListValueNode,
    NameNode,
    NullValueNode,
    ObjectFieldNode,
    ObjectValueNode,
    StringValueNode,
    ValueNode,
    VariableDefinitionNode,
    VariableNode,
    get_nullable_type,
    parse_type,
    value_from_ast_untyped,
)

from core.ids import prefix_of
from tests.schema.compiled.pools import KEYS, another

PLANS = (1, 2, 3, 3, 6, 999)
FIRSTS = (0, 1, 2, 3, 50, 500)
PREFIXES = (
    *("customer", "contact", "project", "opportunity", "employee", "team", "keyword", "stage"),
    *("role", "product", "product_basket", "change", "api_token", "project_participant", "lead"),
    *("lead_form",),
    *("opportunity_change", "segment_dimension", "offer", "invoice", "invoice_line", "payment"),
    *("delivery_hold", "credit_rule"),
    *("module_tool", "workflow", "workflow_run", "email", "webhook_call", "notification"),
    *("plan", "plan_row", "plan_settings"),
    *("customer_group", "special_group", "responsibility", "responsibility_settings"),
    *("calendar_entry", "calendar_feed", "reminder"),
    *("sql_search", "sql_search_run", "sql_report", "sql_report_pin"),
    *("memo", "memo_attachment", "text_message", "text_message_consent", "customer_price_rule"),
    *("annual_contract_mailing", "annual_contract_letter"),
)
OF_ARGUMENTS = {"employeeId": "employee", "teamId": "team", "roleId": "keyword"}
"""What ids in these arguments begin with."""

KEPT = {
    **dict.fromkeys(("id", "ids", "language", "from", "to", "since", "by"), 1.0),
    "first": 0.5,
    "after": 0.03,
    "before": 0.1,
    "timeZone": 1.0,
    "asOf": 0.7,
    "compareTo": 0.8,
    **dict.fromkeys(("customerId", "ownerId", "salesGroupId", "offeringAreaIds"), 0.2),
    "employeeIds": 0.5,
    **dict.fromkeys(("afterCustomerId", "afterOfferingAreaId"), 0.3),
}
"""How often an argument stays; half of the others do."""

MONTHS = {
    "firstMonth": ("2026-01-01", "2026-02-01", "2026-06-01"),
    "lastMonth": ("2026-06-01", "2026-11-01", "2026-12-01"),
    "from": ("2025-01-01", "2026-01-01", "2026-03-01"),
    "to": ("2026-03-01", "2026-12-01", "2027-06-01"),
}
"""First days of months that lie in plans, those of the first before those of the last."""

ZONES = ("Europe/Helsinki", "Europe/Zagreb", "America/Los_Angeles")

NAMED = {
    "customerId": "customer",
    "ownerId": "employee",
    "salesGroupId": "team",
    "offeringAreaIds": "product_basket",
    "afterCustomerId": "customer",
    "afterOfferingAreaId": "product_basket",
    "employeeIds": "employee",
}
"""What ids of arguments begin with that tell it by their names."""


@dataclass
class Filling:
    """The values of one query, and the variables that some of them became."""

    chance: Random
    definitions: list[VariableDefinitionNode] = field(default_factory=list)
    variables: dict[str, object] = field(default_factory=dict)
    others: dict[str, object] = field(default_factory=dict)
    """Other values for the same variables."""
    prefix: str = ""
    """What ids begin with where the filling stands."""

    def maybe(self, share: float) -> bool:
        """Whether something happens that happens so often."""
        return self.chance.random() < share

    def argument(self, node: ArgumentNode, kind: GraphQLInputType) -> ArgumentNode | None:
        """An argument as the query has it, if it stays."""
        name = node.name.value
        if not self.maybe(KEPT.get(name, 0.5)):
            return None
        self.prefix = OF_ARGUMENTS.get(name, self.prefix)
        if name == "first" and self.maybe(0.95):
            first: ValueNode = IntValueNode(value=str(self.chance.choice(FIRSTS)))
            return _written(name, self._moved(kind, first))
        if name in MONTHS and self.maybe(0.9):
            month = StringValueNode(value=self.chance.choice(MONTHS[name]))
            return _written(name, self._moved(kind, month))
        if name == "timeZone" and self.maybe(0.95):
            zone = StringValueNode(value=self.chance.choice(ZONES))
            return _written(name, self._moved(kind, zone))
        before, self.prefix = self.prefix, NAMED.get(name, self.prefix)
        made = self._moved(kind, self._tidied(kind, node.value))
        self.prefix = before
        return _written(name, made)

    def _tidied(self, kind: GraphQLInputType, value: ValueNode) -> ValueNode:
        """Without most nulls, with one field where only one may stand."""
        inner = get_nullable_type(kind)
        if isinstance(value, ListValueNode) and isinstance(inner, GraphQLList):
            values = [self._tidied(inner.of_type, v) for v in value.values[:3]]
            return ListValueNode(values=tuple(self._moved(inner.of_type, v) for v in values))
        if isinstance(value, ObjectValueNode) and isinstance(inner, GraphQLInputObjectType):
            return self._object(inner, value)
        if getattr(inner, "name", "") == "ID" and self.maybe(0.95):
            return StringValueNode(value=self._id())
        return value

    def _id(self) -> str:
        prefix = self.prefix if self.prefix in PREFIXES else self.chance.choice(PREFIXES)
        return f"{prefix}_{self.chance.choice(KEYS if prefix != 'plan' else PLANS)}"

    def _object(self, kind: GraphQLInputObjectType, value: ObjectValueNode) -> ObjectValueNode:
        kept = [
            node
            for node in value.fields
            if not isinstance(node.value, NullValueNode) or self.maybe(0.02)
        ]
        if kind.is_one_of:
            name = self.chance.choice(sorted(kind.fields))
            return ObjectValueNode(fields=(self._member(name, self._direction()),))
        before = self.prefix
        if kind.name.endswith("Filter") and kind.name != "IDFilter":
            self.prefix = prefix_of(kind.name.removesuffix("Filter").removesuffix("List"))
        found = []
        for node in kept[:3]:
            inner = kind.fields[node.name.value].type
            made = self._moved(inner, self._tidied(inner, node.value))
            found.append(self._member(node.name.value, made))
        self.prefix = before
        return ObjectValueNode(fields=tuple(found))

    def _member(self, name: str, value: ValueNode) -> ObjectFieldNode:
        return ObjectFieldNode(name=_name(name), value=value)

    def _direction(self) -> ValueNode:
        return EnumValueNode(value=self.chance.choice(("ASC", "DESC")))

    def _moved(self, kind: GraphQLInputType, value: ValueNode) -> ValueNode:
        """The value, or a variable for it."""
        if not self.maybe(0.35) or _holds_variable(value):
            return value
        return self.variable(kind, value)

    def variable(self, kind: GraphQLInputType, value: ValueNode) -> ValueNode:
        """A variable in place of a value."""
        name = f"v{len(self.definitions)}"
        known = value_from_ast_untyped(value)
        by_default = self.maybe(0.2)
        self.definitions.append(
            VariableDefinitionNode(
                variable=VariableNode(name=_name(name)),
                type=parse_type(str(kind)),
                default_value=cast(ConstValueNode, value) if by_default else None,
            )
        )
        if not by_default or self.maybe(0.5):
            self.variables[name] = known
            self.others[name] = self._other(kind, known)
        return VariableNode(name=_name(name))

    def _other(self, kind: Any, value: Any) -> object:
        """A value of the same shape."""
        kind = get_nullable_type(kind)
        if isinstance(value, list):
            inner = kind.of_type if isinstance(kind, GraphQLList) else kind
            return [self._other(inner, v) for v in value]
        if isinstance(value, str) and kind.name == "ID" and value.rpartition("_")[2].isdigit():
            return f"{value.rpartition('_')[0]}_{self.chance.choice(KEYS)}"
        if isinstance(value, dict):
            return {k: self._other(kind.fields[k].type, v) for k, v in value.items()}
        return value if value is None else another(kind.name, value, self.chance.randrange(99))


def _name(value: str) -> NameNode:
    return NameNode(value=value)


def _written(name: str, value: ValueNode) -> ArgumentNode:
    return ArgumentNode(name=_name(name), value=value)


def _holds_variable(value: ValueNode) -> bool:
    if isinstance(value, ListValueNode):
        return any(map(_holds_variable, value.values))
    if isinstance(value, ObjectValueNode):
        return any(_holds_variable(node.value) for node in value.fields)
    return isinstance(value, VariableNode)
