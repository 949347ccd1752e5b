"""Every operator on every type of value gives the rows that plain Python finds."""

from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
from random import Random
from typing import Any, NamedTuple

import pytest
from sqlalchemy import select

from core.customers.models import Customer
from core.employees.models import Role
from core.reading.operators import operators_for
from plugins.opportunities.models import Opportunity
from plugins.pupesoft_tools.results.values import shown
from plugins.pupesoft_tools.sql_generator.compiling import Compiling
from plugins.pupesoft_tools.sql_generator.conditions import operators_of
from plugins.pupesoft_tools.sql_generator.definition import read
from plugins.pupesoft_tools.sql_generator.sources import Rows
from tests.database import Databases
from tests.schema.compiled.rows import hard_world
from tests.world import World

Test = Callable[[Any, Any], bool]

REFERENCE: Mapping[str, Test] = {
    "eq": lambda v, x: v is not None and v == x,
    "ne": lambda v, x: v is None or v != x,
    "lt": lambda v, x: v is not None and v < x,
    "lte": lambda v, x: v is not None and v <= x,
    "gt": lambda v, x: v is not None and v > x,
    "gte": lambda v, x: v is not None and v >= x,
    "between": lambda v, x: v is not None and x[0] <= v <= x[1],
    "in": lambda v, x: v is not None and v in x,
    "notIn": lambda v, x: v is None or v not in x,
    "isNull": lambda v, x: (v is None) == x,
    "contains": lambda v, x: v is not None and x.lower() in v.lower(),
    "startsWith": lambda v, x: v is not None and v.lower().startswith(x.lower()),
    "has": lambda v, x: v is not None and x in v,
    "hasAny": lambda v, x: v is not None and bool({*v} & {*x}),
    "isEmpty": lambda v, x: (not v) == x,
}


class Compared(NamedTuple):
    """A field, where its values come from, and its type."""

    entity: str
    field: str
    values: Any
    kind: Any


FIELDS = (
    Compared("Customer", "name", Customer.name, str),
    Compared("Customer", "billingCity", Customer.billing_city, str),
    Compared("Customer", "employeeCount", Customer.employee_count, int),
    Compared("Customer", "annualRevenue", Customer.annual_revenue, Decimal),
    Compared("Customer", "prospect", Customer.prospect, bool),
    Compared("Customer", "status", Customer.status, None),
    Compared("Customer", "createdAt", Customer.created_at, datetime),
    Compared("Opportunity", "amount", Opportunity.amount, Decimal),
    Compared("Opportunity", "expectedCloseOn", Opportunity.expected_close_on, date),
    Compared("Opportunity", "invoicingMonths", Opportunity.invoicing_months, int),
    Compared("Opportunity", "splitMethod", Opportunity.split_method, None),
)
NEEDLES = ("", "a", "A", "Ö", "%", "_", "\\", "'", "customer", "1")
MORE: Mapping[Any, Sequence[Any]] = {
    int: (0, -1, 2**31 - 1),
    Decimal: (Decimal(0), Decimal("0.001"), Decimal(-5)),
    date: (date(1, 1, 1), date(2026, 2, 28)),
}


@pytest.fixture(scope="module")
async def hard(databases: Databases) -> AsyncIterator[World]:
    async with hard_world(databases) as world:
        yield world


async def known(world: World, compared: Compared) -> dict[int, Any]:
    """The values of a field by the keys of rows, read without reports."""
    model = Customer if compared.entity == "Customer" else Opportunity
    found = await world.api.deployment.database.fetch(select(model.id, compared.values))
    return {key: in_utc(value) for key, value in map(tuple, found)}


def in_utc(value: Any) -> Any:
    """The driver reads the ends of time without a zone."""
    is_naive = isinstance(value, datetime) and value.tzinfo is None
    return value.replace(tzinfo=UTC) if is_naive else value


