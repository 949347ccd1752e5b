"""One schema out of many plugins: whatever is enabled composes, and nothing else is left of it."""

from collections.abc import Iterator
from itertools import combinations

import pytest
from graphql import GraphQLNamedType, assert_valid_schema, is_specified_scalar_type

from core import (
    connection,
    everyone,
    extend,
)
from core.plugins import discover
from core.registry import Registry
from core.roots import Mutation, Query
from schema.composition import compose
from tests import factories as make
from tests.api import Api, deployment_on
from tests.effort import IS_WHOLE
from tests.schema.composing import built, entity_with, registry_of


def subsets() -> Iterator[tuple[str, ...]]:
    """The sets of plugins whose dependencies are in the set; outside CI small and large ones."""
    needs = {s.name: set(getattr(s.load(), "depends_on", ())) for s in discover().values()}
    sizes = range(len(needs) + 1)
    for size in sizes if IS_WHOLE else (*sizes[:2], *sizes[-2:]):
        for chosen in combinations(sorted(needs), size):
            if all(needs[name] <= set(chosen) for name in chosen):
                yield chosen


@pytest.mark.parametrize("names", list(subsets()), ids=str)
def test_every_set_of_plugins_composes(names: tuple[str, ...]) -> None:
    assert_valid_schema(built(compose(registry_of(names))))


def test_the_order_of_types_and_fields_is_always_the_same() -> None:
    first, second = (compose(registry_of(discover())).as_str() for _ in range(2))
    assert first == second


def test_a_disabled_plugin_leaves_no_trace() -> None:
    before = compose(registry_of()).as_str()
    everything = compose(registry_of(discover())).as_str()
    assert compose(registry_of()).as_str() == before
    assert "opportunit" in everything.lower()
    assert "opportunit" not in before.lower()


async def test_two_schemas_live_in_one_process(database_url: str) -> None:
    whole, plain = deployment_on(database_url), deployment_on(database_url, plugins=())
    both = Api(whole), Api(plain)
    await make.save(both[0], make.customer(1))
    for api in (*both, *both):
        answer = await api(
            "{ customers { nodes { name opportunities { totalCount } } } }", api.admin
        )
        assert bool(answer.messages) == (api is both[1])
        assert (await api("{ customers { totalCount } }", api.admin))["customers"][
            "totalCount"
        ] == 1
    await whole.close()
    await plain.close()


def undescribed(kind: GraphQLNamedType) -> Iterator[str]:
    """The parts of a type that have no description."""
    if not (kind.description or "").strip():
        yield kind.name
    for name, field in (getattr(kind, "fields", None) or {}).items():
        if not (field.description or "").strip():
            yield f"{kind.name}.{name}"
        for argument, made in (getattr(field, "args", None) or {}).items():
            if not (made.description or "").strip():
                yield f"{kind.name}.{name}({argument})"
    for name, value in (getattr(kind, "values", None) or {}).items():
        if not (value.description or "").strip():
            yield f"{kind.name}.{name}"


def test_everything_has_a_description() -> None:
    kinds = built(compose(registry_of(discover()))).type_map.values()
    own = [k for k in kinds if not k.name.startswith("__") and not is_specified_scalar_type(k)]
    assert len(own) > 50
    assert [part for kind in own for part in undescribed(kind)] == []


def test_a_schema_without_mutations_has_no_type_for_them() -> None:
    registry = Registry()
    registry.add_type("alpha", entity_with(visible=everyone))
    registry.add_fields("alpha", extend(Query, gadgets=connection("Gadget", None, "Gadgets.")))
    schema = built(compose(registry))
    assert schema.mutation_type is None
    assert registry.added(Mutation) == {}
    assert_valid_schema(schema)
