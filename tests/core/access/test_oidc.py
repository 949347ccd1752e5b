from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import pytest
from joserfc.jwk import OctKey
from structlog.testing import capture_logs

from core.access.authentication import Authentication
from core.deployment import Deployment
from core.errors import Unauthenticated
from core.settings.oidc import OIDCSettings
from core.viewer import Viewer
from tests.api import MovableClock, deployment_on
from tests.core.access.issuer import TestIssuer, new_key, serving


@pytest.fixture
async def issuer() -> AsyncIterator[TestIssuer]:
    async with serving(TestIssuer()) as issuer:
        yield issuer


@pytest.fixture
async def deployment(issuer: TestIssuer, database_url: str, anna: int) -> AsyncIterator[Deployment]:
    made = deployment_on(
        database_url, oidc=OIDCSettings(issuer=issuer.address, audience="kortisto")
    )
    yield made
    await made.close()


@pytest.fixture
def authentication(deployment: Deployment) -> Authentication:
    return Authentication(deployment)


def clock(deployment: Deployment) -> MovableClock:
    assert isinstance(deployment.clock, MovableClock)
    return deployment.clock


async def come(authentication: Authentication, token: str) -> Viewer | None:
    return await authentication.viewer({"authorization": f"Bearer {token}"}, {})


async def test_a_token_of_the_issuer_lets_the_employee_in(
    authentication: Authentication, issuer: TestIssuer, deployment: Deployment
) -> None:
    token = issuer.token(deployment.clock.now())
    permissions = frozenset({"customers:read", "tokens:create"})
    assert await come(authentication, token) == Viewer(1, permissions, "jwt")


@pytest.mark.parametrize(
    ("claims", "reason"),
    [
        ({"iss": "https://elsewhere.example.com"}, "invalid_claim"),
        ({"iss": None}, "missing_claim"),
        ({"aud": "another"}, "invalid_claim"),
        ({"aud": None}, "missing_claim"),
        ({"exp": 1}, "expired_token"),
        ({"exp": None}, "missing_claim"),
        ({"nbf": 4_000_000_000}, "invalid_token|invalid_claim"),
        ({"email": None}, "no verified e-mail"),
        ({"email_verified": False}, "no verified e-mail"),
        ({"email": "nobody@example.com"}, "nobody who may sign in"),
    ],
)
async def test_a_token_with_wrong_claims_is_refused(
    authentication: Authentication,
    issuer: TestIssuer,
    deployment: Deployment,
    claims: dict[str, Any],
    reason: str,
) -> None:
    with pytest.raises(Unauthenticated, match=reason):
        await come(authentication, issuer.token(deployment.clock.now(), **claims))


async def test_one_of_several_audiences_is_enough(
    authentication: Authentication, issuer: TestIssuer, deployment: Deployment
) -> None:
    token = issuer.token(deployment.clock.now(), aud=["other", "kortisto"])
    assert await come(authentication, token) is not None


async def test_a_signature_by_anyone_else_is_refused(
    authentication: Authentication, issuer: TestIssuer, deployment: Deployment
) -> None:
    forged = issuer.token(deployment.clock.now(), key=new_key("first"))
    with pytest.raises(Unauthenticated, match="bad_signature"):
        await come(authentication, forged)


async def test_only_the_listed_algorithms_are_accepted(
    authentication: Authentication, issuer: TestIssuer, deployment: Deployment
) -> None:
    secret = OctKey.generate_key(256, {"kid": "first"})
    symmetric = issuer.token(deployment.clock.now(), key=secret)
    unsigned = "eyJhbGciOiJub25lIn0.e30."
    for token in (symmetric, unsigned):
        with pytest.raises(Unauthenticated, match="not accepted"):
            await come(authentication, token)


@pytest.mark.parametrize(
    "token",
    [
        "a.b.c",
        "..",
        "é.é.é",
        "eyJhbGciOiJFUzI1NiIsImtpZCI6ImZpcnN0IiwiY3JpdCI6N30.e30.",  # {"crit": 7}
        "eyJhbGciOlsiRVMyNTYiXSwia2lkIjoiZmlyc3QifQ.e30.",  # {"alg": ["ES256"]}
        "eyJhbGciOiJFUzI1NiIsImtpZCI6N30.e30.",  # {"kid": 7}
    ],
)
async def test_a_damaged_token_is_refused(authentication: Authentication, token: str) -> None:
    with pytest.raises(Unauthenticated, match="not accepted"):
        await come(authentication, token)


async def test_keys_are_kept_for_an_hour(
    authentication: Authentication, issuer: TestIssuer, deployment: Deployment
) -> None:
    for minutes, fetched in ((0, 1), (59, 1), (1, 2)):
        clock(deployment).instant += timedelta(minutes=minutes)
        await come(authentication, issuer.token(deployment.clock.now()))
        assert issuer.fetched == fetched


async def test_a_new_key_is_fetched_as_soon_as_it_is_used_but_once_a_minute(
    authentication: Authentication, issuer: TestIssuer, deployment: Deployment
) -> None:
    await come(authentication, issuer.token(deployment.clock.now()))
    issuer.keys.append(new_key("second"))
    with pytest.raises(Unauthenticated, match="not accepted"):
        await come(authentication, issuer.token(deployment.clock.now()))
    assert issuer.fetched == 1
    clock(deployment).instant += timedelta(minutes=1)
    assert await come(authentication, issuer.token(deployment.clock.now())) is not None
    assert issuer.fetched == 2


async def test_the_keys_known_are_used_while_the_issuer_is_down(
    authentication: Authentication, issuer: TestIssuer, deployment: Deployment
) -> None:
    await come(authentication, issuer.token(deployment.clock.now()))
    issuer.broken = True
    clock(deployment).instant += timedelta(hours=2)
    with capture_logs() as logs:
        assert await come(authentication, issuer.token(deployment.clock.now())) is not None
    assert [line["event"] for line in logs] == ["keys of the issuer cannot be read"]


async def test_without_keys_nobody_is_let_in(
    authentication: Authentication, issuer: TestIssuer, deployment: Deployment
) -> None:
    issuer.broken = True
    with pytest.raises(Unauthenticated):
        await come(authentication, issuer.token(deployment.clock.now()))


@pytest.mark.parametrize("url", ["http://issuer.example.com", "issuer", "ftp://127.0.0.1"])
def test_keys_are_not_fetched_in_the_clear(url: str) -> None:
    with pytest.raises(ValueError, match="https://"):
        OIDCSettings(issuer=url, audience="kortisto")
