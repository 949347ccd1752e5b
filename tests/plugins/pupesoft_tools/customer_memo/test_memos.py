from dataclasses import replace
from typing import Any

from sqlalchemy import func, select

from core.changes.models import Change
from core.viewer import Viewer
from core.writing import system_viewer, transaction
from plugins.pupesoft_tools.customer_memo.enums import MemoKind
from plugins.pupesoft_tools.customer_memo.models import Memo
from plugins.pupesoft_tools.customer_memo.noting import Noted, note_memos
from tests import factories as make
from tests.api import declared
from tests.world import OTHER, OWNER, STRANGER, TOP_LEAD, World

WRITE = ("memos:read", "memos:write")
CREATE = """
    mutation ($input: CreateMemoInput!) {
        createMemo(input: $input) {
            memo { id kind at text version author { id } contact { id } customer { id } }
            userErrors { code path }
        }
    }
"""
UPDATE = """
    mutation ($input: UpdateMemoInput!) {
        updateMemo(input: $input) { memo { kind text } userErrors { code path } }
    }
"""
ARCHIVE = """
    mutation ($input: VersionedId!) {
        archiveMemo(input: $input) { memo { archivedAt } userErrors { code path } }
    }
"""
NOW = "2026-03-15T12:00:00.000000Z"


async def write(world: World, mutation: str, viewer: Viewer, **input: Any) -> Any:
    answer = await world(mutation, viewer, input=input)
    assert answer.errors == [], answer.messages
    (payload,) = answer.data.values()
    return payload


async def wrong(world: World, mutation: str, viewer: Viewer, **input: Any) -> list[tuple[str, str]]:
    payload = await write(world, mutation, viewer, **input)
    return [(error["code"], error["path"][-1]) for error in payload["userErrors"]]


async def memos(world: World) -> int:
    rows = await world.api.deployment.database.fetch(select(Memo.id))
    return len(rows)


async def test_a_memo_is_its_authors_and_tells_when_it_happened(world: World) -> None:
    seller = world.reader(OWNER, *WRITE)
    payload = await write(
        world,
        CREATE,
        seller,
        customerId="customer_1",
        contactId="contact_10",
        kind="CALL",
        text="  Soitti: šunka & čaj\nhuomenna  ",
    )
    assert payload["userErrors"] == []
    memo = payload["memo"]
    assert memo["text"] == "Soitti: šunka & čaj\nhuomenna"
    assert (memo["kind"], memo["at"], memo["author"]["id"]) == ("CALL", NOW, f"employee_{OWNER}")
    changed = await write(world, UPDATE, seller, id=memo["id"], expectedVersion=1, text="Uusi")
    assert changed == {"memo": {"kind": "CALL", "text": "Uusi"}, "userErrors": []}
    gone = await write(world, ARCHIVE, seller, id=memo["id"], expectedVersion=2)
    assert gone["memo"]["archivedAt"] is not None
    actions = select(Change.action).where(Change.entity == "Memo").order_by(Change.id)
    found = [row.action.name for row in await world.api.deployment.database.fetch(actions)]
    assert found == ["CREATE", "UPDATE", "ARCHIVE"]


async def test_what_cannot_be_is_refused_by_its_path(world: World) -> None:
    seller = world.reader(OWNER, *WRITE)
    good = {"customerId": "customer_1", "text": "x"}
    for given, error in (
        ({"text": " \n "}, ("REQUIRED", "text")),
        ({"text": "x" * 20_001}, ("TOO_LONG", "text")),
        ({"at": "2026-03-15T12:00:01Z"}, ("INVALID", "at")),
        ({"at": "0001-01-01T00:00:00Z"}, ("INVALID", "at")),
        ({"kind": "LABELS"}, ("FORBIDDEN_VALUE", "kind")),
        ({"contactId": "contact_20"}, ("NOT_FOUND", "contactId")),
        ({"customerId": "customer_2"}, ("NOT_FOUND", "customerId")),
    ):
        assert await wrong(world, CREATE, seller, **{**good, **given}) == [error], given
    strange = {"customerId": "customer_1", "contactId": "contact_20", "text": "x"}
    assert await wrong(world, CREATE, world.admin, **strange) == [("INVALID", "contactId")]
    assert await memos(world) == 0


