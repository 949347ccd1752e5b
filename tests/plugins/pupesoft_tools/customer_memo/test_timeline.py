from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from core.viewer import Viewer
from plugins.finance.models import Offer
from plugins.pupesoft_tools.customer_memo.enums import MemoKind
from tests import factories as make
from tests.schema.compiled.pair import COMPILED, Pair
from tests.world import OTHER, OWNER, STRANGER, World, stage_keys

READ = ("memos:read",)
PAGE = """
    query ($id: ID!, $first: Int, $after: String, $filter: TimelineEntryFilter) {
        customer(id: $id) {
            timeline(first: $first, after: $after, filter: $filter) {
                totalCount
                pageInfo { hasNextPage endCursor }
                nodes { kind title text recordId author { id } memo { id version } }
            }
        }
    }
"""
NEW = datetime(2026, 3, 10, 12, tzinfo=UTC)


async def page(world: World, viewer: Viewer, id: str = "customer_1", **variables: Any) -> Any:
    answer = await world(PAGE, viewer, id=id, **variables)
    assert answer.errors == [], answer.messages
    return answer.data["customer"]["timeline"]


async def kinds(world: World, viewer: Viewer, **where: Any) -> list[str]:
    nodes = (await page(world, viewer, filter=where))["nodes"]
    return [node["kind"] for node in nodes if not node["recordId"].startswith("opportunity")]


@pytest.fixture
async def eventful(world: World) -> World:
    """A customer to whom everything happened."""
    stages = await stage_keys(world.api)
    sold: dict[str, Any] = {
        "stage_id": stages["WON"],
        "closed_on": date(2026, 3, 14),
        "owner_id": OTHER,
    }
    lost: dict[str, Any] = {"stage_id": stages["LOST"], "closed_on": date(2026, 3, 13)}
    offer = {"customer_id": 1, "amount": 1200, "owner_id": OWNER, "sent_on": date(2026, 3, 1)}
    await make.save(
        world.api,
        make.memo(1, 1, at=NEW, kind=MemoKind.CALL, author_id=OWNER, text="Ääni & šum"),
        make.memo(2, 1, at=NEW, kind=MemoKind.LABELS, author_id=OTHER),
        make.memo(3, 1, at=NEW - timedelta(days=1), archived_at=NEW),
        make.memo(4, 2, at=NEW, text="Another's"),
        make.opportunity(70_000, customer_id=1, name="Sold", created_at=NEW, **sold),
        make.opportunity(70_001, customer_id=1, name="Lost", created_at=NEW, **lost),
        Offer(id=1, number="T1", accepted_on=date(2026, 3, 5), **offer),
        Offer(id=2, number="T2", rejected_on=date(2026, 3, 6), **offer),
    )
    return world


async def test_all_that_happened_stands_in_one_list(eventful: World) -> None:
    seller = eventful.reader(OWNER, *READ)
    assert (await Pair(eventful.api.deployment)(PAGE, seller, id="customer_1")).plan == COMPILED
    found = await page(eventful, seller)
    nodes = [n for n in found["nodes"] if n["kind"] != "OPPORTUNITY"]
    told = [(n["kind"], n["title"], n["text"], n["recordId"]) for n in nodes]
    assert told[:7] == [
        ("OPPORTUNITY_WON", "Sold", None, "opportunity_70000"),
        ("OPPORTUNITY_LOST", "Lost", None, "opportunity_70001"),
        ("LABELS", None, "Memo 2", "memo_2"),
        ("CALL", None, "Ääni & šum", "memo_1"),
        ("OFFER_REJECTED", "T2", "1200.00 EUR", "offer_2"),
        ("OFFER_ACCEPTED", "T1", "1200.00 EUR", "offer_1"),
        ("OFFER", "T2", "1200.00 EUR", "offer_2"),
    ]
    assert nodes[3]["author"] == {"id": f"employee_{OWNER}"}
    assert nodes[3]["memo"] == {"id": "memo_1", "version": 1}
    # the lead that became the customer is not his
    assert not any(n["kind"].startswith("LEAD") for n in nodes)
    admin = await page(eventful, eventful.admin)
    leads = {n["kind"]: n["title"] for n in admin["nodes"] if n["kind"].startswith("LEAD")}
    assert leads == {"LEAD": "Lead 10", "LEAD_CONVERTED": "Lead 10"}


