import asyncio
import hashlib
import hmac
import json
from dataclasses import replace
from typing import Any

import pytest

from core.jobs import run_worker
from core.webhooks.addresses import is_public
from core.webhooks.sending import signature
from tests.api import Api, deployment_on
from tests.core.tools.calls import add_tool, attempt, errors, run
from tests.core.webhooks.conftest import SECRET
from tests.core.webhooks.server import Receiver
from tests.core.writing.calls import mutate
from tests.factories import customer, employee, save

CALLS = """{ webhookCalls { nodes { id state attempts error statusCode method url body recordId
  sentAt failedAt nextAttemptAt sender { id } customer { id } } } }"""


def config(receiver: Receiver, **values: Any) -> dict[str, Any]:
    standard = {"url": f"http://127.0.0.1:{receiver.port}/in", "fields": ["name", "owner.email"]}
    return standard | values


async def calls(api: Api) -> list[Any]:
    nodes: list[Any] = (await api(CALLS, api.admin))["webhookCalls"]["nodes"]
    return nodes


async def sent(api: Api, receiver: Receiver, **values: Any) -> Any:
    """What became of the request of one run."""
    await save(api, employee(1, email="ake@example.com"))
    await save(api, customer(1, name="Öljy Oy", owner_id=1))
    await add_tool(api, 1, "http_request", config(receiver, **values))
    payload = await run(api, ["customer_1"])
    assert payload["results"][0]["ok"], payload
    await run_worker(api.deployment, drain=True)
    [found] = await calls(api)
    return found


async def test_a_tool_sends_a_signed_request(api: Api, receiver: Receiver) -> None:
    found = await sent(api, receiver)
    assert (found["state"], found["statusCode"], found["attempts"]) == ("SENT", 200, 1)
    assert (found["recordId"], found["customer"]) == ("customer_1", {"id": "customer_1"})
    [request] = receiver.received
    assert (request.method, request.path) == ("POST", "/in")
    assert json.loads(request.body) == {
        "module": "Customer",
        "id": "customer_1",
        "tool": "module_tool_1",
        "at": "2026-03-15T12:00:00.000000Z",
        "fields": {"name": "Öljy Oy", "owner.email": "ake@example.com"},
    }
    assert request.body.decode() == found["body"]
    signed = request.headers["kortisto-signature"].split(",")
    moment, told = (part.partition("=")[2] for part in signed)
    made = hmac.new(SECRET.encode(), f"{moment}.".encode() + request.body, hashlib.sha256)
    assert hmac.compare_digest(made.hexdigest(), told)
    assert len(request.headers["idempotency-key"]) == 32


async def test_a_dry_run_sends_nothing(api: Api, receiver: Receiver) -> None:
    await save(api, employee(1), customer(1))
    await add_tool(api, 1, "http_request", config(receiver))
    [result] = (await run(api, ["customer_1"], dry=True))["results"]
    assert result["details"]["body"]["fields"] == {"name": "Customer 1", "owner.email": None}
    await run_worker(api.deployment, drain=True)
    assert (receiver.received, await calls(api)) == ([], [])


@pytest.mark.parametrize("status", [500, 503, 429])
async def test_it_is_tried_again_after_what_may_pass(
    api: Api, receiver: Receiver, status: int
) -> None:
    receiver.statuses = [status, status]
    found = await sent(api, receiver, method="PUT")
    assert (found["state"], found["attempts"], found["error"]) == ("SENT", 3, None)
    keys = {request.headers["idempotency-key"] for request in receiver.received}
    assert (len(keys), [r.method for r in receiver.received]) == (1, ["PUT"] * 3)


async def test_it_is_given_up_after_some_attempts(api: Api, receiver: Receiver) -> None:
    receiver.statuses = [500] * 9
    found = await sent(api, receiver)
    assert (found["state"], found["attempts"], found["statusCode"]) == ("FAILED", 3, 500)
    assert "Given up after 3 attempts" in found["error"]
    assert len(receiver.received) == 3


