from typing import Any

import pytest
from sqlalchemy import select

from core.customers.models import CustomerSegment
from core.segments.models import SegmentDimension
from plugins.opportunities.models import OpportunitySegment
from tests.api import Api
from tests.core.writing.calls import codes, count, mutate, raw
from tests.factories import customer, keyword, save

WANTED = "segmentDimension { code labels position }"


@pytest.fixture
async def sized(api: Api) -> Api:
    """The dimensions SEGMENT, of the migration, and SIZE; a keyword of no dimension."""
    given = {"code": "size", "labels": {"fi": "Koko"}, "position": 5}
    assert (await mutate(api, "createSegmentDimension", given, WANTED))["userErrors"] == []
    await save(
        api,
        keyword(1, "SEGMENT", "KEY"),
        keyword(2, "SIZE", "SMALL", position=1),
        keyword(3, "SIZE", "LARGE", position=2),
        keyword(4, "DISTRICT", "SOUTH"),
    )
    return api


async def test_a_dimension_has_the_keywords_of_its_list(sized: Api) -> None:
    query = "{ segmentDimensions { nodes { code labels segments { nodes { code } } } } }"
    answer = await sized(query, sized.admin)
    size, segment = answer["segmentDimensions"]["nodes"]
    assert (size["code"], size["labels"]) == ("SIZE", {"fi": "Koko"})
    assert [s["code"] for s in size["segments"]["nodes"]] == ["SMALL", "LARGE"]
    assert (segment["code"], segment["labels"]["fi"]) == ("SEGMENT", "Segmentti")


CARRIERS = {
    "customer": ("createCustomer", "updateCustomer", CustomerSegment),
    "opportunity": ("createOpportunity", "updateOpportunity", OpportunitySegment),
}


@pytest.mark.parametrize("kind", CARRIERS)
async def test_records_carry_any_number_of_each(sized: Api, kind: str) -> None:
    create, update, pairs = CARRIERS[kind]
    wanted = f"{kind} {{ segments {{ list code }} }}"
    keys = [f"keyword_{key}" for key in (3, 1, 2)]
    payload = await mutate(sized, create, {"name": "One", "segmentIds": keys}, wanted)
    assert payload[kind]["segments"] == [
        {"list": "SEGMENT", "code": "KEY"},
        {"list": "SIZE", "code": "SMALL"},
        {"list": "SIZE", "code": "LARGE"},
    ]
    change = {"id": f"{kind}_1", "expectedVersion": 1, "segmentIds": keys[:1]}
    payload = await mutate(sized, update, change, wanted)
    assert payload[kind]["segments"] == [{"list": "SIZE", "code": "LARGE"}]
    assert await count(sized, pairs) == 1


@pytest.mark.parametrize("kind", CARRIERS)
async def test_records_are_found_by_their_segments(sized: Api, kind: str) -> None:
    plural = {"customer": "customers", "opportunity": "opportunities"}[kind]
    for name, keys in (("Both", (1, 3)), ("Small", (2,)), ("None", ())):
        given = {"name": name, "segmentIds": [f"keyword_{key}" for key in keys]}
        await mutate(sized, CARRIERS[kind][0], given, f"{kind} {{ id }}")
    query = f"""query ($where: {kind.title()}Filter) {{
      {plural}(filter: $where, orderBy: [{{id: ASC}}]) {{ nodes {{ name }} }} }}"""
    large: dict[str, Any] = {"list": {"eq": "SIZE"}, "code": {"eq": "LARGE"}}
    for where, names in (
        ({"segments": {"some": large}}, ["Both"]),
        ({"segments": {"some": {"list": {"eq": "SIZE"}}}}, ["Both", "Small"]),
        ({"segments": {"none": {}}}, ["None"]),
    ):
        answer = await sized(query, sized.admin, where=where)
        assert [node["name"] for node in answer[plural]["nodes"]] == names


@pytest.mark.parametrize("kind", CARRIERS)
async def test_only_what_is_of_a_dimension_in_use_is_a_segment(sized: Api, kind: str) -> None:
    create, update, pairs = CARRIERS[kind]
    wanted = f"{kind} {{ segments {{ code }} version }}"
    payload = await mutate(sized, create, {"name": "One", "segmentIds": ["keyword_4"]}, wanted)
    assert codes(payload) == [("INVALID", "segmentIds")]
    assert await count(sized, pairs) == 0
    await mutate(sized, create, {"name": "One", "segmentIds": ["keyword_2"]}, wanted)
    dimension = {"id": "segment_dimension_2", "expectedVersion": 1}
    await mutate(sized, "archiveSegmentDimension", dimension, WANTED)
    change: dict[str, Any] = {"id": f"{kind}_1", "expectedVersion": 1}
    both = {**change, "segmentIds": ["keyword_2", "keyword_3"]}
    assert codes(await mutate(sized, update, both, wanted)) == [("INVALID", "segmentIds")]
    kept = {**change, "segmentIds": ["keyword_2", "keyword_1"]}
    payload = await mutate(sized, update, kept, wanted)
    assert [s["code"] for s in payload[kind]["segments"]] == ["KEY", "SMALL"]


async def test_segments_of_an_opportunity_bear_its_customer(sized: Api) -> None:
    await save(sized, customer(1), customer(2))
    given = {"name": "Deal", "customerId": "customer_1", "segmentIds": ["keyword_1", "keyword_2"]}
    await mutate(sized, "createOpportunity", given, "opportunity { id }")
    for version, key in ((1, 2), (2, None)):
        change = {"id": "opportunity_1", "expectedVersion": version}
        change["customerId"] = key and f"customer_{key}"
        await mutate(sized, "updateOpportunity", change, "opportunity { id }")
        rows = await sized.deployment.database.fetch(select(OpportunitySegment.customer_id))
        assert [row.customer_id for row in rows] == [key, key]


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({"code": "two words"}, ("INVALID", "code")),
        ({"code": "SEGMENT"}, ("TAKEN", "code")),
        ({"code": "OK", "labels": {"fi": 1}}, ("INVALID", "labels")),
        ({}, None),
    ],
)
async def test_a_dimension_is_checked(
    api: Api, given: dict[str, Any], expected: tuple[str, str] | None
) -> None:
    if expected:
        assert codes(await mutate(api, "createSegmentDimension", given, WANTED)) == [expected]
    change = {"id": "segment_dimension_1", "expectedVersion": 1, "code": "OTHER"}
    assert codes(await mutate(api, "updateSegmentDimension", change, WANTED)) == [
        ("INVALID", "code")
    ]
    assert await count(api, SegmentDimension) == 1


async def test_dimensions_are_made_by_who_manages_keywords(api: Api) -> None:
    viewer = api.viewer(1, ["keywords:read"])
    answer = await raw(api, "createSegmentDimension", {"code": "SIZE"}, WANTED, viewer)
    assert [code for code, _ in answer.errors] == ["FORBIDDEN"]
    assert await count(api, SegmentDimension) == 1
    found = await api("{ segmentDimensions { totalCount } }", viewer)
    assert found["segmentDimensions"]["totalCount"] == 1
    denied = await api("{ segmentDimensions { totalCount } }", api.viewer(1))
    assert denied.errors[0][0] == "FORBIDDEN"
