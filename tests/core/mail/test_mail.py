import asyncio
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from core.jobs import enqueue, run_worker
from core.mail.attachments import MOST_BYTES, Attachment, Unattachable
from core.mail.message import Letter, Unsendable
from core.mail.models import Email
from core.mail.sending import send_email
from tests.api import Api, MovableClock, deployment_on
from tests.core.mail.server import Mailbox
from tests.core.tools.calls import add_tool, attempt, errors, run
from tests.core.writing.calls import count, mutate
from tests.factories import customer, employee, save
from tests.kortisto.program import Program
from tests.waiting import until

OFFER = {
    "to": ["email", "owner.email"],
    "subject": "Tarjous: {{ name }}",
    "text": "Hei {{ name }},\n{% if owner.name %}terveisin {{ owner.name }}{% endif %}\n",
    "html": "<p>Hei {{ name }}</p>",
    "language": "fi",
}
EMAILS = """{ emails { nodes { id state attempts error recipients subject text html messageId
  sentAt failedAt nextAttemptAt recordId sender { id } customer { id } } } }"""
LETTER = Letter(("to@example.com",), "Hello", "Text")


MAIL = """
[mail]
host = "127.0.0.1"
port = {port}
security = "none"
sender = "crm@example.com"
"""


async def emails(api: Api) -> list[Any]:
    nodes: list[Any] = (await api(EMAILS, api.admin))["emails"]["nodes"]
    return nodes


async def drain(api: Api) -> None:
    await run_worker(api.deployment, drain=True)


async def put(api: Api, letter: Letter = LETTER, key: str = "one") -> int | None:
    async with api.deployment.database.writing() as session:
        return await send_email(session, api.deployment, letter, sender_id=None, key=key)


async def add_customers(api: Api) -> None:
    await save(api, employee(1, name="Åke Öhman", email="ake@example.com"))
    await save(api, customer(1, name="Öljy & <Kumi> Oy", email="info@oljy.example", owner_id=1))
    await save(api, customer(2, name="No address"))


async def test_a_tool_sends_an_email_from_a_template(api: Api, mailbox: Mailbox) -> None:
    await add_customers(api)
    await add_tool(api, 1, "send_email", OFFER)
    preview = await run(api, ["customer_1", "customer_2"], dry=True)
    assert await emails(api) == []
    payload = await run(api, ["customer_1", "customer_2"])
    assert payload == preview
    first, second = payload["results"]
    assert first["details"]["to"] == ["info@oljy.example", "ake@example.com"]
    assert errors(second) == [("INVALID", ["ids", "1"])]
    assert "no e-mail address" in second["userErrors"][0]["message"]
    [queued] = await emails(api)
    assert (queued["state"], queued["sentAt"], queued["recordId"]) == ("QUEUED", None, "customer_1")
    await drain(api)
    [envelope] = mailbox.arrived
    assert envelope.mail_from == "crm@example.com"
    assert envelope.rcpt_tos == ["info@oljy.example", "ake@example.com"]
    [message] = mailbox.messages
    assert message["Subject"] == "Tarjous: Öljy & <Kumi> Oy"
    assert message["From"] == "Näkymä Oy <crm@example.com>"
    assert message["Auto-Submitted"] == "auto-generated"
    plain, html = message.iter_parts()
    assert plain.get_content() == "Hei Öljy & <Kumi> Oy,\r\nterveisin Åke Öhman\r\n"
    assert html.get_content().strip() == "<p>Hei Öljy &amp; &lt;Kumi&gt; Oy</p>"
    [sent] = await emails(api)
    assert (sent["state"], sent["attempts"], sent["error"]) == ("SENT", 1, None)
    assert sent["messageId"] == message["Message-ID"]


@pytest.mark.parametrize("name", ["A\nBcc: x@example.com", "A\r\n\r\nbody", "A\x0b", "A\u2028B"])
async def test_a_value_cannot_begin_another_header(api: Api, mailbox: Mailbox, name: str) -> None:
    await save(api, customer(1, name=name, email="info@oljy.example"))
    await add_tool(api, 1, "send_email", OFFER)
    payload = await run(api, ["customer_1"])
    assert errors(payload["results"][0]) == [("INVALID", ["ids", "0"])]
    assert "line breaks" in payload["results"][0]["userErrors"][0]["message"]
    await drain(api)
    assert (await emails(api), mailbox.arrived) == ([], [])


@pytest.mark.parametrize("address", ["a@b\r\nBcc: c@d.example", "a@b, c@d.example", "a", ""])
def test_an_address_cannot_be_more_than_one(address: str) -> None:
    with pytest.raises(Unsendable):
        Letter((address,), "Subject", "Text")