@pytest.mark.parametrize("status", [400, 404, 410])
async def test_what_the_other_refuses_is_not_repeated(
    api: Api, receiver: Receiver, status: int
) -> None:
    receiver.statuses = [status]
    found = await sent(api, receiver)
    assert (found["state"], found["attempts"], found["statusCode"]) == ("FAILED", 1, status)
    assert len(receiver.received) == 1


@pytest.mark.parametrize("status", [301, 302, 307, 308])
async def test_a_redirect_is_not_followed(api: Api, receiver: Receiver, status: int) -> None:
    receiver.statuses = [status]
    receiver.location = f"http://127.0.0.1:{receiver.port}/private"
    found = await sent(api, receiver)
    assert (found["state"], found["statusCode"]) == ("FAILED", status)
    assert "a redirect, which is not followed" in found["error"]
    assert [request.path for request in receiver.received] == ["/in"]


async def test_a_huge_answer_is_not_read(api: Api, receiver: Receiver) -> None:
    receiver.answer_bytes = 1_000_000
    found = await sent(api, receiver)
    assert (found["state"], found["attempts"]) == ("FAILED", 1)
    assert found["error"] == "The answer is longer than 1000 bytes."


async def test_an_answer_that_does_not_come_is_not_waited_for(api: Api, receiver: Receiver) -> None:
    webhooks = api.deployment.settings.webhooks
    assert webhooks is not None
    short = webhooks.model_copy(update={"timeout_seconds": 0.2, "attempts": 2})
    settings = api.deployment.settings.model_copy(update={"webhooks": short})
    impatient = Api(replace(api.deployment, settings=settings))
    receiver.held = asyncio.Event()
    found = await sent(impatient, receiver)
    assert (found["state"], found["attempts"]) == ("FAILED", 2)
    assert found["error"] == "Given up after 2 attempts. No answer within 0.2 seconds."


async def test_a_server_that_is_not_there_is_told(api: Api, receiver: Receiver) -> None:
    webhooks = api.deployment.settings.webhooks
    assert webhooks is not None
    other = webhooks.model_copy(update={"private_hosts": ("127.0.0.1:1",), "attempts": 1})
    settings = api.deployment.settings.model_copy(update={"webhooks": other})
    elsewhere = Api(replace(api.deployment, settings=settings))
    found = await sent(elsewhere, receiver, url="http://127.0.0.1:1/")
    assert found["state"] == "FAILED"
    assert "It was not reached" in found["error"]


async def test_a_name_of_a_private_address_is_refused_when_it_is_connected_to(
    api: Api, receiver: Receiver
) -> None:
    found = await sent(api, receiver, url=f"https://localhost:{443}/in")
    assert (found["state"], found["attempts"]) == ("FAILED", 1)
    assert "of a private network" in found["error"]
    assert receiver.received == []


@pytest.mark.parametrize(
    "url",
    [
        "https://other.example.com/",
        "https://127.0.0.1/",
        "https://[::1]/",
        "http://127.0.0.1:1/",
        "http://erp.example.com/",
        "https://erp.example.com:8443/",
        "https://erp.example.com.evil.example/",
        "https://169.254.169.254/latest/meta-data",
    ],
)
async def test_a_host_that_is_not_allowed_is_refused(
    api: Api, receiver: Receiver, url: str
) -> None:
    await save(api, customer(1))
    await add_tool(api, 1, "http_request", config(receiver, url=url))
    payload = await run(api, ["customer_1"])
    assert errors(payload["results"][0]) == [("HOST_NOT_ALLOWED", ["ids", "0"])]
    assert await calls(api) == []


async def test_a_host_that_is_allowed_no_more_gets_nothing(api: Api, receiver: Receiver) -> None:
    await save(api, employee(1), customer(1))
    await add_tool(api, 1, "http_request", config(receiver))
    await run(api, ["customer_1"])
    url = api.deployment.database.engine.url.render_as_string(hide_password=False)
    strict = deployment_on(url, webhooks={"hosts": [], "secret": SECRET})
    await run_worker(strict, drain=True)
    await strict.close()
    [found] = await calls(api)
    assert (found["state"], receiver.received) == ("FAILED", [])
    assert "is not among the hosts that the settings allow" in found["error"]