def operands(operator: str, values: Sequence[Any], chance: Random) -> list[Any]:
    """What an operator is tried with."""
    if operator in ("isNull", "isEmpty"):
        return [True, False]
    if operator in ("contains", "startsWith"):
        return [*NEEDLES, *(v[:3] for v in values)]
    if operator in ("in", "notIn"):
        return [[], [*values][:1], chance.sample([*values], min(3, len(values)))]
    if operator == "between":
        return [chance.choices(values, k=2) for _ in range(6)]
    return [*values]


def as_json(value: Any) -> Any:
    return [shown(v) for v in value] if isinstance(value, list) else shown(value)


async def keys(world: World, entity: str, where: Mapping[str, Any]) -> set[int]:
    """The keys of the rows of a report."""
    definition = read(
        {
            "entity": entity,
            "columns": [{"field": "id"}],
            "where": where,
            "archived": "INCLUDE",
        }
    )
    deployment = world.api.deployment
    made = Compiling(deployment.registry, world.admin, definition, Rows).statement(10_000)
    rows = await deployment.database.fetch(made)
    return {int(row[0].rpartition("_")[2]) for row in rows}


@pytest.mark.parametrize("compared", FIELDS, ids=lambda c: c.field)
async def test_each_operator_finds_what_python_finds(hard: World, compared: Compared) -> None:
    chance = Random(1)  # noqa: S311 - nothing here is secret
    values = await known(hard, compared)
    annotation = compared.kind or type(next(iter(values.values())))
    pool = sorted({v for v in values.values() if v is not None}, key=str)
    pool += MORE.get(compared.kind, ())
    assert set(operators_for(annotation) or ()) <= set(operators_of(annotation)) <= set(REFERENCE)
    for operator in operators_of(annotation):
        for operand in operands(operator, pool, chance):
            where = {"field": compared.field, "operator": operator, "value": as_json(operand)}
            expected = {k for k, v in values.items() if REFERENCE[operator](v, operand)}
            assert await keys(hard, compared.entity, where) == expected, where


async def test_lists_are_compared_by_their_members(hard: World) -> None:
    found = await hard.api.deployment.database.fetch(select(Role.id, Role.permissions))
    roles: list[tuple[Any, ...]] = [*map(tuple, found)]
    operands: Mapping[str, Sequence[Any]] = {
        "has": ["customers:read", "*", "", "x"],
        "hasAny": [["customers:read", "x"], ["*", "customers:read"], []],
        "isEmpty": [True, False],
    }
    for operator in operators_for(list[str]) or ():
        for operand in operands[operator]:
            where = {"field": "permissions", "operator": operator, "value": operand}
            expected = {key for key, held in roles if REFERENCE[operator](held, operand)}
            assert await keys(hard, "Role", where) == expected, where


async def test_conditions_within_conditions_find_what_python_finds(hard: World) -> None:
    chance = Random(2)  # noqa: S311 - nothing here is secret
    fields = [c for c in FIELDS if c.entity == "Customer"]
    values = {c.field: await known(hard, c) for c in fields}
    rows = set(values["name"])

    def leaf() -> tuple[dict[str, Any], set[int]]:
        compared = chance.choice(fields)
        mine = values[compared.field]
        pool = sorted({v for v in mine.values() if v is not None}, key=str)
        operator = chance.choice([*operators_of(compared.kind or type(pool[0]))])
        operand = chance.choice(operands(operator, pool, chance))
        found = {k for k, v in mine.items() if REFERENCE[operator](v, operand)}
        given = {"field": compared.field, "operator": operator, "value": as_json(operand)}
        return given, found

    def tree(depth: int) -> tuple[dict[str, Any], set[int]]:
        if depth == 0 or chance.random() < 0.3:
            return leaf()
        parts = [tree(depth - 1) for _ in range(chance.randint(1, 3))]
        name = chance.choice(("all", "any"))
        sets = [found for _, found in parts]
        found = rows.intersection(*sets) if name == "all" else set[int]().union(*sets)
        return {name: [given for given, _ in parts]}, found

    for _ in range(150):
        where, expected = tree(3)
        assert await keys(hard, "Customer", where) == expected, where
