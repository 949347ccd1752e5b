"""E-mails on their way: once, again after what may pass, and given up."""

import asyncio
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from core.jobs import enqueue, run_worker
from core.mail.message import Letter
from core.mail.models import Email
from tests.api import Api, MovableClock, deployment_on
from tests.core.mail.calls import drain, emails, put
from tests.core.mail.server import Mailbox
from tests.core.writing.calls import count
from tests.kortisto.program import Program
from tests.waiting import until

MAIL = """
[mail]
host = "127.0.0.1"
port = {port}
security = "none"
sender = "crm@example.com"
"""


async def test_none_is_sent_twice_for_one_key(api: Api, mailbox: Mailbox) -> None:
    keys = await asyncio.gather(*(put(api) for _ in range(8)))
    assert len([key for key in keys if key is not None]) == 1
    await drain(api)
    assert await put(api) is None
    await drain(api)
    assert len(mailbox.arrived) == 1
    assert await put(api, key="two") is not None
    assert await count(api, Email) == 2


async def test_it_is_tried_again_after_what_may_pass(api: Api, mailbox: Mailbox) -> None:
    mailbox.replies = ["451 later", "421 busy"]
    await put(api)
    await drain(api)
    [sent] = await emails(api)
    assert (sent["state"], sent["attempts"], sent["error"]) == ("SENT", 3, None)
    assert (len(mailbox.arrived), mailbox.asked) == (1, 3)


async def test_it_is_given_up_after_some_attempts(api: Api, mailbox: Mailbox) -> None:
    mailbox.replies = ["451 later"] * 5
    await put(api)
    await drain(api)
    [failed] = await emails(api)
    assert (failed["state"], failed["attempts"]) == ("FAILED", 3)
    assert "Given up after 3 attempts" in failed["error"]
    assert "451" in failed["error"]
    assert mailbox.asked == 3


@pytest.mark.parametrize("reply", ["550 no such user", "554 spam"])
async def test_what_will_not_pass_is_tried_once(api: Api, mailbox: Mailbox, reply: str) -> None:
    mailbox.replies = [reply] * 3
    await put(api)
    await drain(api)
    [failed] = await emails(api)
    assert (failed["state"], failed["attempts"]) == ("FAILED", 1)
    assert reply[:3] in failed["error"]
    assert mailbox.asked == 1


async def test_recipients_that_are_refused_are_told(api: Api, mailbox: Mailbox) -> None:
    mailbox.refused = frozenset({"gone@example.com"})
    await put(api, Letter(("gone@example.com", "to@example.com"), "Hello", "Text"))
    await put(api, Letter(("gone@example.com",), "Hello", "Text"), key="two")
    await drain(api)
    alone, both = await emails(api)
    assert (both["state"], both["error"]) == ("SENT", "Not taken for gone@example.com.")
    assert alone["state"] == "FAILED"
    assert "gone@example.com: 550" in alone["error"]


async def test_a_server_that_is_not_there_is_waited_for(api: Api, mailbox: Mailbox) -> None:
    deployment = api.deployment
    settings = deployment.settings.mail
    assert settings is not None
    mail = settings.model_dump() | {"retry_seconds": 0.2, "attempts": 20}
    url = deployment.database.engine.url.render_as_string(hide_password=False)
    silent = deployment_on(url, mail=mail | {"port": 1})
    await put(api)
    stop = asyncio.Event()
    worker = asyncio.create_task(run_worker(silent, stop))

    async def tried() -> bool:
        [email] = await emails(api)
        return bool(email["attempts"] and email["nextAttemptAt"])

    await until(tried)
    stop.set()
    await worker
    await silent.close()
    [email] = await emails(api)
    assert email["state"] == "QUEUED"
    assert "was not reached" in email["error"]
    await drain(api)
    assert len(mailbox.arrived) == 1


async def test_a_worker_that_died_while_sending_leaves_a_reason_and_no_second_one(
    api: Api, mailbox: Mailbox, tmp_path: Path
) -> None:
    (tmp_path / "kortisto.toml").write_text(MAIL.format(port=mailbox.port), "utf-8")
    url = api.deployment.database.engine.url.render_as_string(hide_password=False)
    mailbox.held = asyncio.Event()
    await put(api)

    async def is_asked() -> bool:
        return mailbox.asked == 1

    with Program(tmp_path, url).fork("worker") as process:
        await until(is_asked, 300)
        process.kill()
    [email] = await emails(api)
    assert (email["state"], email["attempts"]) == ("QUEUED", 1)
    clock = api.deployment.clock
    assert isinstance(clock, MovableClock)
    clock.instant = datetime.now(UTC) + timedelta(hours=1)
    async with api.deployment.database.writing() as session:
        await enqueue(session, "mail.send", {"id": int(email["id"].rpartition("_")[2])})
    await drain(api)
    [email] = await emails(api)
    assert email["state"] == "FAILED"
    assert "whether it arrived is not known" in email["error"]
    assert mailbox.asked == 1
    mailbox.held.set()
