"""What plugins may not declare: the same as another, or what leads nowhere. Each is named."""

from collections.abc import Callable, Iterable
from enum import Enum
from typing import Any

import pytest
import strawberry
from strawberry import Parent

from core import (
    Info,
    Reason,
    WithParent,
    column,
    connection,
    everyone,
    expression,
    extend,
    many,
    one,
)
from core.customers.types import Customer
from core.declare import Contribution
from core.errors import PluginError
from core.registry import Registry
from core.roots import Query
from schema.composition import compose
from tests.schema.composing import Right, Thing, entity_with, number, registry_of


def named(error: pytest.ExceptionInfo[PluginError], *words: str) -> bool:
    return all(word in error.value.message for word in words)


def twice(add: Callable[[Registry, str], None]) -> pytest.ExceptionInfo[PluginError]:
    """The error of two plugins that bring the same."""
    registry = registry_of()
    add(registry, "alpha")
    with pytest.raises(PluginError) as error:
        add(registry, "beta")
    return error


def test_two_plugins_with_the_same_field_are_named() -> None:
    error = twice(lambda r, name: r.add_fields(name, extend(Customer, score=number())))
    assert named(error, "Customer.score", "'alpha'", "'beta'")


def test_fields_that_read_the_same_in_the_schema_clash() -> None:
    registry = registry_of()
    registry.add_fields("alpha", extend(Customer, best_score=number()))
    with pytest.raises(PluginError) as error:
        registry.add_fields("beta", extend(Customer, bestScore=number()))
    assert named(error, "'alpha'", "'beta'")


@pytest.mark.parametrize("field", ["name", "visible_because", "visibleBecause", "contacts"])
def test_a_field_that_the_type_has_names_its_plugin(field: str) -> None:
    with pytest.raises(PluginError) as error:
        registry_of().add_fields("alpha", extend(Customer, **{field: number()}))
    assert named(error, f"Customer.{field}", "'alpha'", "'core.c")


def test_the_id_of_a_type_stays_its_own() -> None:
    registry = registry_of()
    registry.add_fields("alpha", extend(Customer, id=number()))
    with pytest.raises(PluginError) as error:
        compose(registry)
    assert named(error, "Customer.id", "'alpha'")


def test_two_plugins_with_the_same_type_are_named() -> None:
    def add(registry: Registry, plugin: str) -> None:
        registry.add_type(plugin, strawberry.type(type("Score", (), {}), description="A score."))

    assert named(twice(add), "Score", "'alpha'", "'beta'")


def test_two_plugins_with_the_same_permission_are_named() -> None:
    error = twice(lambda r, name: r.add_permissions(name, Right))
    assert named(error, "alpha:read", "'alpha'", "'beta'")


def test_two_plugins_with_the_same_reason_are_named() -> None:
    reason = Reason("Customer", "SELLER", "You sell to it.", everyone)
    error = twice(lambda r, name: r.add_reason(name, reason))
    assert named(error, "SELLER", "'alpha'", "'beta'")


def refusal(*contributions: Contribution, types: Iterable[type] = ()) -> str:
    """Why a plugin with these declarations does not compose."""
    registry = registry_of()
    for kind in types:
        registry.add_type("alpha", kind)
    for contribution in contributions:
        registry.add_fields("alpha", contribution)
    with pytest.raises(PluginError) as error:
        compose(registry)
    assert "'alpha'" in error.value.message or types
    return error.value.message


@extend(Customer)
def surely(customer: Parent[Any]) -> int:
    """Never null."""
    return 1


@extend(Query)
def always(info: Info) -> list[str]:
    """Never null."""
    return []


@extend(Customer, needs=("name", "nmae"))
def misspelt(customer: Parent[Any]) -> str | None:
    """Needs what is not there."""
    return None


@pytest.mark.parametrize(
    "contribution",
    [surely, always, extend(Customer, sure=expression(int, "A number.", lambda row, v: row.id))],
)
def test_a_field_added_to_anothers_type_must_be_nullable(contribution: Contribution) -> None:
    assert "must be nullable" in refusal(contribution)


@pytest.mark.parametrize(
    ("contribution", "word"),
    [
        (extend(Customer, leads=connection("Lead", Thing.id, "Leads.")), "'Lead'"),
        (extend(Customer, lead=one("Lead", "A lead.", via="owner_id")), "'Lead'"),
        (extend(Customer, leads=many("Lead", Thing.id, "Leads.")), "'Lead'"),
        (extend(Query, leads=connection("Lead", None, "Leads.")), "'Lead'"),
        (extend(Customer, seller=one("Employee", "Seller.")), "'seller_id'"),
        (extend(Customer, boss=one("Employee", "Boss.", via="boss")), "'boss'"),
        (misspelt, "'nmae'"),
        (extend(Query, things=many("Keyword", Thing.id, "Things.")), "by_id"),
        (extend(Query, things=connection("Keyword", Thing.id, "Things.")), "by_id"),
        (extend(Query, things=column("A column.")), "by_id"),
    ],
)
def test_a_field_that_leads_nowhere_is_named(contribution: Contribution, word: str) -> None:
    message = refusal(contribution)
    assert word in message
    assert next(iter(contribution.fields)) in message


def test_an_entity_names_what_is_there() -> None:
    assert "'nane'" in refusal(types=[entity_with(order={"nane": "ASC"})])
    assert "'UP'" in refusal(types=[entity_with(order={"name": "UP"})])
    assert "'created_at'" in refusal(types=[entity_with(order={"created_at": "ASC"})])
    assert "'Lead'" in refusal(types=[entity_with(visible=WithParent("Lead", "id"))])
    assert "'lead_id'" in refusal(types=[entity_with(visible=WithParent("Customer", "lead_id"))])
    things = many("Keyword", Thing.id, "Things.", order={"label": "ASC"})
    assert "'label'" in refusal(extend(Customer, things=things))


def test_a_reason_is_for_an_entity_and_has_a_code_in_upper_case() -> None:
    registry = registry_of()
    with pytest.raises(PluginError, match="'not a word' of 'alpha'"):
        registry.add_reason("alpha", Reason("Customer", "not a word", "Why.", everyone))
    registry.add_reason("alpha", Reason("Custmer", "WHY", "Why.", everyone))
    with pytest.raises(PluginError, match="WHY is for 'Custmer'"):
        compose(registry)


def shaded(name: str, module: str) -> type:
    shade = Enum("Shade", {"DARK": name}, module=module)  # type: ignore[misc]
    body = {"__annotations__": {"shade": strawberry.enum(shade)}}
    return strawberry.type(type(name, (), body), description="It has a shade.")


def test_types_of_one_name_are_refused_wherever_they_come_from() -> None:
    registry = registry_of()
    registry.add_type("alpha", shaded("One", "plugins.alpha"))
    registry.add_type("beta", shaded("Two", "plugins.beta"))
    with pytest.raises(PluginError, match=r"Shade .* in plugins\.alpha and plugins\.beta"):
        compose(registry)
    assert "CustomerFilter" in refusal(types=[entity_with("CustomerFilter", visible=everyone)])


def test_an_input_cannot_be_extended() -> None:
    made = strawberry.input(type("Words", (), {"__annotations__": {"text": str}}))
    with pytest.raises(TypeError, match="Words is an input"):
        extend(made, score=number())
    with pytest.raises(TypeError, match="not a GraphQL type"):
        extend(Thing, score=number())
