"""Malformed requests get a 4xx that says what to do, as JSON with a code."""

import asyncio
import json
from collections.abc import AsyncIterator

import anyio
import anyio.lowlevel
import pytest
from starlette.requests import Request
from starlette.types import Message

from schema.http import HTTPSettings
from schema.http.body import read_body
from schema.limits import Limits
from tests.schema.http.client import GRAPHQL, JSON, Client, code_of
from tests.schema.toy import make_app

NESTED = b'{"query": "{ hello }", "variables": {"a": ' + b"[" * 100_000 + b"]" * 100_000 + b"}}"

BODIES: dict[str, tuple[bytes, str]] = {
    "a number": (b"7", "must be a JSON object"),
    "null": (b"null", "must be a JSON object"),
    "a text": (b'"{ hello }"', "must be a JSON object"),
    "a batch": (b'[{"query": "{ hello }"}]', "one operation per request"),
    "an empty batch": (b"[]", "one operation per request"),
    "invalid UTF-8": (b'{"query": "\xff"}', "no valid JSON"),
    "UTF-16": ('{"query": "{ hello }"}'.encode("utf-16"), "no valid JSON"),
    "a byte order mark": (b'\xef\xbb\xbf{"query": "{ hello }"}', "no valid JSON"),
    "a lone surrogate": (b'{"query": "{ hello }", "variables": {"a": "\\ud800"}}', "no valid"),
    "NaN": (b'{"query": "{ hello }", "variables": {"a": NaN}}', "no valid JSON"),
    "variables nested 100,000 deep": (NESTED, "no valid JSON"),
    "an integer of 5,000 digits": (
        b'{"query": "{ hello }", "variables": {"a": ' + b"9" * 5000 + b"}}",
        "no valid JSON",
    ),
    "a query of spaces is parsed": (b'{"query": ""}', "`query` is missing"),
    "a persisted query of a wrong type": (
        b'{"extensions": {"persistedQuery": 7}}',
        "`persistedQuery` must be an object",
    ),
    "a hash of a wrong type": (
        b'{"extensions": {"persistedQuery": {"sha256Hash": 7}}}',
        "`sha256Hash` must be a string",
    ),
    "a document id of a wrong type": (b'{"documentId": 7}', "`documentId` must be a string"),
}


@pytest.mark.parametrize("accept", [JSON, GRAPHQL])
@pytest.mark.parametrize(("body", "message"), BODIES.values(), ids=BODIES.keys())
async def test_a_malformed_body_is_a_400(
    client: Client, body: bytes, message: str, accept: str
) -> None:
    response = await client.send(body=body, headers={"accept": accept})
    assert response.status_code == 400
    assert response.headers["content-type"].startswith(accept)
    assert code_of(response) == "BAD_REQUEST"
    assert message in response.json()["errors"][0]["message"]


@pytest.mark.parametrize(
    "headers",
    [
        {"content-type": "text/plain"},
        {"content-type": "application/graphql"},
        {"content-type": "application/x-www-form-urlencoded"},
        {"content-type": "multipart/form-data; boundary=x"},
        {"content-type": "application/json; charset=utf-16"},
        {"content-encoding": "gzip"},
    ],
    ids=str,
)
async def test_another_content_type_charset_or_encoding_is_a_415(
    client: Client, headers: dict[str, str]
) -> None:
    response = await client.send(body={"query": "{ hello }"}, headers=headers)
    assert (response.status_code, code_of(response)) == (415, "UNSUPPORTED_MEDIA_TYPE")
    assert response.headers["accept-post"] == JSON


async def test_a_quoted_charset_is_understood(client: Client) -> None:
    headers = {"content-type": 'Application/JSON; charset="UTF-8"'}
    assert (await client.send(body={"query": "{ hello }"}, headers=headers)).status_code == 200


@pytest.mark.parametrize("declared", ["1000", "9" * 5000])
async def test_a_body_that_declares_too_much_is_a_413(declared: str) -> None:
    client = Client(make_app(Limits(max_request_bytes=100)))
    response = await client.send(body=b"{}", headers={"content-length": declared})
    assert (response.status_code, code_of(response)) == (413, "LIMIT_REQUEST_BYTES")


