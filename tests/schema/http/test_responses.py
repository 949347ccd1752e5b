"""What goes out."""

import gzip

import pytest
from graphql import get_introspection_query
from starlette.applications import Starlette
from strawberry.types import ExecutionResult

from schema.documents import TrustedDocuments
from schema.documents.trusted import hash_of
from schema.http import HTTPSettings
from schema.http.response import encode
from tests.schema.http.client import GRAPHQL, JSON, Client, code_of
from tests.schema.toy import make_app

HELLO = "{ hello }"


def trusting(*, only: bool) -> Starlette:
    return make_app(trusted=TrustedDocuments({hash_of(HELLO): HELLO}, only=only))


async def test_the_answer_is_private_and_varies_by_accept(client: Client) -> None:
    response = await client.query(HELLO)
    assert response.headers["cache-control"] == "no-store"
    assert response.headers["vary"] == "Accept, Accept-Encoding"
    assert response.json() == {"data": {"hello": "Hello world"}}


async def test_the_standard_introspection_query_is_answered(client: Client) -> None:
    response = await client.query(get_introspection_query())
    assert response.json()["data"]["__schema"]["queryType"] == {"name": "Query", "kind": "OBJECT"}


@pytest.mark.parametrize(
    ("size", "accepted", "encoding"),
    [(20_000, "gzip", "gzip"), (20_000, "identity", None), (100, "gzip", None)],
)
async def test_large_answers_are_compressed_if_asked(
    client: Client, size: int, accepted: str, encoding: str | None
) -> None:
    query = f"{{ large(size: {size}) }}"
    response = await client.query(query, headers={"accept-encoding": accepted})
    assert response.headers.get("content-encoding") == encoding
    assert response.json() == {"data": {"large": "x" * size}}


async def test_compression_begins_where_the_setting_says() -> None:
    client = Client(make_app(settings=HTTPSettings(compress_from=10)))
    response = await client.query(HELLO, headers={"accept-encoding": "gzip"})
    assert response.headers["content-encoding"] == "gzip"
    assert int(response.headers["content-length"]) == len(
        gzip.compress(b'{"data":{"hello":"Hello world"}}', 5)
    )


async def test_integers_beyond_64_bits_and_surrogates_go_out(client: Client) -> None:
    integer = await client.query('{ raw(kind: "integer") }')
    assert integer.json() == {"data": {"raw": 2**80}}
    surrogate = await client.query('{ raw(kind: "surrogate") }')
    assert surrogate.json() == {"data": {"raw": "\ud800"}}


async def test_what_is_no_json_is_a_masked_500(client: Client) -> None:
    response = await client.query('{ raw(kind: "object") }')
    assert (response.status_code, code_of(response)) == (500, "INTERNAL")


def test_data_that_is_ready_json_goes_out_unparsed() -> None:
    ready = ExecutionResult(data=None, errors=None)
    ready.data = b'{"a" : 1}'  # type: ignore[assignment] # what a compiled read sets
    assert encode(ready) == b'{"data":{"a" : 1}}'


async def test_a_resolver_can_set_a_cookie(client: Client) -> None:
    query = """mutation ($input: SignInInput!) {
      signIn(input: $input) { viewer { id } userErrors { message } } }"""
    right = {"input": {"email": "a@b.fi", "password": "secret"}}
    response = await client.query(query, right)
    assert response.headers["set-cookie"].startswith("kortisto_session=abc; HttpOnly")
    wrong = await client.query(query, {"input": {"email": "a@b.fi", "password": "no"}})
    assert "set-cookie" not in wrong.headers


@pytest.mark.parametrize(
    "body",
    [
        {"documentId": f"sha256:{hash_of(HELLO)}"},
        {"extensions": {"persistedQuery": {"version": 1, "sha256Hash": hash_of(HELLO)}}},
        {"query": HELLO},
    ],
)
async def test_a_trusted_document_is_executed(body: object) -> None:
    response = await Client(trusting(only=True)).send(body=body)
    assert response.json() == {"data": {"hello": "Hello world"}}


async def test_a_trusted_document_is_executed_by_get() -> None:
    params = {"documentId": hash_of(HELLO)}
    response = await Client(trusting(only=True)).send("GET", params=params)
    assert response.json() == {"data": {"hello": "Hello world"}}


@pytest.mark.parametrize(("accept", "status"), [(JSON, 200), (GRAPHQL, 400)])
async def test_an_unknown_hash_and_an_untrusted_text_are_refused(accept: str, status: int) -> None:
    client = Client(trusting(only=True))
    headers = {"accept": accept}
    unknown = await client.send(body={"documentId": "0" * 64}, headers=headers)
    assert (unknown.status_code, code_of(unknown)) == (status, "PERSISTED_QUERY_NOT_FOUND")
    other = await client.query("{ me { name } }", headers=headers)
    assert (other.status_code, code_of(other)) == (status, "DOCUMENT_NOT_TRUSTED")
