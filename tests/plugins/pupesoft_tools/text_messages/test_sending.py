"""Who gets a text message, who gets none, and who sees them."""

import asyncio
import json
from typing import Any

from sqlalchemy import func

from core.contacts.models import Contact
from core.customers.models import Customer
from plugins.pupesoft_tools.customer_memo.models import Memo
from plugins.pupesoft_tools.text_messages.models import TextMessage, TextMessageConsent
from tests.api import Api, deployment_on
from tests.plugins.pupesoft_tools.text_messages.calls import RIGHTS, TO_ALL, count, seller, send
from tests.plugins.pupesoft_tools.text_messages.gateway import (
    SEND,
    Gateway,
    drain,
    messages,
    sending,
)
from tests.world import OWNER, STRANGER, World, change


def outcomes(payload: Any) -> list[str]:
    return [result["outcome"] for result in payload["results"]]


async def test_each_number_gets_one_message_and_never_a_second(
    world: World, gateway: Gateway
) -> None:
    recipients = [*TO_ALL, {"contactId": "contact_11"}, {"contactId": "contact_10"}]
    async with sending(world, gateway.port) as api:
        asked = {"recipients": recipients}
        preview = await send(api, seller(world), dryRun=True, **asked)
        assert outcomes(preview) == ["READY", "READY", "REFUSED", "SAME_NUMBER"]
        assert (await count(world, TextMessage), gateway.received) == (0, [])
        found = await send(api, seller(world), **asked)
        assert outcomes(found) == ["QUEUED", "QUEUED", "REFUSED", "SAME_NUMBER"]
        for payload in (preview, found):
            totals = [payload[n] for n in ("encoding", "segments", "messages", "totalSegments")]
            assert (totals, payload["refused"]) == (["UCS_2", 1, 2, 2], 1)
        assert found["results"][0]["textMessage"]["state"] == "QUEUED"
        again = await send(api, seller(world), **asked)
        assert outcomes(again) == ["REPEATED", "REPEATED", "REFUSED", "SAME_NUMBER"]
        await drain(api)
        await drain(api)
        assert outcomes(await send(api, seller(world), **asked))[:2] == ["REPEATED", "REPEATED"]
        await drain(api)
        bodies = sorted(json.loads(body)["to"] for _, body in gateway.received)
        assert bodies == ["+358401111111", "+358402222222"]
        headers, body = gateway.received[0]
        assert json.loads(body) | {"to": ""} == {"to": "", "text": "Hei čaj", "from": "Kortisto"}
        assert headers["authorization"] == "Bearer secret"
        assert len({h["idempotency-key"] for h, _ in gateway.received}) == 2
        assert {m["state"] for m in await messages(api)} == {"SENT"}
        shown = """{ customer(id: "customer_1") {
            timeline(filter: {kind: {eq: "TEXT_MESSAGE"}}) { nodes { text author { id } } }
        } }"""
        entries = (await api(shown, seller(world)))["customer"]["timeline"]["nodes"]
    assert sorted(e["text"] for e in entries) == [
        "+358401111111: Hei čaj",
        "+358402222222: Hei čaj",
    ]
    assert {e["author"]["id"] for e in entries} == {f"employee_{OWNER}"}


async def test_of_several_at_once_one_sends(world: World, gateway: Gateway) -> None:
    async with sending(world, gateway.port) as api:
        found = await asyncio.gather(*(send(api, seller(world)) for _ in range(4)))
        await drain(api)
    results = [result for payload in found for result in payload["results"]]
    assert sorted(r["outcome"] for r in results) == ["QUEUED"] * 2 + ["REPEATED"] * 6
    assert len({r["textMessage"]["id"] for r in results}) == 2
    assert len(gateway.received) == await count(world, TextMessage) == await count(world, Memo) == 2


async def test_who_cannot_get_one_is_told_why(world: World, gateway: Gateway) -> None:
    await change(world.api, Contact, 10, archived_at=func.now())
    refused: list[tuple[dict[str, str], str, str]] = [
        ({"contactId": "contact_11"}, "NO_CONSENT", "contactId"),
        ({"contactId": "contact_13"}, "NO_CONSENT", "contactId"),
        ({"contactId": "contact_10"}, "ARCHIVED", "contactId"),
        ({"contactId": "contact_12"}, "NO_NUMBER", "contactId"),
        ({"contactId": "contact_20"}, "NOT_FOUND", "contactId"),
        ({"contactId": "contact_99"}, "NOT_FOUND", "contactId"),
        ({"contactId": "customer_1"}, "INVALID", "contactId"),
        ({"customerId": "customer_2"}, "NOT_FOUND", "customerId"),
        ({}, "INVALID", "customerId"),
        ({"customerId": "customer_1", "number": "not a number"}, "INVALID", "number"),
        ({"customerId": "customer_1", "number": "09 123 4567"}, "NO_NUMBER", "number"),
        ({"customerId": "customer_1", "number": "12"}, "INVALID", "number"),
    ]
    async with sending(world, gateway.port) as api:
        good = {"customerId": "customer_1", "number": "040 999 9999"}
        recipients = [*(given for given, _, _ in refused), good]
        payload = await send(api, seller(world), recipients=recipients)
        told = [r["userErrors"] for r in payload["results"]]
        for place, (given, code, name) in enumerate(refused):
            path = ["input", "recipients", str(place), name]
            assert told[place] == [{"code": code, "path": path}], given
        assert payload["results"][-1]["number"] == "+358409999999"
        assert (payload["messages"], payload["refused"]) == (1, len(refused))
        await change(world.api, TextMessageConsent, 101, archived_at=func.now())
        again = await send(api, seller(world), recipients=[good], idempotencyKey="k2")
        (error,) = again["results"][0]["userErrors"]
        assert (error["code"], error["path"][-1]) == ("NO_CONSENT", "customerId")
    assert await count(world, TextMessage) == 1