async def test_pages_neither_repeat_nor_leave_out(eventful: World) -> None:
    seller = eventful.reader(OWNER, *READ)
    whole = (await page(eventful, seller))["nodes"]
    found, after = [], None
    for _ in range(len(whole) + 1):
        part = await page(eventful, seller, first=2, after=after)
        assert part["totalCount"] == len(whole)
        found += part["nodes"]
        after = part["pageInfo"]["endCursor"]
        if not part["pageInfo"]["hasNextPage"]:
            break
    assert found == whole


async def test_it_is_filtered_by_kind_period_author_and_text(eventful: World) -> None:
    seller = eventful.reader(OWNER, *READ)
    assert await kinds(eventful, seller, kind={"in": ["CALL", "OFFER"]}) == ["CALL", *["OFFER"] * 2]
    since = {"gte": "2026-03-06T00:00:00Z", "lt": "2026-03-10T00:00:00Z"}
    assert await kinds(eventful, seller, at=since) == ["OFFER_REJECTED"]
    other = {"id": {"eq": f"employee_{OWNER}"}}
    assert await kinds(eventful, seller, author=other, at={"gte": "2026-03-06T00:00:00Z"}) == [
        "CALL",
        "OFFER_REJECTED",
    ]
    assert await kinds(eventful, seller, text={"contains": "ŠUM"}) == ["CALL"]
    silent = """{
        customers(filter: {timeline: {none: {kind: {in: ["CALL", "VISIT"]}}}}) { totalCount }
    }"""
    assert (await eventful(silent, seller))["customers"] == {"totalCount": 0}


async def test_each_sees_what_he_may_read_of_whom_he_sees(eventful: World) -> None:
    few = eventful.api.viewer(OWNER, {"customers:read", *READ})
    found = await eventful(PAGE, few, id="customer_1")
    nodes = found.data["customer"]["timeline"]["nodes"]
    assert [n["kind"] for n in nodes] == ["LABELS", "CALL"]
    assert found.data["customer"]["timeline"]["totalCount"] == 2
    hidden = await eventful(PAGE, eventful.reader(STRANGER, *READ), id="customer_1")
    assert hidden.data == {"customer": None}
    refused = await eventful(PAGE, eventful.reader(OWNER), id="customer_1")
    assert refused.errors == [("FORBIDDEN", ("customer", "timeline"))]


async def test_kinds_are_told(world: World) -> None:
    answer = await world("{ timelineKinds { kind description } }", world.reader(OWNER, *READ))
    found = {kind["kind"]: kind["description"] for kind in answer["timelineKinds"]}
    assert {"MEMO", "TEXT_MESSAGE", "LEAD", "OPPORTUNITY_WON", "OFFER_REJECTED"} <= found.keys()
    assert all(found.values())


ALIKE = """
    query ($kinds: [String!], $after: String, $author: ID!) {
        customers { nodes {
            id
            first: timeline(first: 1) { edges { cursor node { kind recordId } } }
            rest: timeline(first: 3, after: $after, filter: {kind: {in: $kinds}}) {
                totalCount
                pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
                nodes { kind at customer { name } author { name } contact { name } memo { text } }
            }
            timeline(orderBy: [{kind: ASC}, {at: DESC}], filter: {
                or: [{author: {id: {eq: $author}}}, {memo: {kind: {eq: LABELS}}}]
            }) { nodes { kind title text } }
        } }
        quiet: customers(filter: {timeline: {every: {at: {lt: "2026-01-01T00:00:00Z"}}}}) {
            totalCount
        }
    }
"""


async def test_both_ways_to_read_answer_alike(eventful: World) -> None:
    both = Pair(eventful.api.deployment)
    seller = eventful.reader(OWNER, *READ)
    page_info = (await page(eventful, seller, first=2))["pageInfo"]
    given = {"author": f"employee_{OWNER}", "kinds": ["CALL", "OFFER", "OPPORTUNITY", "LEAD"]}
    few = eventful.api.viewer(OWNER, {"customers:read", *READ})
    for viewer in (seller, eventful.admin, few):
        for after in (None, page_info["endCursor"], "damaged"):
            outcome = await both(ALIKE, viewer, after=after, **given)
            assert bool(outcome.errors) == (after == "damaged" or viewer is few)
