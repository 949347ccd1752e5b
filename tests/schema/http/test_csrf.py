"""A session cookie alone executes nothing."""

import pytest

from schema.http import HTTPSettings
from tests.schema.http.client import Client, code_of
from tests.schema.toy import make_app

COOKIE = {"cookie": "kortisto_session=abc"}
PREFLIGHT = {"graphql-preflight": "1"}
SISTER = "https://spa.example.com"


async def refusal(client: Client, headers: dict[str, str], method: str = "POST") -> str | None:
    if method == "GET":
        response = await client.send("GET", params={"query": "{ hello }"}, headers=headers)
    else:
        response = await client.query("mutation { touch }", headers=headers)
    if response.status_code == 200:
        return None
    assert response.status_code == 403
    return code_of(response)


@pytest.mark.parametrize("method", ["GET", "POST"])
async def test_a_cookie_needs_the_preflight_header(client: Client, method: str) -> None:
    assert await refusal(client, COOKIE, method) == "PREFLIGHT_REQUIRED"
    assert await refusal(client, COOKIE | {"graphql-preflight": "0"}, method) is not None
    assert await refusal(client, COOKIE | PREFLIGHT, method) is None


async def test_a_form_of_another_site_is_not_executed(client: Client) -> None:
    headers = COOKIE | PREFLIGHT | {"content-type": "text/plain"}
    response = await client.query("mutation { touch }", headers=headers)
    assert response.status_code == 415


@pytest.mark.parametrize(
    "origin", ["https://evil.example", "null", "http://crm.test.evil.example", "http://[", ""]
)
async def test_a_foreign_origin_with_a_cookie_is_refused(client: Client, origin: str) -> None:
    headers = COOKIE | PREFLIGHT | {"origin": origin}
    assert await refusal(client, headers) == "ORIGIN_NOT_ALLOWED"


@pytest.mark.parametrize("origin", ["http://crm.test", "https://crm.test"])
async def test_our_own_origin_is_allowed(client: Client, origin: str) -> None:
    assert await refusal(client, COOKIE | PREFLIGHT | {"origin": origin}) is None


async def test_other_cookies_and_tokens_need_no_header(client: Client) -> None:
    assert await refusal(client, {"cookie": "theme=dark"}) is None
    assert await refusal(client, COOKIE | {"authorization": "Bearer good"}) is None
    assert await refusal(client, {"origin": "https://evil.example"}) is None


async def test_the_page_itself_needs_no_header(client: Client) -> None:
    response = await client.send("GET", headers=COOKIE | {"accept": "text/html"})
    assert response.status_code == 200


async def test_no_origin_may_read_answers_by_default(client: Client) -> None:
    response = await client.query("{ hello }", headers={"origin": SISTER})
    assert "access-control-allow-origin" not in response.headers


async def test_an_allowed_origin_may_ask_and_read() -> None:
    client = Client(make_app(settings=HTTPSettings(allowed_origins=(SISTER,))))
    asked = {
        "origin": SISTER,
        "access-control-request-method": "POST",
        "access-control-request-headers": "content-type, graphql-preflight",
    }
    preflight = await client.send("OPTIONS", headers=asked)
    assert preflight.status_code == 200
    assert preflight.headers["access-control-allow-origin"] == SISTER
    assert preflight.headers["access-control-allow-credentials"] == "true"
    headers = COOKIE | PREFLIGHT | {"origin": SISTER}
    response = await client.query("mutation { touch }", headers=headers)
    assert response.json() == {"data": {"touch": 1}}
    assert response.headers["access-control-allow-origin"] == SISTER
    refused = await client.send("OPTIONS", headers=asked | {"origin": "https://evil.example"})
    assert refused.status_code == 400