async def test_a_memo_of_somebody_else_is_left_alone(world: World) -> None:
    await make.save(
        world.api,
        make.memo(1, 1, author_id=OTHER),
        make.memo(2, 1, author_id=OWNER, kind=MemoKind.LABELS),
        make.memo(3, 2, author_id=OWNER),
    )
    seller = world.reader(OWNER, *WRITE)
    change = {"expectedVersion": 1, "text": "Mine now"}
    own = {"id": "memo_2", **change}
    assert await wrong(world, UPDATE, seller, id="memo_1", **change) == [("FORBIDDEN_VALUE", "id")]
    assert await wrong(world, UPDATE, seller, **own) == [("FORBIDDEN_VALUE", "id")]
    hidden = await wrong(world, UPDATE, seller, id="memo_3", **change)
    missing = await wrong(world, UPDATE, seller, id="memo_99", **change)
    assert hidden == missing == [("NOT_FOUND", "id")]
    archive = {"id": "memo_1", "expectedVersion": 1}
    assert await wrong(world, ARCHIVE, seller, **archive) == [("FORBIDDEN_VALUE", "id")]
    reader = world.reader(OWNER, "memos:read")
    assert (await world(UPDATE, reader, input={"id": "memo_2", **change})).errors == [
        ("FORBIDDEN", ("updateMemo",))
    ]
    rows = await world.api.deployment.database.fetch(select(Memo.text, Memo.version))
    assert {tuple(row) for row in rows} == {(f"Memo {n}", 1) for n in (1, 2, 3)}
    manager = world.reader(TOP_LEAD, *WRITE, "memos:manage")
    assert (await write(world, UPDATE, manager, id="memo_1", **change))["userErrors"] == []
    assert (await write(world, ARCHIVE, seller, id="memo_2", expectedVersion=1))["memo"]


async def test_memos_are_seen_with_their_customers(world: World) -> None:
    await make.save(
        world.api,
        make.memo(1, 1, contact_id=10),
        make.memo(2, 1),
        make.memo(3, 2, text="Hidden"),
    )
    query = """{
        memos { totalCount nodes { id } }
        memo(id: "memo_3") { id }
        customers { nodes { memos { nodes { id } } contacts { nodes { memos { totalCount } } } } }
    }"""
    seller = world.reader(OWNER, "memos:read")
    with world.api.statements() as seen:
        answer = await world(query, seller)
    assert answer.data["memos"] == {"totalCount": 2, "nodes": [{"id": "memo_2"}, {"id": "memo_1"}]}
    assert answer.data["memo"] is None
    (customer,) = answer.data["customers"]["nodes"]
    assert customer["memos"]["nodes"] == [{"id": "memo_2"}, {"id": "memo_1"}]
    assert [c["memos"]["totalCount"] for c in customer["contacts"]["nodes"]] == [1, 0]
    assert seen
    assert (await world(query, world.reader(STRANGER, "memos:read"))).data["memos"] == {
        "totalCount": 0,
        "nodes": [],
    }
    refused = await world("{ memos { totalCount } }", world.reader(OWNER))
    assert refused.errors == [("FORBIDDEN", ("memos",))]


async def test_tools_note_what_they_did(world: World) -> None:
    deployment = world.api.deployment
    async with transaction(deployment, system_viewer(deployment)) as writing:
        entries = [Noted(1, "Printed", contact_id=10), Noted(2, "x" * 30_000)]
        keys = await note_memos(
            writing.session, deployment, MemoKind.LABELS, entries, author_id=OWNER
        )
    rows = await deployment.database.fetch(
        select(Memo.id, Memo.customer_id, Memo.author_id, func.length(Memo.text), Memo.at)
    )
    now = deployment.clock.now()
    assert [tuple(row) for row in rows] == [
        (keys[0], 1, OWNER, 7, now),
        (keys[1], 2, OWNER, 20_000, now),
    ]


async def test_where_memos_are_switched_off_tools_note_nothing(world: World) -> None:
    deployment = replace(world.api.deployment, registry=declared(()))
    async with transaction(deployment, system_viewer(deployment)) as writing:
        assert (
            await note_memos(
                writing.session, deployment, MemoKind.LABELS, [Noted(1, "x")], author_id=OWNER
            )
            == []
        )
    assert await memos(world) == 0
