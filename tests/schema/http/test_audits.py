"""The audits of graphql-http, which restate the GraphQL over HTTP specification."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import pytest

from tests.schema.http.client import GRAPHQL, JSON, Client

OK = range(200, 201)
BAD = range(400, 401)
TYPENAME = "{ __typename }"
TYPE = "query Type($name: String!) { __type(name: $name) { name } }"
COERCION = "query CoerceFailure($id: ID!) { __typename }"
UNKNOWN_FIELD = "{ f31403dfe404bccbb0e835f2629c6a7 }"


@dataclass
class Audit:
    status: range = OK
    body: object = field(default_factory=lambda: {"query": TYPENAME})
    accept: str | None = None
    method: str = "POST"
    params: Mapping[str, str] | None = None
    content_type: str | None = JSON
    answered_as: str | None = None
    without: str | None = None


def with_value(key: str, value: object) -> Mapping[str, object]:
    return {"query": TYPENAME} | {key: value}


def wrong(ids: str, key: str, values: list[object]) -> dict[str, Audit]:
    return {
        f"{ids}{i} {key} of a wrong type": Audit(BAD, with_value(key, value))
        for i, value in enumerate(values)
    }


def both(ids: tuple[str, str], name: str, body: object) -> dict[str, Audit]:
    return {
        f"{ids[0]} {name} with graphql-response": Audit(OK, body, GRAPHQL, without="errors"),
        f"{ids[1]} {name} with json": Audit(OK, body, JSON, without="errors"),
    }


def failing(ids: list[str], name: str, body: object) -> dict[str, Audit]:
    """A document that fails is 200 in the old media type, and 400 without data in the new one."""
    return {f"{ids[0]} {name} with json": Audit(OK, body, JSON)} | {
        f"{key} {name} with graphql-response": Audit(BAD, body, GRAPHQL, without="data")
        for key in ids[1:]
    }


NO_OBJECT: list[object] = ["string", 0, False, ["array"]]
NO_STRING: list[object] = [{"obj": "ect"}, 0, False, ["array"]]
GET_TYPE = {"query": TYPE, "variables": '{"name": "sometype"}'}

AUDITS = {
    "22EB matches graphql-response": Audit(accept=GRAPHQL, answered_as=GRAPHQL),
    "4655 matches json": Audit(accept=JSON, answered_as=JSON),
    "47DE answers anything with json": Audit(accept="*/*", answered_as=JSON),
    "80D8 answers a missing accept with json": Audit(answered_as=JSON),
    "82A3 answers in utf-8": Audit(),
    "BF61 accepts utf-8": Audit(
        body={"query": '{ __type(name: "Run🏃Swim🏊") { name } }'},
        content_type="application/json; charset=utf-8",
    ),
    "78D5 assumes utf-8": Audit(),
    "2C94 accepts POST": Audit(),
    "5A70 accepts GET": Audit(method="GET", params={"query": TYPENAME}),
    "9C48 no mutation by GET": Audit(
        range(405, 406), method="GET", params={"query": "mutation { __typename }"}, accept=GRAPHQL
    ),
    "9ABE needs a content type": Audit(range(415, 416), content_type=""),
    "03D4 accepts json": Audit(),
    "A5BF needs a body": Audit(BAD, b""),
    "423L needs a query": Audit(BAD, {"notquery": TYPENAME}, GRAPHQL),
    **wrong("LKJ", "query", NO_STRING),
    **both(("34A2", "13EE"), "a query", {"query": TYPENAME}),
    **wrong("6C0", "operationName", NO_STRING),
    **both(
        ("8161", "B8B3"),
        "an operation name",
        {"query": "query Query { __typename }", "operationName": "Query"},
    ),
    **both(("94B0", "0220"), "null variables", with_value("variables", None)),
    **both(("94B1", "0221"), "null operationName", with_value("operationName", None)),
    **both(("94B2", "0222"), "null extensions", with_value("extensions", None)),
    **wrong("476", "variables", NO_OBJECT),
    **both(("2EA1", "28B9"), "variables", {"query": TYPE, "variables": {"name": "sometype"}}),
    "D6D5 variables by GET with graphql-response": Audit(
        method="GET", params=GET_TYPE, accept=GRAPHQL, without="errors"
    ),
    "6A70 variables by GET with json": Audit(
        method="GET", params=GET_TYPE, accept=JSON, without="errors"
    ),
    **wrong("58B", "extensions", NO_OBJECT),
    **both(("428F", "1B7A"), "extensions", with_value("extensions", {"some": "value"})),
    "B6DC damaged json": Audit(BAD, b'{ "not a JSON', JSON),
    "BCF8 damaged json": Audit(BAD, b'{ "not a JSON', JSON),
    "B7N8 damaged json with graphql-response": Audit(BAD, b'{ "not a JSON', GRAPHQL),
    "8764 a misspelt parameter": Audit(BAD, {"qeury": TYPENAME}),
    "3E3A a misspelt parameter": Audit(BAD, {"qeury": TYPENAME}),
    **failing(["572B", "865D", "556A", "D586"], "no GraphQL", {"query": "{"}),
    **failing(["FDE2", "51FE", "74FF", "5E5B"], "an unknown field", {"query": UNKNOWN_FIELD}),
    **failing(["7B9B", "86EE"], "a null id", {"query": COERCION, "variables": {"id": None}}),
}


def test_all_audits_are_here() -> None:
    assert len(AUDITS) == 61


@pytest.mark.parametrize("audit", AUDITS.values(), ids=AUDITS.keys())
async def test_audit(client: Client, audit: Audit) -> None:
    headers = {"content-type": audit.content_type} if audit.method == "POST" else {}
    if audit.accept:
        headers["accept"] = audit.accept
    response = await client.send(
        audit.method,
        body=audit.body if audit.method == "POST" else None,
        headers={key: value for key, value in headers.items() if value is not None},
        params=audit.params,
    )
    assert response.status_code in audit.status
    content = response.content.decode("utf-8")
    assert response.headers["content-type"].startswith(audit.answered_as or audit.accept or JSON)
    assert audit.without is None or f'"{audit.without}"' not in content
