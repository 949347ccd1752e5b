"""Filters that are refused, and what filters may not reveal."""

from typing import Any

import pytest

from tests.api import Api
from tests.core.reading.test_filters import FILTERED
from tests.world import OTHER, OWNER, READ, STRANGER, World


@pytest.mark.parametrize(
    ("where", "place"),
    [
        ({"name": None}, "filter.name"),
        ({"name": {"eq": None}}, "filter.name.eq"),
        ({"name": {"in": None}}, "filter.name.in"),
        ({"archivedAt": {"isNull": None}}, "filter.archivedAt.isNull"),
        ({"id": {"eq": None}}, "filter.id.eq"),
        ({"and": None}, "filter.and"),
        ({"or": None}, "filter.or"),
        ({"not": None}, "filter.not"),
        ({"owner": None}, "filter.owner"),
        ({"owner": {"team": {"name": {"ne": None}}}}, "filter.owner.team.name.ne"),
        ({"contacts": {"some": None}}, "filter.contacts.some"),
        ({"contacts": {"every": {"name": None}}}, "filter.contacts.every"),
    ],
)
async def test_null_is_no_condition(mixed: Api, where: dict[str, Any], place: str) -> None:
    with mixed.statements() as seen:
        answer = await mixed(FILTERED, mixed.admin, filter=where)
    assert answer.errors == [("BAD_USER_INPUT", ("customers",))]
    assert answer.messages[0].startswith(place)
    assert seen == []


@pytest.mark.parametrize(
    "where",
    [
        {"name": {"eq": "a\0b"}},
        {"name": {"contains": "\ud800"}},
        {"or": [{"name": {"in": ["a", "\0"]}}]},
        {"id": {"eq": "employee_1"}},
        {"id": {"in": ["customer_1", "customer_x"]}},
        {"id": {"eq": ""}},
        {"name": {"in": ["x"] * 1001}},
        {"id": {"notIn": ["customer_1"] * 1001}},
    ],
)
async def test_operands_that_cannot_be_compared_are_refused(
    mixed: Api, where: dict[str, Any]
) -> None:
    with mixed.statements() as seen:
        answer = await mixed(FILTERED, mixed.admin, filter=where)
    assert answer.errors == [("BAD_USER_INPUT", ("customers",))]
    assert answer.messages[0].startswith(("filter.", "'"))
    assert seen == []


async def test_forty_lists_of_a_thousand_values_are_one_statement(mixed: Api) -> None:
    where: dict[str, Any] = {
        "or": [{"number": {"in": [f"{n}-{m}" for m in range(1000)]}} for n in range(40)]
    }
    with mixed.statements() as seen:
        answer = await mixed(FILTERED, mixed.admin, filter=where)
    assert answer["customers"]["totalCount"] == 0
    assert len(seen) == 2


async def test_filters_nest_as_deep_as_the_limits_let_them(mixed: Api) -> None:
    where: dict[str, Any] = {"name": {"eq": "Åbo"}}
    for _ in range(100):
        where = {"not": where}
    plain = await mixed(FILTERED, mixed.admin, filter={"name": {"eq": "Åbo"}})
    deep = await mixed(FILTERED, mixed.admin, filter=where)
    assert deep.data == plain.data
    for _ in range(5):
        where = {"parent": {"subsidiaries": {"every": where}}}
    assert not (await mixed(FILTERED, mixed.admin, filter=where)).errors


async def test_lists_of_texts_are_filtered_by_what_they_hold(world: World) -> None:
    query = "query ($f: TextListFilter) { roles(filter: {permissions: $f}) { totalCount } }"
    for where, count in (
        ({"has": "customers:read"}, 1),
        ({"has": "customers"}, 0),
        ({"hasAny": ["x", "customers:read"]}, 1),
        ({"hasAny": []}, 0),
        ({"isEmpty": True}, 0),
        ({"isEmpty": False}, 1),
    ):
        answer = await world(query, world.admin, f=where)
        assert answer["roles"]["totalCount"] == count, where