async def test_without_the_setting_nothing_is_sent(database_url: str, receiver: Receiver) -> None:
    deployment = deployment_on(database_url)
    api = Api(deployment)
    await save(api, customer(1))
    await add_tool(api, 1, "http_request", config(receiver))
    payload = await run(api, ["customer_1"])
    assert errors(payload["results"][0]) == [("HOST_NOT_ALLOWED", ["ids", "0"])]
    await deployment.close()


@pytest.mark.parametrize(
    ("address", "public"),
    [
        *(("8.8.8.8", True), ("2a00:1450:4001:81b::200e", True)),
        *(("127.0.0.1", False), ("10.0.0.1", False), ("172.16.5.5", False), ("192.168.1.1", False)),
        *(("169.254.169.254", False), ("100.64.0.1", False), ("0.1.2.3", False)),
        *(("224.0.0.1", False), ("255.255.255.255", False), ("240.0.0.1", False)),
        *(("::1", False), ("::", False), ("fe80::1%eth0", False), ("fc00::1", False)),
        *(("::ffff:127.0.0.1", False), ("::ffff:10.0.0.1", False), ("2002:7f00:1::", False)),
        *(("64:ff9b::7f00:1", False), ("64:ff9b:1::1", False), ("ff02::1", False)),
    ],
)
def test_addresses_of_private_networks_are_known(address: str, public: bool) -> None:
    assert is_public(address) is public


def test_the_signature_is_that_of_the_documentation() -> None:
    assert signature("secret", 1, b"{}") == (
        "t=1,v1=" + hmac.new(b"secret", b"1.{}", hashlib.sha256).hexdigest()
    )


async def test_the_log_and_the_tool_need_rights(api: Api, receiver: Receiver) -> None:
    await save(api, employee(2), customer(1, owner_id=2))
    await add_tool(api, 1, "http_request", config(receiver))
    viewer = api.viewer(2, ["tools:use", "customers:read", "employees:read"])
    answer = await attempt(api, ["customer_1"], viewer)
    assert [code for code, _ in answer.errors] == ["FORBIDDEN"]
    answer = await api("{ webhookCalls { totalCount } }", viewer)
    assert [code for code, _ in answer.errors] == ["FORBIDDEN"]
    assert await calls(api) == []
    await save(api, employee(3))
    await run(api, ["customer_1"], api.viewer(2, {*viewer.permissions, "webhooks:send"}))
    for key, more, seen in ((2, (), 1), (3, (), 0), (3, ("webhooks:read_all",), 1)):
        reader = api.viewer(key, ["webhooks:read", *more])
        answer = await api("{ webhookCalls { totalCount } }", reader)
        assert answer["webhookCalls"]["totalCount"] == seen


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"url": "ftp://erp.example.com"}, "'url': Write a URL that begins with https://."),
        ({"url": "https://u:p@erp.example.com"}, "may not hold a user name"),
        ({"url": "https://erp.example.com/a b"}, "has no spaces"),
        ({"url": "https://erp.example.com:99999"}, "'url': It is no URL"),
        ({"url": "//erp"}, "'url'"),
        ({"fields": ["colour"]}, "'fields': 'colour' is no value of a Customer"),
        ({"method": "DELETE"}, "'POST' or 'PUT'"),
    ],
)
async def test_a_config_that_does_not_fit_is_refused(
    api: Api, receiver: Receiver, change: dict[str, Any], told: str
) -> None:
    given = {"module": "Customer", "kind": "http_request", "config": config(receiver, **change)}
    payload = await mutate(api, "createModuleTool", given, "moduleTool { id }")
    assert any(told in e["message"] for e in payload["userErrors"]), payload
