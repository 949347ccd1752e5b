"""GraphiQL, health, the SDL, metrics, logs and headers."""

import re

import pytest
from structlog.testing import capture_logs

from schema.http import HTTPSettings, Metrics, ReadinessCheck
from schema.http.middleware.access_log import log_request
from tests.schema.http.client import Client
from tests.schema.toy import make_app

HTML = {"accept": "text/html"}
ELSEWHERE = re.compile(r"""(?:src|href)=["'](?!/graphiql/|data:)""")


async def test_a_browser_gets_graphiql_from_our_own_files(client: Client) -> None:
    page = await client.send("GET", headers=HTML)
    assert page.headers["content-type"] == "text/html; charset=utf-8"
    assert not ELSEWHERE.search(page.text)
    files = re.findall(r'(?:src|href)="(/graphiql/[^"]+)"', page.text)
    assert len(files) == 6
    for file in files:
        assert (await client.send("GET", file)).status_code == 200


async def test_the_policy_of_the_page_allows_this_server_only(client: Client) -> None:
    pages = [await client.send("GET", headers=HTML) for _ in range(2)]
    policies = [page.headers["content-security-policy"] for page in pages]
    assert "default-src 'none'; script-src 'self'; style-src 'self' 'nonce-" in policies[0]
    assert "unsafe" not in policies[0]
    assert "http" not in policies[0]
    assert policies[0] != policies[1]
    nonces = [re.search(r'name="style-nonce" content="([^"]+)"', page.text) for page in pages]
    assert all(nonce and nonce[1] in policy for nonce, policy in zip(nonces, policies, strict=True))


async def test_the_bare_address_leads_to_graphiql(client: Client) -> None:
    response = await client.send("GET", "/", headers=HTML)
    assert (response.status_code, response.headers["location"]) == (307, "/graphql")


async def test_without_graphiql_there_is_no_page() -> None:
    client = Client(make_app(settings=HTTPSettings(graphiql=False)))
    assert (await client.send("GET", "/", headers=HTML)).status_code == 404
    assert (await client.send("GET", headers=HTML)).status_code == 406
    assert (await client.send("GET", "/graphiql/page.js")).status_code == 404


async def test_the_process_tells_that_it_lives(client: Client) -> None:
    response = await client.send("GET", "/healthz")
    assert (response.status_code, response.json()) == (200, {"status": "ok"})


async def test_it_is_ready_when_the_check_finds_no_reason(client: Client) -> None:
    response = await client.send("GET", "/readyz")
    assert (response.status_code, response.json()) == (200, {"status": "ok"})


async def not_migrated() -> str | None:
    return "the database is not migrated"


async def failing() -> str | None:
    raise OSError("password in here")


@pytest.mark.parametrize(
    ("check", "reason"),
    [
        (not_migrated, "the database is not migrated"),
        (failing, "the readiness check failed"),
    ],
)
async def test_it_is_not_ready_for_a_reason(check: ReadinessCheck, reason: str) -> None:
    response = await Client(make_app(check=check)).send("GET", "/readyz")
    assert response.status_code == 503
    assert response.json() == {"status": "unavailable", "reason": reason}


async def test_the_schema_is_told_as_text(client: Client) -> None:
    response = await client.send("GET", "/schema.graphql")
    assert response.headers["content-type"].startswith("text/plain")
    assert "type Query {" in response.text


async def test_metrics_are_off_by_default(client: Client) -> None:
    assert (await client.send("GET", "/metrics")).status_code == 404


async def test_metrics_count_requests_under_known_names_only() -> None:
    client = Client(make_app(metrics=Metrics()))
    await client.query("{ hello }")
    await client.send("GET", "/invented/by/a/client")
    await client.send("BREW", "/graphql")
    text = (await client.send("GET", "/metrics")).text
    name = "kortisto_http_request_seconds_count"
    assert f'{name}{{method="POST",path="/graphql",status="200"}} 1.0' in text
    assert f'{name}{{method="GET",path="other",status="404"}} 1.0' in text
    assert f'{name}{{method="other",path="/graphql",status="405"}} 1.0' in text
    assert "invented" not in text


async def test_each_request_has_one_log_line_without_its_text(client: Client) -> None:
    body = {"query": 'query Card { hello(name: "Åke") }', "operationName": "Card"}
    with capture_logs() as logs:
        await client.send(body=body, path="/graphql?name=secret")
        await client.send("GET", "/healthz")
    assert len(logs) == 1
    assert {key: logs[0][key] for key in ("event", "method", "path", "status")} == {
        "event": "request",
        "method": "POST",
        "path": "/graphql",
        "status": 200,
    }
    assert "Åke" not in str(logs)
    assert "secret" not in str(logs)


def test_what_a_route_takes_from_its_path_is_not_logged() -> None:
    path = {"path": "/calendar/s3cret.ics", "path_params": {"secret": "s3cret"}}
    with capture_logs() as logs:
        log_request({"method": "GET", **path}, 200, 10, 0.1)
        log_request({"method": "GET", "path": "/calendar/s3cret.ics/"}, 307, 10, 0.1)
    assert [line["path"] for line in logs] == ["/calendar/{secret}.ics", "/calendar/…"]


@pytest.mark.parametrize(
    ("given", "kept"),
    [("abc-1.2_3", True), ("x" * 65, False), ("a b", False), ("a\tb", False), ("", False)],
)
async def test_a_harmless_request_id_is_kept(client: Client, given: str, kept: bool) -> None:
    response = await client.send("GET", "/healthz", headers={"x-request-id": given})
    assert (response.headers["x-request-id"] == given) is kept
    assert re.fullmatch(r"[\w.-]{1,64}", response.headers["x-request-id"])


async def test_every_response_has_careful_headers(client: Client) -> None:
    for path in ("/graphql", "/healthz", "/nowhere"):
        headers = (await client.send("GET", path)).headers
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["referrer-policy"] == "no-referrer"
        assert "frame-ancestors 'none'" in headers["content-security-policy"]
