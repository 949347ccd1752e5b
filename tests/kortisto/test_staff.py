import asyncio
import io
from collections.abc import Callable

import pytest

from core.access.authentication import Authentication
from core.access.sign_in import SignedIn, sign_in
from tests.api import deployment_on
from tests.kortisto.program import Done, Shell

Create = Callable[..., Done]

PASSWORD = "a long password"


@pytest.fixture
def create(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> Create:
    """Makes employees from the command line."""

    def run(email: str, *arguments: str, password: str = PASSWORD) -> Done:
        monkeypatch.setattr("sys.stdin", io.StringIO(f"{password}\n"))
        names = ("--first-name", "Maja", "--last-name", "Čović")
        return shell.run("employee", "create", email, *names, *arguments)

    return run


async def permissions_of(database_url: str, token: str) -> frozenset[str]:
    deployment = deployment_on(database_url)
    try:
        headers = {"authorization": f"Bearer {token}"}
        viewer = await Authentication(deployment).viewer(headers, {})
        assert viewer is not None
        return viewer.permissions
    finally:
        await deployment.close()


async def signs_in(database_url: str, email: str, password: str) -> bool:
    deployment = deployment_on(database_url)
    try:
        return isinstance(await sign_in(deployment, email, password, "127.0.0.1"), SignedIn)
    finally:
        await deployment.close()


def test_an_employee_signs_in_with_the_password_he_was_given(
    create: Create, database_url: str
) -> None:
    done = create("Maja@Example.com", "--admin")
    assert (done.returncode, done.stdout) == (0, "employee_1\n")
    assert asyncio.run(signs_in(database_url, "maja@example.com", PASSWORD))
    assert not asyncio.run(signs_in(database_url, "maja@example.com", "a wrong password"))


def test_without_a_password_nobody_signs_in(create: Create, database_url: str) -> None:
    assert create("maja@example.com", password="").returncode == 0
    assert not asyncio.run(signs_in(database_url, "maja@example.com", ""))


@pytest.mark.parametrize(
    ("email", "arguments", "password", "message"),
    [
        ("maja", [], PASSWORD, "'maja' is not an e-mail address"),
        ("first@example.com", [], PASSWORD, "already"),
        ("maja@example.com", ["--role", "Boss"], PASSWORD, "no role 'Boss'"),
        ("maja@example.com", [], "short", "10 to 200 characters"),
    ],
)
def test_an_employee_who_cannot_be_made_is_refused(
    create: Create, email: str, arguments: list[str], password: str, message: str
) -> None:
    create("first@example.com")
    done = create(email, *arguments, password=password)
    assert (done.returncode, done.stdout) == (1, "")
    assert message in done.stderr


def test_a_token_stands_alone_on_standard_output_and_allows_its_scopes(
    create: Create, shell: Shell, database_url: str
) -> None:
    create("maja@example.com", "--admin")
    scopes = ("--scope", "customers:read", "--scope", "employees:read")
    done = shell.run("token", "create", "--employee", "maja@example.com", *scopes)
    token = done.stdout.removesuffix("\n")
    assert (done.returncode, done.stderr, token.split()) == (0, "", [token])
    held = asyncio.run(permissions_of(database_url, token))
    assert held == {"customers:read", "employees:read"}


@pytest.mark.parametrize(
    ("employee", "scope", "code", "message"),
    [
        ("employee_1", "nothing:do", 1, "does not hold nothing:do"),
        ("employee_99", "customers:read", 1, "'employee_99' is no employee"),
        ("nobody@example.com", "customers:read", 1, "'nobody@example.com' is no employee"),
        ("customer_1", "customers:read", 1, "one of employee is expected"),
    ],
)
def test_a_token_that_cannot_be_made_is_refused(
    create: Create, shell: Shell, employee: str, scope: str, code: int, message: str
) -> None:
    create("maja@example.com", "--admin")
    done = shell.run("token", "create", "--employee", employee, "--scope", scope)
    assert (done.returncode, done.stdout) == (code, "")
    assert message in done.stderr


def test_a_token_needs_a_scope(shell: Shell) -> None:
    done = shell.run("token", "create", "--employee", "employee_1")
    assert done.returncode == 2
    assert "--scope" in done.stderr