async def test_files_go_with_an_email(api: Api, mailbox: Mailbox) -> None:
    files = (
        Attachment("Öljy č.pdf", "application/pdf", bytes(range(256)) * 40),
        Attachment("b.xlsx", "application/vnd.ms-excel", b""),
    )
    await put(api, Letter(("to@example.com",), "Hello", "Text", "<p>Text</p>", files))
    await drain(api)
    [message] = mailbox.messages
    found = [*message.iter_attachments()]
    assert [each.get_filename() for each in found] == ["Öljy č.pdf", "b.xlsx"]
    assert [each.get_content() for each in found] == [file.content for file in files]
    body = message.get_body(("plain",))
    assert body is not None
    assert body.get_content() == "Text\r\n"
    answer = await api("{ emails { nodes { attachments state } } }", api.admin)
    assert answer["emails"]["nodes"] == [{"attachments": ["Öljy č.pdf", "b.xlsx"], "state": "SENT"}]


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("", "a/b"),
        ("a/b", "a/b"),
        ("a\r\nb", "a/b"),
        ("x" * 201, "a/b"),
        ("a", "x"),
        ("a", "a/b\n"),
    ],
)
def test_a_file_has_a_plain_name_and_a_kind(name: str, kind: str) -> None:
    with pytest.raises(Unattachable):
        Attachment(name, kind, b"")


def test_files_of_an_email_are_bounded() -> None:
    file = Attachment("a", "text/plain", bytes(MOST_BYTES))
    Letter(("to@example.com",), "Hello", "Text", None, (file,))
    for files in ((file, Attachment("b", "text/plain", b"x")), (Attachment("a", "a/b", b""),) * 11):
        with pytest.raises(Unsendable):
            Letter(("to@example.com",), "Hello", "Text", None, files)


async def test_none_is_sent_twice_for_one_key(api: Api, mailbox: Mailbox) -> None:
    keys = await asyncio.gather(*(put(api) for _ in range(8)))
    assert len([key for key in keys if key is not None]) == 1
    await drain(api)
    assert await put(api) is None
    await drain(api)
    assert len(mailbox.arrived) == 1
    assert await put(api, key="two") is not None
    assert await count(api, Email) == 2


async def test_a_tool_may_write_once_about_each_record(api: Api, mailbox: Mailbox) -> None:
    await add_customers(api)
    await add_tool(api, 1, "send_email", OFFER | {"once": True})
    assert (await run(api, ["customer_1"]))["results"][0]["ok"]
    payload = await run(api, ["customer_1"])
    assert errors(payload["results"][0]) == [("ALREADY_SENT", ["ids", "0"])]
    await drain(api)
    assert len(mailbox.arrived) == 1


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


async def test_without_a_mail_server_nothing_is_written(database_url: str) -> None:
    deployment = deployment_on(database_url)
    api = Api(deployment)
    await add_customers(api)
    await add_tool(api, 1, "send_email", OFFER)
    payload = await run(api, ["customer_1"])
    assert "No mail server is set up" in payload["results"][0]["userErrors"][0]["message"]
    assert await emails(api) == []
    await deployment.close()


async def test_emails_are_seen_by_their_senders_and_with_their_customers(api: Api) -> None:
    await save(api, employee(2), employee(3), employee(4), customer(1, email="a@example.com"))
    await save(api, customer(2, email="b@example.com", owner_id=2))
    await add_tool(api, 1, "send_email", OFFER)
    rights = ("tools:use", "customers:read", "customers:read_all", "mail:send", "employees:read")
    await run(api, ["customer_1", "customer_2"], api.viewer(3, rights))
    for key, more, seen in ((2, (), 1), (3, (), 2), (4, (), 0), (4, ("mail:read_all",), 2)):
        viewer = api.viewer(key, ["mail:read", "customers:read", *more])
        answer = await api("{ emails { totalCount } }", viewer)
        assert answer["emails"]["totalCount"] == seen
    answer = await api("{ emails { totalCount } }", api.viewer(3, rights))
    assert [code for code, _ in answer.errors] == ["FORBIDDEN"]
    viewer = api.viewer(3, set(rights) - {"mail:send"})
    refused = await attempt(api, ["customer_1"], viewer)
    assert [code for code, _ in refused.errors] == ["FORBIDDEN"]


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"to": ["name@"]}, "'to': 'name@' is not an e-mail address"),
        ({"to": ["colour"]}, "'to': 'colour' is no value of a Customer"),
        ({"to": []}, "at least 1 item"),
        ({"subject": "{{ colour }}"}, "'subject': 'colour' is no value"),
        ({"html": "{{ name | safe }}"}, "'html': line 1: there is no filter 'safe'"),
        ({"text": "{% for x in y %}{% endfor %}"}, "'text': line 1: For is not allowed"),
        ({"language": "sv"}, "'fi', 'hr' or 'en'"),
    ],
)
async def test_a_config_that_does_not_fit_is_refused(
    api: Api, change: dict[str, Any], told: str
) -> None:
    given = {"module": "Customer", "kind": "send_email", "config": OFFER | change}
    payload = await mutate(api, "createModuleTool", given, "moduleTool { id }")
    assert any(told in e["message"] for e in payload["userErrors"]), payload
