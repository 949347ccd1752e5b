"""Expected errors keep their message and code, faults are masked and logged."""

import pytest
from structlog.contextvars import merge_contextvars
from structlog.testing import capture_logs

from tests.schema.http.client import GRAPHQL, JSON, Client, code_of


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
