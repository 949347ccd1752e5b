"""Several servers on one database: whoever follows hears of all, and loses nothing unnoticed."""

import os
import signal
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import anyio
import httpx2
from websockets.exceptions import ConnectionClosed

from tests.api import Api
from tests.kortisto.program import Program
from tests.kortisto.test_serve import PATIENCE, serving
from tests.schema.subscriptions.people import OWNER, rename, settle, token_of
from tests.schema.subscriptions.serving import Client, Server
from tests.waiting import until

NAME = '{ customer(id: "customer_1") { name } }'
RENAME = """mutation ($version: Int!, $name: String!) {
  updateCustomer(input: {id: "customer_1", expectedVersion: $version, name: $name}) {
    userErrors { code }
  }
}"""


def server_at(address: str) -> Server:
    return Server(int(address.rpartition(":")[2]))


async def shown_after(client: Client, address: str, token: str) -> str:
    """What the client shows after an event: it fetches anew."""
    await client.changed()
    headers = {"authorization": f"Bearer {token}"}
    async with httpx2.AsyncClient(base_url=address, timeout=PATIENCE) as http:
        answer = await http.post("/graphql", json={"query": NAME}, headers=headers)
    name: str = answer.json()["data"]["customer"]["name"]
    return name


async def until_shown(client: Client, address: str, token: str, name: str) -> None:
    while await shown_after(client, address, token) != name:
        pass


async def test_two_servers_agree_though_one_is_killed(api: Api, program: Program) -> None:
    await settle(api)
    token = await token_of(api, OWNER)
    with ExitStack() as stack:
        first, one = stack.enter_context(serving(program))
        _, two = stack.enter_context(serving(program))
        async with server_at(one).socket(token) as left, server_at(two).socket(token) as right:
            await left.follow()
            await right.follow()
            await rename(api, 1, "A")
            await until_shown(left, one, token, "A")
            await until_shown(right, two, token, "A")
            first.kill()
            await rename(api, 1, "B")
            await until_shown(right, two, token, "B")
            try:
                while True:
                    await left.receive()
            except ConnectionClosed:
                pass
            await rename(api, 1, "C")
            async with server_at(two).socket(token) as again:
                # what was missed meanwhile is fetched, as the first event says
                await again.send("subscribe", id="1", payload={"query": FOLLOW})
                assert await shown_after(again, two, token) == "C"
                await rename(api, 1, "D")
                await until_shown(again, two, token, "D")
                await until_shown(right, two, token, "D")


FOLLOW = "subscription { recordsChanged { refetch changes { id } } }"


def workers_of(parent: int) -> list[int]:
    """The processes that a server has started and that answer requests."""
    children = Path(f"/proc/{parent}/task/{parent}/children").read_text()
    return [int(child) for child in children.split()]


async def request_id(address: str) -> str:
    """The id of a request: a worker's own beginning and a number."""
    async with httpx2.AsyncClient(base_url=address, timeout=PATIENCE) as http:
        return (await http.get("/healthz")).headers["x-request-id"]


async def test_clients_of_a_killed_worker_find_another(api: Api, program: Program) -> None:
    await settle(api)
    token = await token_of(api, OWNER)
    with serving(program, "--workers", "2") as (process, address):
        server = server_at(address)
        before = await request_id(address)
        async with server.socket(token) as client:
            await client.follow()
            found: list[int] = []

            async def both_work() -> bool:
                found[:] = workers_of(process.pid)
                return len(found) == 2

            await until(both_work)
            for worker in found:
                os.kill(worker, signal.SIGSTOP)
            # so that one dies while the supervisor waits for its answer
            await anyio.sleep(1)
            for worker in found:
                os.kill(worker, signal.SIGKILL)
            try:
                while True:
                    await client.receive()
            except ConnectionClosed:
                pass
        await rename(api, 1, "Meanwhile")

        async def is_back() -> bool:
            try:
                async with server.socket(token) as again:
                    await again.send("subscribe", id="1", payload={"query": FOLLOW})
                    return await shown_after(again, address, token) == "Meanwhile"
            except (OSError, ConnectionClosed, httpx2.TransportError):
                return False

        await until(is_back, PATIENCE)
        assert (await request_id(address))[:16] != before[:16]


async def test_a_server_ends_although_clients_follow(api: Api, program: Program) -> None:
    await settle(api)
    token = await token_of(api, OWNER)
    variables = {"KORTISTO_SHUTDOWN_SECONDS": str(int(PATIENCE))}
    with serving(program, "--workers", "2", **variables) as (process, address):
        server = server_at(address)
        async with server.socket(token) as socket, server.events(token, FOLLOW) as events:
            await socket.follow()
            assert (await events.changed())["refetch"]
            process.send_signal(signal.SIGTERM)
            assert (await socket.closed())[0] == 1012
            rest: Any = await events.rest()
            assert "complete" not in rest
        assert process.wait(PATIENCE) == 0
