"""The Accept header chooses by quality, then by its own order."""

import pytest

from schema.http.negotiation import GRAPHQL_RESPONSE, HTML, JSON, accepts_gzip, choose
from tests.schema.http.client import Client, code_of

BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,*/*;q=0.8"
APOLLO = "application/graphql-response+json,application/json;q=0.9"
URQL = (
    "application/graphql-response+json, application/graphql+json, application/json,"
    " text/event-stream, multipart/mixed"
)

CHOICES = {
    None: JSON,
    "": JSON,
    "*/*": JSON,
    "application/*": JSON,
    "application/json": JSON,
    "APPLICATION/JSON": JSON,
    "application/json; charset=utf-8": JSON,
    'application/json; charset="UTF-8"': JSON,
    "application/graphql-response+json": GRAPHQL_RESPONSE,
    "application/json, application/graphql-response+json": JSON,
    "application/graphql-response+json, application/json": GRAPHQL_RESPONSE,
    "application/json;q=0.5, application/graphql-response+json": GRAPHQL_RESPONSE,
    "application/graphql-response+json;q=0.5, application/json": JSON,
    "application/json;q=0.5, */*": GRAPHQL_RESPONSE,
    "application/json;q=0, */*": GRAPHQL_RESPONSE,
    "text/event-stream, application/json": JSON,
    "application/json, text/event-stream": JSON,
    "text/html": HTML,
    "text/html;q=0.1, application/json": JSON,
    "text/*, application/json;q=0.9": HTML,
    BROWSER: HTML,
    APOLLO: GRAPHQL_RESPONSE,
    URQL: GRAPHQL_RESPONSE,
    "text/event-stream": None,
    "image/png, text/plain": None,
    "application/json;q=0": None,
    "application/json; charset=utf-16": None,
    "application/json;q=high": None,
    "application/json;q=7": None,
    "*/*;q=0": None,
    ",,;,": None,
}


@pytest.mark.parametrize(("accept", "expected"), CHOICES.items())
def test_choice(accept: str | None, expected: str | None) -> None:
    assert choose(accept, (JSON, GRAPHQL_RESPONSE, HTML)) == expected


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        (None, False),
        ("", False),
        ("gzip", True),
        ("br, gzip;q=0.5", True),
        ("*", True),
        ("gzip;q=0", False),
        ("gzip;q=0, *", False),
        ("br", False),
    ],
)
def test_gzip_is_used_if_asked_for(header: str | None, expected: bool) -> None:
    assert accepts_gzip(header) is expected


async def test_nothing_acceptable_is_a_406(client: Client) -> None:
    response = await client.query("{ hello }", headers={"accept": "text/event-stream"})
    assert (response.status_code, code_of(response)) == (406, "NOT_ACCEPTABLE")
    assert response.headers["content-type"] == JSON


async def test_a_query_is_never_answered_by_events(client: Client) -> None:
    response = await client.query("{ hello }", headers={"accept": URQL})
    assert response.headers["content-type"] == f"{GRAPHQL_RESPONSE}; charset=utf-8"


async def test_several_accept_lines_count_as_one(client: Client) -> None:
    response = await client.http.post(
        "/graphql",
        json={"query": "{ hello }"},
        headers=[("accept", "image/png"), ("accept", GRAPHQL_RESPONSE)],
    )
    assert response.headers["content-type"].startswith(GRAPHQL_RESPONSE)