async def test_a_body_that_grows_too_large_is_a_413() -> None:
    client = Client(make_app(Limits(max_request_bytes=100)))

    async def chunks() -> AsyncIterator[bytes]:
        yield b"x" * 101

    response = await client.http.post("/graphql", content=chunks(), headers={"content-type": JSON})
    assert (response.status_code, code_of(response)) == (413, "LIMIT_REQUEST_BYTES")


async def test_who_is_known_may_send_more_than_others() -> None:
    client = Client(make_app(Limits(max_request_bytes=100, max_known_request_bytes=200)))
    known = {"authorization": "Bearer known"}
    for size, headers, status in (
        (50, {}, 200),
        (150, {}, 413),
        (150, known, 200),
        (250, known, 413),
    ):
        body = b'{"query": "{ hello }"}'.ljust(size)
        assert (await client.send(body=body, headers=headers)).status_code == status


async def answer_to(messages: list[Message]) -> tuple[int, str]:
    """Send ASGI messages and then nothing more; the status and code of the answer."""
    sent: list[Message] = []

    async def receive() -> Message:
        if not messages:
            await anyio.sleep_forever()
        return messages.pop(0)

    async def send(message: Message) -> None:
        sent.append(message)

    headers = [(b"content-type", b"application/json")]
    scope = {"type": "http", "method": "POST", "path": "/graphql", "headers": headers}
    app = make_app(Limits(max_body_seconds=0.05))
    await app(scope | {"query_string": b""}, receive, send)
    code = json.loads(sent[1]["body"])["errors"][0]["extensions"]["code"]
    return sent[0]["status"], code


async def test_a_body_that_never_ends_is_a_408() -> None:
    begun: Message = {"type": "http.request", "body": b"{", "more_body": True}
    assert await answer_to([begun]) == (408, "REQUEST_TIMEOUT")


async def test_a_body_that_never_begins_is_a_408() -> None:
    assert await answer_to([]) == (408, "REQUEST_TIMEOUT")


async def test_a_body_may_come_late_and_in_parts() -> None:
    parts = iter([b'{"query": ', b'"{ hello }"}'])

    async def receive() -> Message:
        await anyio.lowlevel.checkpoint()
        await anyio.sleep(0.001)
        part = next(parts)
        return {"type": "http.request", "body": part, "more_body": part.endswith(b" ")}

    request = Request({"type": "http", "method": "POST", "headers": []}, receive)
    assert await read_body(request, Limits(), 100) == b'{"query": "{ hello }"}'


async def test_a_body_is_not_awaited_for_somebody_who_has_gone() -> None:
    ended = []

    async def receive() -> Message:
        try:
            return await asyncio.Future[Message]()
        finally:
            ended.append(True)

    request = Request({"type": "http", "method": "POST", "headers": []}, receive)
    reading = asyncio.create_task(read_body(request, Limits(), 100))
    await asyncio.sleep(0)
    reading.cancel()
    with pytest.raises(asyncio.CancelledError):
        await reading
    assert ended


async def test_a_body_that_breaks_off_is_a_400() -> None:
    begun: Message = {"type": "http.request", "body": b"{", "more_body": True}
    assert await answer_to([begun, {"type": "http.disconnect"}]) == (400, "BAD_REQUEST")


@pytest.mark.parametrize(
    ("query_string", "message"),
    [
        ("query=%7Bhello%7D&query=%7Bme%7D", "given twice"),
        ("query=%ff", "UTF-8"),
        ("query=%7Bhello%7D&variables=%7B", "`variables` is no valid JSON"),
        ("query=%7Bhello%7D&variables=[]", "`variables` must be an object"),
        ("query=%7Bhello%7D&extensions=7", "`extensions` must be an object"),
        ("", "`query` is missing"),
        ("&".join(["a=1"] * 60), "parameters"),
    ],
)
async def test_malformed_parameters_are_a_400(
    client: Client, query_string: str, message: str
) -> None:
    response = await client.send("GET", f"/graphql?{query_string}")
    assert (response.status_code, code_of(response)) == (400, "BAD_REQUEST")
    assert message in response.json()["errors"][0]["message"]