async def test_who_withdraws_the_consent_meanwhile_gets_none(
    world: World, gateway: Gateway
) -> None:
    async with sending(world, gateway.port) as api:
        assert outcomes(await send(api, seller(world))) == ["QUEUED"] * 2
        await change(world.api, TextMessageConsent, 101, consent="REFUSED")
        await change(world.api, Contact, 10, marketing_consent="REFUSED")
        await drain(api)
        found = {(m["state"], m["attempts"]) for m in await messages(api)}
    assert (found, gateway.received) == ({("FAILED", 1)}, [])
    assert await count(world, Memo) == 0


async def test_nobody_at_an_archived_customer_gets_one(world: World, gateway: Gateway) -> None:
    await change(world.api, Customer, 1, archived_at=func.now())
    async with sending(world, gateway.port) as api:
        payload = await send(api, seller(world))
        told = [error["code"] for r in payload["results"] for error in r["userErrors"]]
    assert (told, await count(world, TextMessage)) == (["ARCHIVED"] * 2, 0)


async def test_what_cannot_be_sent_is_refused_as_a_whole(world: World, gateway: Gateway) -> None:
    many = [{"customerId": "customer_1"}] * 1001
    async with sending(world, gateway.port) as api:
        for given, code, name in (
            ({"text": " \n "}, "REQUIRED", "text"),
            ({"text": "a\x07b"}, "INVALID", "text"),
            ({"text": "a" * 460}, "TOO_LONG", "text"),
            ({"recipients": []}, "REQUIRED", "recipients"),
            ({"recipients": many}, "TOO_MANY", "recipients"),
            ({"idempotencyKey": ""}, "INVALID", "idempotencyKey"),
        ):
            payload = await send(api, seller(world), **given)
            (error,) = payload["userErrors"]
            assert (error["code"], error["path"]) == (code, ["input", name])
            assert payload["results"] == []
        reader = world.reader(OWNER, "text_messages:read")
        refused = await api(
            SEND, reader, input={"recipients": TO_ALL, "text": "x", "idempotencyKey": "k"}
        )
        assert refused.errors == [("FORBIDDEN", ("sendTextMessages",))]
    (error,) = (await send(world.api, seller(world)))["userErrors"]
    assert error["code"] == "NO_GATEWAY"
    assert "no gateway is set up" in error["message"]
    section = {"pupesoft_tools": {"text_messages": {"gateway": "pigeon"}}}
    url = world.api.deployment.settings.database_url
    assert url is not None
    deployment = deployment_on(url.get_secret_value(), sections=section)
    (error,) = (await send(Api(deployment), seller(world)))["userErrors"]
    assert "no enabled plugin brings the gateway 'pigeon'" in error["message"]
    await deployment.close()
    assert await count(world, TextMessage) == 0


async def test_messages_and_consents_are_seen_with_the_customer(
    world: World, gateway: Gateway
) -> None:
    query = """{
        textMessages { totalCount }
        textMessageConsents { totalCount }
        customers { nodes { textMessages { nodes { number } } textMessageConsent { consent } } }
    }"""
    async with sending(world, gateway.port) as api:
        await send(api, seller(world), recipients=TO_ALL[:1])
    answer = await world(query, seller(world))
    assert answer["customers"]["nodes"] == [
        {
            "textMessages": {"nodes": [{"number": "+358401111111"}]},
            "textMessageConsent": {"consent": "GIVEN"},
        }
    ]
    hidden = await world(query, world.reader(STRANGER, *RIGHTS))
    assert hidden["textMessages"] == hidden["textMessageConsents"] == {"totalCount": 0}
    update = """
        mutation ($input: UpdateTextMessageConsentInput!) {
            updateTextMessageConsent(input: $input) {
                textMessageConsent { consent givenAt } userErrors { code }
            }
        }
    """
    given = {"id": "text_message_consent_101", "expectedVersion": 1, "consent": "REFUSED"}
    refused = await world(update, seller(world), input=given)
    assert refused.errors == [("FORBIDDEN", ("updateTextMessageConsent",))]
    keeper = world.reader(OWNER, *RIGHTS, "text_messages:consent")
    payload = (await world(update, keeper, input=given))["updateTextMessageConsent"]
    assert payload["textMessageConsent"] == {
        "consent": "REFUSED",
        "givenAt": "2026-03-15T12:00:00.000000Z",
    }
    async with sending(world, gateway.port) as api:
        found = await send(api, seller(world), recipients=TO_ALL[:1], idempotencyKey="k2")
    assert outcomes(found) == ["REFUSED"]
