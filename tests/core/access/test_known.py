"""A viewer is read once and known from then on, until something about him changes."""

from datetime import timedelta

import pytest
from sqlalchemy import text

from core.access.authentication import Authentication
from core.access.sessions import SESSION_COOKIE, open_session
from core.access.tokens import create_token
from core.database import connect
from core.errors import Unauthenticated
from core.viewer import Viewer
from tests.api import Api, MovableClock
from tests.database import Databases
from tests.waiting import until

pytestmark = pytest.mark.usefixtures("anna")

DAY = timedelta(days=1)
END_LISTENER = """
SELECT pg_terminate_backend(pid) FROM pg_stat_activity
WHERE datname = '{name}' AND query LIKE 'LISTEN%'
"""


@pytest.fixture
def authentication(api: Api) -> Authentication:
    return Authentication(api.deployment)


@pytest.fixture
async def token(api: Api) -> str:
    async with api.deployment.database.writing() as session:
        secret, _ = await create_token(
            session,
            employee_id=1,
            name="ERP",
            scopes=["customers:read"],
            now=api.deployment.clock.now(),
            days=1,
        )
    return secret


async def seen(authentication: Authentication, token: str) -> Viewer | None:
    return await authentication.viewer({"authorization": f"Bearer {token}"}, {})


async def change(api: Api, sql: str) -> None:
    """Change the database as another process does."""
    url = api.deployment.database.engine.url.render_as_string(hide_password=False)
    other = connect(url, pool_size=1)
    async with other.engine.begin() as connection:
        await connection.execute(text(sql))
    await other.close()


async def is_refused(authentication: Authentication, token: str) -> bool:
    try:
        return await seen(authentication, token) is None
    except Unauthenticated:
        return True


async def test_a_known_viewer_costs_no_statement(
    api: Api, authentication: Authentication, token: str
) -> None:
    first = [await seen(authentication, token) for _ in range(2)]
    with api.statements() as statements:
        assert [await seen(authentication, token)] == first[:1]
    assert statements == []


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE api_token SET revoked_at = now()",
        "DELETE FROM api_token",
        "UPDATE employee SET active = false",
        "UPDATE employee SET archived_at = now()",
    ],
)
async def test_what_another_process_changes_is_heard_of(
    api: Api, authentication: Authentication, token: str, sql: str
) -> None:
    await seen(authentication, token)
    assert await seen(authentication, token)
    await change(api, sql)
    await until(lambda: is_refused(authentication, token))


@pytest.mark.parametrize("sql", ["DELETE FROM employee_role", "UPDATE role SET permissions = '{}'"])
async def test_rights_taken_away_by_another_process_are_gone(
    api: Api, authentication: Authentication, token: str, sql: str
) -> None:
    await seen(authentication, token)
    assert await seen(authentication, token) == Viewer(1, frozenset({"customers:read"}), "token")
    await change(api, sql)

    async def has_none() -> bool:
        return await seen(authentication, token) == Viewer(1, frozenset(), "token")

    await until(has_none)


async def test_what_this_process_writes_holds_for_the_next_request(
    api: Api, authentication: Authentication, token: str
) -> None:
    await seen(authentication, token)
    assert await seen(authentication, token)
    async with api.deployment.database.writing() as session:
        await session.execute(text("UPDATE api_token SET revoked_at = now()"))
    with pytest.raises(Unauthenticated):
        await seen(authentication, token)


async def test_a_credential_ends_although_its_viewer_is_known(
    api: Api, authentication: Authentication, token: str
) -> None:
    await seen(authentication, token)
    assert await seen(authentication, token)
    assert isinstance(api.deployment.clock, MovableClock)
    api.deployment.clock.instant += DAY
    with pytest.raises(Unauthenticated):
        await seen(authentication, token)


async def test_a_known_token_is_no_cookie_and_a_known_cookie_no_token(
    api: Api, authentication: Authentication, token: str
) -> None:
    async with api.deployment.database.writing() as session:
        cookie = await open_session(session, 1, api.deployment.clock.now(), DAY)
    for _ in range(2):
        assert await seen(authentication, token)
        assert await authentication.viewer({}, {SESSION_COOKIE: cookie})
    assert await authentication.viewer({}, {SESSION_COOKIE: token}) is None
    with pytest.raises(Unauthenticated):
        await seen(authentication, cookie)


async def test_nobody_is_known_while_notifications_cannot_be_heard(
    api: Api, authentication: Authentication, token: str, databases: Databases
) -> None:
    await seen(authentication, token)
    assert await seen(authentication, token)
    database = api.deployment.database
    databases.execute(END_LISTENER.format(name=database.engine.url.database))

    async def is_deaf() -> bool:
        return not database.signals.are_heard

    await until(is_deaf)
    with api.statements() as statements:
        assert await seen(authentication, token)
    assert len(statements) == 1
