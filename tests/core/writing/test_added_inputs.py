"""Inputs that plugins add to the writing of others' entities."""

import pytest

from core.customers.models import CustomerSegment
from core.customers.mutations import customer_writes
from core.customers.types import Customer
from core.declare import column, extend, many, through
from core.errors import PluginError
from core.registry import Registry
from core.writing import AddedInputs, Draft, Links, Rules, Writing, added_inputs
from tests.api import Api

PAIR = Links(CustomerSegment.customer_id, CustomerSegment.keyword_id)
THROUGH = through(CustomerSegment.customer_id, CustomerSegment.keyword_id)


class Loud(Rules):
    """Names are upper-case."""

    def complete(self, draft: Draft) -> None:
        draft.values["name"] = draft.get("name").upper()


def added(name: str) -> AddedInputs:
    contribution = extend(Customer, **{name: many("Keyword", THROUGH, "More of them.")})
    return added_inputs(contribution, {name: PAIR}, Loud)


def registry() -> Registry:
    made = Registry()
    made.add_type("core", Customer)
    made.add_fields("core", customer_writes)
    return made


def test_an_input_is_added_in_one_deployment_alone() -> None:
    made = registry()
    made.add_inputs("x", added("markings"))
    assert "marking_ids" in made.writes["Customer"].inputs
    assert "marking_ids" not in customer_writes.inputs
    assert "marking_ids" not in registry().writes["Customer"].inputs


def test_an_input_that_is_there_already_is_refused() -> None:
    with pytest.raises(PluginError, match="segment_ids"):
        registry().add_inputs("x", added("segments"))


def test_inputs_of_what_nobody_writes_are_refused() -> None:
    with pytest.raises(PluginError, match="'x' adds inputs to Customer"):
        Registry().add_inputs("x", added("markings"))


def test_only_relations_are_written_so() -> None:
    contribution = extend(Customer, number_again=column("Its number.", attribute="number"))
    with pytest.raises(TypeError, match="no relation"):
        added_inputs(contribution, {"number_again": PAIR})


async def test_rules_that_come_with_inputs_are_followed_before_the_entitys_own(api: Api) -> None:
    made = registry()
    made.add_inputs("x", added("markings"))
    writes = made.writes["Customer"]
    async with api.deployment.database.writing(api.admin) as session:
        rules = writes.rules(Writing(api.deployment, api.admin, session))
        draft = Draft(writes, {"name": "Abc"}, ("input",), 0)
        draft.values["name"] = "Abc"
        rules.complete(draft)
        await rules.complete_all([draft])
    assert (draft.get("name"), draft.get("number")) == ("ABC", "1")
