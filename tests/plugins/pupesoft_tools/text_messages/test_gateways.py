"""What gateways answer, if they do, and what becomes of the messages."""

import asyncio
from urllib.parse import parse_qs

import pytest

from core.errors import SettingError
from plugins.pupesoft_tools.customer_memo.models import Memo
from tests.api import deployment_on
from tests.plugins.pupesoft_tools.text_messages.calls import TO_ALL, count, seller, send
from tests.plugins.pupesoft_tools.text_messages.gateway import Gateway, drain, messages, sending
from tests.world import World

GARBAGE: list[tuple[list[tuple[int, bytes]], str, int, str | None]] = [
    ([(200, b'{"id": 7}')], "SENT", 1, None),
    ([(200, b'{"id": "a\\u0000b"}')], "SENT", 1, None),
    ([(400, b"")], "FAILED", 1, "it does not take the message"),
    ([(302, b"")], "FAILED", 1, "it does not take the message"),
    ([(503, b""), (429, b"")], "SENT", 3, None),
    ([(503, b"")] * 3, "FAILED", 3, "Given up after 3 attempts"),
    ([(500, b"")], "FAILED", 1, "not known"),
    ([(200, b"<html>\xff\xfe")], "FAILED", 1, "no JSON object"),
    ([(200, b"[]")], "FAILED", 1, "no JSON object"),
    ([(200, b'{"id": null}')], "FAILED", 1, "no JSON object"),
    ([(200, b"x" * 70_000)], "FAILED", 1, "longer than 65536 bytes"),
]
"""Answers, the state in the end, the attempts, and what the error tells."""


async def test_a_message_is_repeated_only_if_it_surely_was_not_sent(
    world: World, gateway: Gateway
) -> None:
    async with sending(world, gateway.port) as api:
        for place, (answers, state, attempts, told) in enumerate(GARBAGE):
            gateway.answers, before = [*answers], len(gateway.received)
            await send(api, seller(world), recipients=TO_ALL[:1], idempotencyKey=f"k{place}")
            await drain(api)
            found = (await messages(api))[0]
            assert (found["state"], found["attempts"]) == (state, attempts), found
            assert told is None or told in found["error"], found
            assert len(gateway.received) - before == attempts
        ids = [found["gatewayId"] for found in await messages(api)]
        assert (ids[0], ids[-1]) == (None, "7")
    sent = [state for _, state, _, _ in GARBAGE].count("SENT")
    assert await count(world, Memo) == sent


async def test_a_gateway_that_is_silent_or_gone(world: World, gateway: Gateway) -> None:
    gateway.silent = asyncio.Event()
    async with sending(world, gateway.port, seconds=0.5) as api:
        await send(api, seller(world), recipients=TO_ALL[:1])
        await drain(api)
        (found,) = await messages(api)
        assert (found["state"], found["attempts"]) == ("FAILED", 1)
        assert "did not answer within 0.5 seconds" in found["error"]
    async with sending(world, 1) as api:
        await send(api, seller(world), recipients=TO_ALL[:1], idempotencyKey="k2")
        await drain(api)
        found = (await messages(api))[0]
        assert (found["state"], found["attempts"]) == ("FAILED", 3)
        assert "was not reached" in found["error"]


async def test_forms_and_words_of_success(world: World, gateway: Gateway) -> None:
    gateway.answers = [(200, b"OK 1234"), (200, b"ERR 12")]
    http = {"format": "form", "id_field": None, "taken": "OK", "number_field": "numberto"}
    async with sending(world, gateway.port, **http) as api:
        for key in ("a", "b"):
            await send(api, seller(world), recipients=TO_ALL[:1], idempotencyKey=key)
            await drain(api)
        assert [m["state"] for m in await messages(api)] == ["FAILED", "SENT"]
    _, body = gateway.received[0]
    assert parse_qs(body.decode()) == {
        "numberto": ["+358401111111"],
        "text": ["Hei čaj"],
        "from": ["Kortisto"],
    }


async def test_a_gateway_within_the_network_is_reached_only_if_it_may_be(
    world: World, gateway: Gateway
) -> None:
    url = f"https://localhost:{gateway.port}/send"
    async with sending(world, gateway.port, url=url, private=False) as api:
        await send(api, seller(world), recipients=TO_ALL[:1])
        await drain(api)
        (found,) = await messages(api)
        assert (found["state"], found["attempts"]) == ("FAILED", 1)
        assert "private network" in found["error"]
    assert gateway.received == []
    for wrong in ("http://sms.example.com", "ftp://sms.example.com", "https://u:p@sms.example"):
        section = {"text_messages": {"http": {"url": wrong}}}
        with pytest.raises(SettingError, match=r"url|URL"):
            deployment_on("postgresql://x/y", sections={"pupesoft_tools": section})
