"""Expected errors keep their message and code, faults are masked and logged."""

import httpx2
import pytest
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from structlog.contextvars import merge_contextvars
from structlog.testing import capture_logs

from tests.schema.http.client import GRAPHQL, JSON, Client, code_of
from tests.schema.toy import make_app


async def test_a_crash_is_masked_logged_and_leaves_other_fields(client: Client) -> None:
    with capture_logs() as logs:
        response = await client.query("{ hello crash }", headers={"x-request-id": "r-1"})
    assert response.status_code == 200
    assert response.json() == {
        "errors": [
            {
                "message": "Internal error",
                "locations": [{"line": 1, "column": 9}],
                "path": ["crash"],
                "extensions": {"code": "INTERNAL", "requestId": "r-1"},
            }
        ],
        "data": {"hello": "Hello world", "crash": None},
    }
    crashes = [entry for entry in logs if entry["log_level"] == "error"]
    assert [str(entry["exc_info"]) for entry in crashes] == ["SELECT secret FROM table"]


async def broken(_: Request) -> Response:
    raise OSError("the password is in here")


async def test_a_crash_of_a_route_is_masked_and_has_all_headers_of_other_answers() -> None:
    app = make_app()
    app.router.routes.append(Route("/broken", broken))
    transport = httpx2.ASGITransport(app=app, raise_app_exceptions=False)
    async with httpx2.AsyncClient(transport=transport, base_url="http://crm.test") as http:
        with capture_logs() as logs:
            response = await http.get("/broken", headers={"x-request-id": "r-2"})
    assert response.status_code == 500
    assert response.json()["errors"][0]["extensions"]["requestId"] == "r-2"
    assert "password" not in response.text
    assert response.headers["x-request-id"] == "r-2"
    assert response.headers["x-content-type-options"] == "nosniff"
    assert [entry["status"] for entry in logs if entry["event"] == "request"] == [500]


async def test_an_expected_error_is_told_and_not_logged_as_a_crash(client: Client) -> None:
    with capture_logs(processors=[merge_contextvars]) as logs:
        response = await client.query("{ hello denied }")
    assert response.json()["errors"] == [
        {
            "message": "You need leads:read.",
            "locations": [{"line": 1, "column": 9}],
            "path": ["denied"],
            "extensions": {"code": "FORBIDDEN", "permission": "leads:read"},
        }
    ]
    assert [entry["log_level"] for entry in logs] == ["info"]
    assert logs[0]["errors"] == ["FORBIDDEN"]


@pytest.mark.parametrize("accept", [JSON, GRAPHQL])
async def test_an_error_that_nulls_all_data_is_still_a_200_with_data(
    client: Client, accept: str
) -> None:
    response = await client.query("{ required }", headers={"accept": accept})
    assert response.status_code == 200
    assert response.json()["data"] is None
    assert code_of(response) == "UNAUTHENTICATED"


@pytest.mark.parametrize(
    ("query", "variables", "code"),
    [
        ("{", None, "GRAPHQL_PARSE_FAILED"),
        ("{ nothing }", None, "GRAPHQL_VALIDATION_FAILED"),
        ("query ($n: Int!) { large(size: $n) }", {"n": "many"}, "BAD_USER_INPUT"),
        ("query ($n: Int!) { large(size: $n) }", {"n": 2**40}, "BAD_USER_INPUT"),
        ("query ($n: Even!) { half(n: $n) }", {"n": 3}, "BAD_USER_INPUT"),
        ("{ half(n: 3) }", None, "GRAPHQL_VALIDATION_FAILED"),
        ("{ refused }", None, "BAD_USER_INPUT"),
    ],
)
async def test_graphql_errors_have_a_code(
    client: Client, query: str, variables: object, code: str
) -> None:
    assert code_of(await client.query(query, variables)) == code


async def test_a_wrong_token_is_a_401(client: Client) -> None:
    response = await client.query("{ hello }", headers={"authorization": "Bearer wrong"})
    assert (response.status_code, code_of(response)) == (401, "UNAUTHENTICATED")
    assert response.headers["www-authenticate"] == "Bearer"


@pytest.mark.parametrize("accept", [JSON, GRAPHQL])
async def test_a_context_that_fails_is_a_masked_500(client: Client, accept: str) -> None:
    headers = {"authorization": "Bearer broken", "accept": accept, "x-request-id": "r-2"}
    with capture_logs() as logs:
        response = await client.query("{ hello }", headers=headers)
    assert response.status_code == 500
    assert response.json()["errors"] == [
        {"message": "Internal error", "extensions": {"code": "INTERNAL", "requestId": "r-2"}}
    ]
    assert str(logs[0]["exc_info"]) == "the database is gone"


async def test_an_unknown_path_is_a_json_404(client: Client) -> None:
    response = await client.send("GET", "/nowhere")
    assert (response.status_code, code_of(response)) == (404, "NOT_FOUND")
