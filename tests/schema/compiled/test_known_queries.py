"""The queries that stand in the tests are answered alike on both ways."""

import ast
import random
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from graphql import (
    DocumentNode,
    GraphQLError,
    GraphQLSchema,
    OperationDefinitionNode,
    OperationType,
    parse,
    print_ast,
    validate,
)

from core.viewer import Viewer
from schema.internals import graphql_schema
from tests.api import ALL_PLUGINS, composed, declared
from tests.effort import some
from tests.schema.compiled.pair import Pair
from tests.schema.compiled.strewing import strewn
from tests.world import OWNER, World

TESTS = Path(__file__).parents[2]

IDS = ("customer_1", "contact_10", "opportunity_10", "employee_2", "keyword_2", "team_2")

VALUES: dict[str, tuple[Any, ...]] = {
    "ID": IDS,
    "String": ("oy", None, "x"),
    "Int": (2, 0, 501),
    "Boolean": (True, False),
    "Archived": ("ONLY", "INCLUDE"),
    "Decimal": ("10.05",),
    "Date": ("1950-01-01",),
    "DateTime": ("1969-07-20T20:17:40.000005Z",),
}
"""By the type of a variable; of other types it is left out, or an empty object."""


@cache
def known() -> list[str]:
    """The texts in the tests that are valid queries of this schema."""
    schema = graphql_schema(composed(declared(ALL_PLUGINS)))
    texts = {text for path in TESTS.rglob("*.py") for text in texts_of(path)}
    tried = random.Random(0).sample(sorted(texts), some(len(texts)))  # noqa: S311 - no secret
    return [text for text in tried if is_query(schema, text)]


def texts_of(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and "{" in node.value:
            yield node.value


def is_query(schema: GraphQLSchema, text: str) -> bool:
    try:
        document = parse(text, max_tokens=5_000)
    except GraphQLError:
        return False
    operations = operations_of(document)
    reads = all(operation.operation is OperationType.QUERY for operation in operations)
    return bool(operations) and reads and not validate(schema, document)


def operations_of(document: DocumentNode) -> list[OperationDefinitionNode]:
    return [d for d in document.definitions if isinstance(d, OperationDefinitionNode)]


def variables(operation: OperationDefinitionNode, place: int) -> dict[str, Any]:
    """Values for the variables of an operation."""
    found: dict[str, Any] = {}
    for definition in operation.variable_definitions or ():
        written = print_ast(definition.type)
        values = VALUES.get(written.strip("[]!"))
        value: Any = values[place % len(values)] if values else {}
        found[definition.variable.name.value] = [value] if written.startswith("[") else value
    return found


async def test_the_queries_of_the_tests_are_answered_alike(pair: Pair, world: World) -> None:
    seen: tuple[Viewer, ...] = (world.admin, world.reader(OWNER))
    with pair.counting() as tally:
        for text in known():
            for operation in operations_of(parse(text)):
                name = operation.name.value if operation.name else None
                for place, viewer in enumerate(seen):
                    await pair.same(text, viewer, variables(operation, place), name)
    assert tally.queries > some(200)
    assert tally.compiled >= tally.valid / 2


async def test_python_fields_anywhere_are_answered_alike(pair: Pair, world: World) -> None:
    schema, registry = graphql_schema(pair.reference), pair.deployment.registry
    with pair.counting() as tally:
        for text in known():
            query = strewn(schema, registry, text)
            for operation in operations_of(parse(query)) if is_query(schema, query) else ():
                name = operation.name.value if operation.name else None
                await pair.same(query, world.admin, variables(operation, 0), name)
    assert tally.queries > some(100)
    assert tally.compiled >= tally.valid / 2
