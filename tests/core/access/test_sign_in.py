from datetime import timedelta

import pytest
from sqlalchemy import text, update
from structlog.testing import capture_logs

from core.access.authentication import Authentication
from core.access.sessions import SESSION_COOKIE
from core.access.throttle import neighbourhood, wait_after
from core.employees.models import Employee, Role
from core.viewer import Viewer
from tests.api import Answer, Api, MovableClock
from tests.core.access.conftest import PASSWORD
from tests.core.access.http import Browser
from tests.factories import employee, save

SIGN_IN = """
mutation ($email: String!, $password: String!) {
  signIn(input: {email: $email, password: $password}) {
    viewer { via permissions roles employee { name } }
    userErrors { code message path }
  }
}
"""


async def sign_in(
    browser: Browser, email: str = "anna@example.com", password: str = PASSWORD
) -> Answer:
    return await browser(SIGN_IN, email=email, password=password)


async def refused(
    browser: Browser, email: str = "anna@example.com", password: str | None = None
) -> str:
    payload = (await sign_in(browser, email, password or "wrong"))["signIn"]
    assert payload["viewer"] is None
    assert browser.set_cookie == ""
    return str(payload["userErrors"][0]["code"])


async def returning(browser: Browser) -> Viewer | None:
    cookies = {SESSION_COOKIE: browser.cookie} if browser.cookie else {}
    return await Authentication(browser.api.deployment).viewer({}, cookies)


def clock(api: Api) -> MovableClock:
    assert isinstance(api.deployment.clock, MovableClock)
    return api.deployment.clock


@pytest.mark.usefixtures("anna")
async def test_who_signs_in_sees_himself_and_comes_back_with_the_cookie(browser: Browser) -> None:
    payload = (await sign_in(browser, " Anna@Example.com "))["signIn"]
    assert payload == {
        "viewer": {
            "via": "session",
            "permissions": ["customers:read", "tokens:create"],
            "roles": ["Seller"],
            "employee": {"name": "Anna Aalto"},
        },
        "userErrors": [],
    }
    assert await returning(browser) == Viewer(
        1, frozenset({"customers:read", "tokens:create"}), "session"
    )


@pytest.mark.usefixtures("anna")
async def test_the_cookie_is_out_of_reach_of_scripts_and_other_sites(api: Api) -> None:
    plain, secure = Browser(api), Browser(api, https=True)
    await sign_in(plain)
    await sign_in(secure)
    attributes = "HttpOnly; Max-Age=43200; Path=/; SameSite=Lax"
    assert plain.set_cookie == f"{SESSION_COOKIE}={plain.cookie}; {attributes}"
    assert secure.set_cookie == f"{SESSION_COOKIE}={secure.cookie}; {attributes}; Secure"


@pytest.mark.usefixtures("anna")
async def test_only_a_digest_of_the_session_is_stored(api: Api, browser: Browser) -> None:
    await sign_in(browser)
    rows = await api.deployment.database.fetch(text("SELECT id_hash FROM sign_in_session"))
    assert len(rows[0].id_hash) == 32
    assert rows[0].id_hash != (browser.cookie or "").encode()


@pytest.mark.usefixtures("anna")
async def test_wrong_password_and_unknown_email_look_the_same(browser: Browser) -> None:
    wrong = await sign_in(browser, password="wrong password")
    unknown = await sign_in(browser, email="nobody@example.com")
    assert wrong.data == unknown.data
    assert wrong["signIn"]["userErrors"][0]["code"] == "INVALID_CREDENTIALS"


async def test_one_who_may_not_come_in_looks_the_same(
    api: Api, browser: Browser, password_hash: str
) -> None:
    now = api.deployment.clock.now()
    await save(
        api,
        employee(1, email="none@example.com"),
        employee(2, email="idle@example.com", password_hash=password_hash, active=False),
        employee(3, email="gone@example.com", password_hash=password_hash, archived_at=now),
    )
    for email in ("none@example.com", "idle@example.com", "gone@example.com"):
        assert await refused(browser, email, PASSWORD) == "INVALID_CREDENTIALS"


@pytest.mark.usefixtures("anna")
async def test_a_session_ends_after_its_hours(api: Api, browser: Browser) -> None:
    await sign_in(browser)
    clock(api).instant += timedelta(hours=12)
    assert await returning(browser) is None


@pytest.mark.usefixtures("anna")
async def test_signing_out_ends_the_session(browser: Browser) -> None:
    await sign_in(browser)
    before = browser.cookie
    answer = await browser("mutation { signOut { userErrors { code } } }")
    assert answer["signOut"] == {"userErrors": []}
    assert "Max-Age=0" in browser.set_cookie
    browser.cookie = before
    assert await returning(browser) is None