async def test_empty_parameters_are_none(client: Client) -> None:
    params = {"query": "{ hello }", "variables": "", "operationName": "", "extensions": ""}
    assert (await client.send("GET", params=params)).json() == {"data": {"hello": "Hello world"}}


async def test_integers_beyond_64_bits_arrive_exactly(client: Client) -> None:
    number = 123456789012345678901234567890
    query = "query ($value: ID!) { echo(value: $value) }"
    response = await client.query(query, {"value": number})
    assert response.json() == {"data": {"echo": str(number)}}


@pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE", "TRACE"])
async def test_other_methods_are_a_405(client: Client, method: str) -> None:
    response = await client.send(method)
    assert (response.status_code, code_of(response)) == (405, "METHOD_NOT_ALLOWED")
    assert response.headers["allow"] == "GET, HEAD, POST, OPTIONS"


async def test_options_tells_the_methods(client: Client) -> None:
    response = await client.send("OPTIONS")
    assert (response.status_code, response.content) == (204, b"")
    assert response.headers["allow"] == "GET, HEAD, POST, OPTIONS"


async def test_head_is_get_without_a_body(client: Client) -> None:
    params = {"query": "{ hello }"}
    head, get = await client.send("HEAD", params=params), await client.send("GET", params=params)
    assert (head.status_code, head.content) == (200, b"")
    assert head.headers["content-length"] == get.headers["content-length"]


@pytest.mark.parametrize("method", ["GET", "HEAD"])
async def test_a_mutation_by_get_is_a_405_that_allows_post(client: Client, method: str) -> None:
    response = await client.send(method, params={"query": "mutation { touch }"})
    assert response.status_code == 405
    assert response.headers["allow"] == "POST"


async def test_a_mutation_by_post_is_executed(client: Client) -> None:
    assert (await client.query("mutation { touch }")).json() == {"data": {"touch": 1}}


async def test_a_subscription_is_refused(client: Client) -> None:
    response = await client.query("subscription { ticks }")
    assert (response.status_code, code_of(response)) == (400, "BAD_REQUEST")


async def test_an_unknown_operation_name_is_told(client: Client) -> None:
    body = {"query": "query A { hello }", "operationName": "B"}
    response = await client.send(body=body, headers={"accept": GRAPHQL})
    assert (response.status_code, code_of(response)) == (400, "GRAPHQL_VALIDATION_FAILED")
    assert response.json()["errors"][0]["message"] == 'Unknown operation named "B".'


LIMITED: dict[str, tuple[str, object, str]] = {
    "variables nested 30 deep": (
        "{ hello }",
        {"a": json.loads("[" * 30 + "]" * 30)},
        "LIMIT_VARIABLES_DEPTH",
    ),
    "a batch of 1,001": ("{ hello }", {"a": [1] * 1001}, "LIMIT_BATCH_ITEMS"),
    "U+0000 in a variable": ("{ hello }", {"a": "\0"}, "BAD_USER_INPUT"),
    "800 overlapping fields": ("{" + " hello" * 800 + "}", None, "LIMIT_ROOT_FIELDS"),
    "a long comment": ("{ hello } #" + "x" * 200_000, None, "LIMIT_QUERY_CHARS"),
    "a large page": ("{ me { friends(first: 501) { total } } }", None, "LIMIT_PAGE_SIZE"),
}


@pytest.mark.parametrize(("query", "variables", "code"), LIMITED.values(), ids=LIMITED.keys())
@pytest.mark.parametrize(("accept", "status"), [(JSON, 200), (GRAPHQL, 400)])
async def test_limits_are_request_errors_with_their_code(
    client: Client, query: str, variables: object, code: str, accept: str, status: int
) -> None:
    response = await client.query(query, variables, {"accept": accept})
    assert (response.status_code, code_of(response)) == (status, code)
    assert "data" not in response.json()


def test_an_origin_that_is_none_is_refused_by_name() -> None:
    with pytest.raises(ValueError, match=r"'\*' is no origin"):
        HTTPSettings(allowed_origins=("*",))
