from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import text

from core.access.authentication import Authentication
from core.errors import Unauthenticated
from core.viewer import Viewer
from tests.api import Api, MovableClock
from tests.factories import employee, save

CREATE = """
mutation ($input: CreateApiTokenInput!) {
  createApiToken(input: $input) {
    token
    apiToken { id name scopes expiresAt revokedAt lastUsedAt employee { name } }
    userErrors { code path }
  }
}
"""
REVOKE = """
mutation ($id: ID!) {
  revokeApiToken(input: {id: $id}) { apiToken { revokedAt } userErrors { code path } }
}
"""

pytestmark = pytest.mark.usefixtures("anna")
ANNA = Viewer(1, frozenset({"customers:read", "tokens:create"}))


async def create(api: Api, viewer: Viewer = ANNA, **given: Any) -> Any:
    given = {"name": "ERP", "scopes": ["customers:read"], **given}
    return (await api(CREATE, viewer, input=given))["createApiToken"]


async def use(api: Api, token: str) -> Viewer | None:
    return await Authentication(api.deployment).viewer({"authorization": f"Bearer {token}"}, {})


def move(api: Api, by: timedelta) -> None:
    assert isinstance(api.deployment.clock, MovableClock)
    api.deployment.clock.instant += by


async def test_a_token_lets_a_program_in_with_its_scopes_alone(api: Api) -> None:
    made = await create(api)
    assert made["token"].startswith("kt_")
    assert made["apiToken"] == {
        "id": "api_token_1",
        "name": "ERP",
        "scopes": ["customers:read"],
        "expiresAt": "2026-06-13T12:00:00.000000Z",
        "revokedAt": None,
        "lastUsedAt": None,
        "employee": {"name": "Anna Aalto"},
    }
    assert await use(api, made["token"]) == Viewer(1, frozenset({"customers:read"}), "token")


async def test_only_a_digest_of_the_token_is_stored(api: Api) -> None:
    token = (await create(api))["token"]
    rows = await api.deployment.database.fetch(text("SELECT api_token::text AS row FROM api_token"))
    assert token not in rows[0].row


async def test_a_scope_ends_with_the_permission_of_the_employee(api: Api) -> None:
    token = (await create(api))["token"]
    async with api.deployment.database.writing() as session:
        await session.execute(text("UPDATE role SET permissions = '{tokens:create}'"))
    assert await use(api, token) == Viewer(1, frozenset(), "token")


async def test_a_token_ends_at_its_time(api: Api) -> None:
    token = (await create(api, days=1))["token"]
    move(api, timedelta(days=1))
    with pytest.raises(Unauthenticated, match="expired"):
        await use(api, token)


async def test_a_revoked_token_opens_nothing(api: Api) -> None:
    made = await create(api)
    revoked = (await api(REVOKE, ANNA, id=made["apiToken"]["id"]))["revokeApiToken"]
    assert revoked == {
        "apiToken": {"revokedAt": "2026-03-15T12:00:00.000000Z"},
        "userErrors": [],
    }
    with pytest.raises(Unauthenticated, match="revoked"):
        await use(api, made["token"])


async def test_making_and_revoking_a_token_is_logged_without_the_token(api: Api) -> None:
    made = await create(api)
    await api(REVOKE, ANNA, id=made["apiToken"]["id"])
    log = text("SELECT actor_id, action, new FROM change_log WHERE entity = 'ApiToken' ORDER BY id")
    rows = await api.deployment.database.fetch(log)
    assert [(row.actor_id, row.action) for row in rows] == [(1, "CREATE"), (1, "UPDATE")]
    assert "token_hash" not in rows[0].new
    assert rows[1].new == {"revoked_at": "2026-03-15T12:00:00.000000Z"}


@pytest.mark.parametrize("wrong", ["customer_1", "x", ""])
async def test_what_is_no_id_of_a_token_is_refused_where_it_stands(api: Api, wrong: str) -> None:
    answer = (await api(REVOKE, ANNA, id=wrong))["revokeApiToken"]
    assert answer["userErrors"] == [{"code": "INVALID", "path": ["input", "id"]}]


async def test_others_tokens_are_neither_seen_nor_revoked_without_the_right(api: Api) -> None:
    await save(api, employee(2))
    made = await create(api)
    other = Viewer(2, frozenset())
    assert (await api("{ apiTokens { nodes { name } } }", other))["apiTokens"]["nodes"] == []
    answer = (await api(REVOKE, other, id=made["apiToken"]["id"]))["revokeApiToken"]
    assert answer["userErrors"] == [{"code": "NOT_FOUND", "path": ["input", "id"]}]
    assert await use(api, made["token"]) is not None
    manager = Viewer(2, frozenset({"tokens:manage"}))
    assert (await api(REVOKE, manager, id=made["apiToken"]["id"]))["revokeApiToken"]["apiToken"]


@pytest.mark.parametrize(
    ("given", "code", "field"),
    [
        ({"name": " "}, "REQUIRED", "name"),
        ({"name": "x" * 201}, "TOO_LONG", "name"),
        ({"scopes": []}, "REQUIRED", "scopes"),
        ({"scopes": ["customers:write"]}, "FORBIDDEN_VALUE", "scopes"),
        ({"scopes": ["*"]}, "FORBIDDEN_VALUE", "scopes"),
        ({"days": 0}, "INVALID", "days"),
        ({"days": 3651}, "INVALID", "days"),
    ],
)
async def test_a_token_that_may_not_be_is_not_made(
    api: Api, given: dict[str, Any], code: str, field: str
) -> None:
    made = await create(api, **given)
    assert made["userErrors"] == [{"code": code, "path": ["input", field]}]
    assert made["token"] is None
    assert not await api.deployment.database.fetch(text("SELECT 1 FROM api_token"))


async def test_making_tokens_needs_a_right(api: Api) -> None:
    given = {"name": "ERP", "scopes": ["customers:read"]}
    answer = await api(CREATE, Viewer(1, frozenset({"customers:read"})), input=given)
    assert answer.errors == [("FORBIDDEN", ("createApiToken",))]
    assert not await api.deployment.database.fetch(text("SELECT 1 FROM api_token"))


async def test_use_is_noted_to_the_minute(api: Api) -> None:
    token = (await create(api))["token"]
    noted = text("SELECT last_used_at, xmin::text AS written FROM api_token")
    await use(api, token)
    first = (await api.deployment.database.fetch(noted))[0]
    move(api, timedelta(seconds=59))
    await use(api, token)
    assert (await api.deployment.database.fetch(noted))[0] == first
    move(api, timedelta(seconds=1))
    await use(api, token)
    assert (await api.deployment.database.fetch(noted))[0].last_used_at > first.last_used_at


@pytest.mark.parametrize(
    "header", ["Basic YTpi", "Bearer", "Bearer ", "kt_x", "Bearer kt_unknown", "Bearer a.b.c"]
)
async def test_a_bad_authorization_header_is_refused(api: Api, header: str) -> None:
    with pytest.raises(Unauthenticated):
        await Authentication(api.deployment).viewer({"authorization": header}, {})