NEEDS = [
    ({"contacts": {"some": {}}}, "contacts:read"),
    ({"contacts": {"none": {"email": {"eq": "a@b.fi"}}}}, "contacts:read"),
    ({"projects": {"every": {}}}, "projects:read"),
    ({"opportunities": {"some": {"amount": {"gt": "1"}}}}, "opportunities:read"),
    ({"opportunityTotals": {"some": {"amount": {"gt": "1"}}}}, "opportunities:read"),
    ({"changes": {"some": {}}}, "changes:read"),
    ({"department": {}}, "keywords:read"),
    ({"owner": {"team": {"name": {"contains": "H"}}}}, "employees:read"),
    ({"owner": {"roles": {"some": {}}}}, "employees:manage"),
    ({"not": {"or": [{"and": [{"segments": {"some": {}}}]}]}}, "keywords:read"),
]


@pytest.mark.parametrize(("where", "permission"), NEEDS)
async def test_a_filter_needs_the_right_to_what_it_looks_at(
    world: World, where: dict[str, Any], permission: str
) -> None:
    rights = {*READ, "employees:manage"} - {permission}
    viewer = world.api.viewer(OWNER, rights)
    with world.api.statements() as seen:
        answer = await world(FILTERED, viewer, filter=where)
    assert answer.errors == [("FORBIDDEN", ("customers",))]
    assert permission in answer.messages[0]
    assert seen == []
    assert not (
        await world(FILTERED, world.api.viewer(OWNER, {*rights, permission}), filter=where)
    ).errors


async def test_a_filter_does_not_see_rows_that_the_viewer_does_not(world: World) -> None:
    """Opportunity 3 is his, its customer 2 and contact 20 are another's."""
    query = """query ($f: OpportunityFilter) {
      opportunities(filter: $f) { totalCount nodes { id customer { id } contact { id } } }
    }"""
    hidden: list[dict[str, Any]] = [
        {"customer": {"id": {"eq": "customer_2"}}},
        {"customer": {"name": {"contains": "čakovec"}}},
        {"contact": {"id": {"eq": "contact_20"}}},
        {"contact": {"customer": {"name": {"contains": "d.o.o."}}}},
        {"customer": {"opportunities": {"some": {"id": {"eq": "opportunity_20"}}}}},
    ]
    for where in hidden:
        found = (await world(query, world.reader(OWNER), f=where))["opportunities"]
        assert found["totalCount"] == 0, where
        assert (await world(query, world.admin, f=where))["opportunities"]["totalCount"] > 0
        both = {"id": {"eq": "opportunity_3"}, "not": where}
        found = (await world(query, world.reader(OWNER), f=both))["opportunities"]
        assert found["nodes"] == [{"id": "opportunity_3", "customer": None, "contact": None}]


async def test_quantifiers_look_only_at_visible_rows(world: World) -> None:
    """Customer 1 has the subsidiary 2, which its owner does not see."""
    query = """query ($f: CustomerFilter) { customers(filter: $f) { nodes { id } } }"""
    for where, ids in (
        ({"subsidiaries": {"some": {"archivedAt": {"isNull": True}}}}, []),
        ({"subsidiaries": {"every": {"archivedAt": {"isNull": False}}}}, ["customer_1"]),
        ({"subsidiaries": {"none": {"id": {"eq": "customer_2"}}}}, ["customer_1"]),
    ):
        found = (await world(query, world.reader(OWNER), f=where))["customers"]["nodes"]
        assert [node["id"] for node in found] == ids, where
    assert (await world(query, world.reader(STRANGER), f={}))["customers"]["nodes"] == []
    child = {"parent": {"id": {"eq": "customer_1"}}}
    found = (await world(query, world.reader(OTHER), f=child))["customers"]["nodes"]
    assert found == []
    orphan = (await world(query, world.reader(OTHER), f={"not": child}))["customers"]["nodes"]
    assert orphan == [{"id": "customer_2"}]