@pytest.mark.usefixtures("anna")
async def test_signing_in_again_ends_the_session_before(browser: Browser) -> None:
    await sign_in(browser)
    before = browser.cookie
    await sign_in(browser)
    after, browser.cookie = browser.cookie, before
    assert await returning(browser) is None
    browser.cookie = after
    assert await returning(browser) is not None


@pytest.mark.usefixtures("anna")
@pytest.mark.parametrize(
    "lost", [{"active": False}, {"archived_at": text("now()")}], ids=["inactive", "archived"]
)
async def test_a_session_ends_with_the_employee(
    api: Api, browser: Browser, lost: dict[str, object]
) -> None:
    await sign_in(browser)
    async with api.deployment.database.writing() as session:
        await session.execute(update(Employee).values(**lost))
    assert await returning(browser) is None


@pytest.mark.usefixtures("anna")
async def test_permissions_follow_the_roles_at_once(api: Api, browser: Browser) -> None:
    await sign_in(browser)
    async with api.deployment.database.writing() as session:
        await session.execute(update(Role).values(archived_at=text("now()")))
    viewer = await returning(browser)
    assert viewer is not None
    assert viewer.permissions == frozenset()


@pytest.mark.usefixtures("anna")
async def test_a_star_in_a_role_stands_for_every_permission(api: Api, browser: Browser) -> None:
    async with api.deployment.database.writing() as session:
        await session.execute(update(Role).values(permissions=["*"]))
    await sign_in(browser)
    viewer = await returning(browser)
    assert viewer is not None
    assert viewer.permissions == frozenset(api.deployment.registry.permissions)


@pytest.mark.usefixtures("anna")
async def test_an_account_waits_after_five_failures(api: Api, browser: Browser) -> None:
    with capture_logs() as logs:
        assert [await refused(browser) for _ in range(5)] == ["INVALID_CREDENTIALS"] * 5
        assert await refused(browser, password=PASSWORD) == "TOO_MANY_ATTEMPTS"
    assert [line["event"] for line in logs] == [*["sign-in failed"] * 5, "sign-in slowed down"]
    assert PASSWORD not in str(logs)
    clock(api).instant += timedelta(seconds=1)
    assert await refused(browser) == "INVALID_CREDENTIALS"
    clock(api).instant += timedelta(seconds=1)
    assert await refused(browser) == "TOO_MANY_ATTEMPTS"
    clock(api).instant += timedelta(seconds=1)
    assert (await sign_in(browser))["signIn"]["viewer"]


@pytest.mark.usefixtures("anna")
async def test_a_success_frees_the_account(api: Api, browser: Browser) -> None:
    for _ in range(4):
        await refused(browser)
    clock(api).instant += timedelta(seconds=1)
    assert (await sign_in(browser))["signIn"]["viewer"]
    clock(api).instant += timedelta(seconds=1)
    browser.set_cookie = ""
    assert [await refused(browser) for _ in range(5)] == ["INVALID_CREDENTIALS"] * 5


async def test_an_address_waits_after_fifty_failures(api: Api, anna: int) -> None:
    now = api.deployment.clock.now()
    failed = text(
        "INSERT INTO sign_in_attempt (at, email, address, succeeded) "
        "SELECT :now, 'x' || n, '192.0.2.1', false FROM generate_series(1, 50) n"
    )
    async with api.deployment.database.writing() as session:
        await session.execute(failed, {"now": now})
    assert await refused(Browser(api), password=PASSWORD) == "TOO_MANY_ATTEMPTS"
    assert (await sign_in(Browser(api, "192.0.2.2")))["signIn"]["viewer"]


def test_waits_double_up_to_a_quarter_of_an_hour() -> None:
    waits = [wait_after(excess).total_seconds() for excess in (0, 1, 2, 9, 10, 1000)]
    assert waits == [1, 2, 4, 512, 900, 900]


@pytest.mark.parametrize(
    ("address", "counted_as"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::"),
        ("testclient", ""),
        ("", ""),
    ],
)
def test_addresses_are_counted_by_who_holds_them(address: str, counted_as: str) -> None:
    assert neighbourhood(address) == counted_as


async def test_nobody_is_signed_in_without_credentials(api: Api) -> None:
    assert (await api("{ viewer { via } }"))["viewer"] is None


async def test_a_stale_cookie_is_as_good_as_none(api: Api) -> None:
    cookies = {SESSION_COOKIE: "made up"}
    assert await Authentication(api.deployment).viewer({}, cookies) is None
