import stat
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from core.access.authentication import Authentication
from core.access.sign_in import SignedIn, sign_in
from core.context import Context
from core.deployment import Deployment
from kortisto.cli.welcome import FIRST_QUERY, SIGN_IN, welcome
from kortisto.demo import SignIns, fill
from kortisto.sign_ins import Kept, keep, recall, stored_hash, told_again
from tests.api import composed, deployment_on


@pytest.fixture
async def deployment(database_url: str) -> AsyncIterator[Deployment]:
    made = deployment_on(database_url, plugins=())
    yield made
    await made.close()


@pytest.fixture
async def sign_ins(deployment: Deployment) -> SignIns:
    return await fill(deployment, 10, lambda what, done, total: None)


async def test_what_it_says_can_be_pasted(deployment: Deployment, sign_ins: SignIns) -> None:
    told = welcome("http://127.0.0.1:8000", sign_ins)
    mutation = SIGN_IN.format(email=sign_ins.admin, password=sign_ins.password)
    assert mutation in told
    assert FIRST_QUERY in told
    context = Context(deployment, None)
    schema = composed(deployment.registry)
    signed_in = await schema.execute(mutation, context_value=context)
    assert signed_in.data is not None
    assert signed_in.data["signIn"]["userErrors"] == []
    answer = await schema.execute(FIRST_QUERY, context_value=context)
    assert answer.errors is None
    assert answer.data is not None
    assert len(answer.data["customers"]["nodes"]) == 3


async def test_both_demo_people_sign_in(deployment: Deployment, sign_ins: SignIns) -> None:
    for email in (sign_ins.admin, sign_ins.seller):
        found = await sign_in(deployment, email, sign_ins.password, "127.0.0.1")
        assert isinstance(found, SignedIn)
        cookies = {"kortisto_session": found.session_id}
        assert await Authentication(deployment).viewer({}, cookies) is not None


async def test_sign_ins_are_told_again_while_they_hold(
    deployment: Deployment, sign_ins: SignIns, tmp_path: Path
) -> None:
    file = tmp_path / "data" / "demo.json"
    assert await told_again(deployment, file) is None
    keep(file, Kept(sign_ins))
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert await told_again(deployment, file) == sign_ins
    assert recall(file) == Kept(sign_ins, await stored_hash(deployment, sign_ins))
    keep(file, Kept(sign_ins._replace(password="changed since"), "the hash of before"))
    assert await told_again(deployment, file) is None
    file.write_text("damaged")
    assert recall(file) is None


async def test_a_password_that_was_found_to_hold_is_not_tried_at_each_start(
    deployment: Deployment, sign_ins: SignIns, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "demo.json"
    keep(file, Kept(sign_ins, await stored_hash(deployment, sign_ins)))
    monkeypatch.delattr("kortisto.sign_ins.verify_password")
    assert await told_again(deployment, file) == sign_ins
