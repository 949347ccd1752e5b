from base64 import b64encode
from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import func, select

from core.customers.models import Customer
from plugins.pupesoft_tools.customer_memo.models import MemoAttachment
from tests import factories as make
from tests.api import MovableClock
from tests.signed import Person, signed_client, token_of
from tests.world import OTHER, OWNER, READ, World, change

RIGHTS = (*READ, "memos:read", "memos:write")
PDF = b"%PDF-1.7\n\xc3\xa4 \x00 ..."


def b64(content: bytes) -> str:
    return b64encode(content).decode()


@pytest.fixture
async def person(world: World) -> AsyncIterator[Person]:
    """The owner of customer 1, over HTTP; he wrote memo 1."""
    await make.save(
        world.api,
        make.memo(1, 1, author_id=OWNER),
        make.memo(2, 1, author_id=OTHER),
        make.memo(3, 2, author_id=OWNER),
    )
    async with signed_client(world.api, OWNER, RIGHTS) as client:
        yield Person(client)


async def attach(person: Person, **given: object) -> Any:
    wanted = "memoAttachment { id name mediaType size author { id } version }"
    standard = {"memoId": "memo_1", "name": "Tarjous č.pdf", "content": b64(PDF)}
    return await person.does("attachToMemo", wanted, **{**standard, **given})


async def files(world: World) -> int:
    rows = await world.api.deployment.database.fetch(select(func.count(MemoAttachment.id)))
    return int(rows[0][0])


async def test_a_file_is_fetched_as_it_was_brought_by_its_viewer_alone(
    world: World, person: Person
) -> None:
    found = (await attach(person))["memoAttachment"]
    assert (found["name"], found["mediaType"]) == ("Tarjous č.pdf", "application/pdf")
    assert (found["size"], found["author"]["id"]) == (len(PDF), f"employee_{OWNER}")
    shown = await person.asks('{ memo(id: "memo_1") { attachments { id } } }')
    assert shown["memo"]["attachments"] == [{"id": found["id"]}]
    offer = await person.makes("offerMemoAttachment", "download { url expiresAt }", id=found["id"])
    url = offer["download"]["url"]
    answer = await person.client.get(url)
    assert (answer.status_code, answer.content) == (200, PDF)
    assert answer.headers["content-type"] == "application/pdf"
    assert answer.headers["content-disposition"].startswith("attachment")
    other = await token_of(world.api, OTHER, RIGHTS)
    stolen = await person.client.get(url, headers={"authorization": f"Bearer {other}"})
    assert stolen.status_code == 404
    assert (await person.client.get(url[:-3] + "AAA")).status_code == 404
    clock = world.api.deployment.clock
    assert isinstance(clock, MovableClock)
    clock.instant += timedelta(minutes=16)
    assert (await person.client.get(url)).status_code == 404
    again = await person.makes("offerMemoAttachment", "download { url }", id=found["id"])
    archive = """
        mutation ($id: ID!) {
            archiveMemoAttachment(input: {id: $id, expectedVersion: 1}) { userErrors { code } }
        }
    """
    gone = await person.asks(archive, id=found["id"])
    assert gone == {"archiveMemoAttachment": {"userErrors": []}}
    assert (await person.client.get(again["download"]["url"])).status_code == 422


async def test_what_may_not_be_attached_is_refused_before_it_is_stored(
    world: World, person: Person
) -> None:
    big = PDF + bytes(5_000_001 - len(PDF))
    refused = {
        ("FORBIDDEN_VALUE", "name"): [{"name": "run.exe"}, {"name": "page.html"}, {"name": "pdf"}],
        ("INVALID", "name"): [{"name": "../x.pdf"}, {"name": "a\n.pdf"}],
        ("TOO_LONG", "name"): [{"name": "x" * 200 + ".pdf"}],
        ("FORBIDDEN_VALUE", "content"): [{"content": b64(b"MZ\x90")}, {"name": "a.docx"}],
        ("INVALID", "content"): [{"content": "%%%"}, {"content": "čaj="}],
        ("REQUIRED", "content"): [{"content": ""}],
        ("TOO_LONG", "content"): [{"content": b64(big)}, {"content": b64(big) + "A" * 9_000}],
        ("FORBIDDEN_VALUE", "memoId"): [{"memoId": "memo_2"}],
        ("NOT_FOUND", "memoId"): [{"memoId": "memo_3"}, {"memoId": "memo_99"}],
        ("INVALID", "memoId"): [{"memoId": "customer_1"}],
    }
    for (code, name), inputs in refused.items():
        for given in inputs:
            (error,) = (await attach(person, **given))["userErrors"]
            assert (error["code"], error["path"]) == (code, ["input", name]), given
    assert await files(world) == 0


async def test_a_file_is_hidden_with_its_memo(world: World, person: Person) -> None:
    await make.save(
        world.api,
        MemoAttachment(
            id=101,
            memo_id=3,
            customer_id=2,
            name="a.txt",
            media_type="text/plain",
            size=1,
            content=b"a",
        ),
    )
    shown = await person.asks('{ memoAttachment(id: "memo_attachment_101") { id } }')
    assert shown == {"memoAttachment": None}
    for key in ("memo_attachment_101", "memo_attachment_9"):
        payload = await person.does("offerMemoAttachment", "download { url }", id=key)
        assert [e["code"] for e in payload["userErrors"]] == ["NOT_FOUND"]
    found = (await attach(person))["memoAttachment"]
    offer = await person.makes("offerMemoAttachment", "download { url }", id=found["id"])
    await change(world.api, Customer, 1, owner_id=OTHER)
    assert (await person.client.get(offer["download"]["url"])).status_code == 422
