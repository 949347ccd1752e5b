"""E-mails that tools write from templates, and who sees them."""

from typing import Any

import pytest

from tests.api import Api, deployment_on
from tests.core.mail.calls import drain, emails
from tests.core.mail.server import Mailbox
from tests.core.tools.calls import add_tool, attempt, errors, run
from tests.core.writing.calls import mutate
from tests.factories import customer, employee, save

OFFER = {
    "to": ["email", "owner.email"],
    "subject": "Tarjous: {{ name }}",
    "text": "Hei {{ name }},\n{% if owner.name %}terveisin {{ owner.name }}{% endif %}\n",
    "html": "<p>Hei {{ name }}</p>",
    "language": "fi",
}


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


async def test_a_tool_may_write_once_about_each_record(api: Api, mailbox: Mailbox) -> None:
    await add_customers(api)
    await add_tool(api, 1, "send_email", OFFER | {"once": True})
    assert (await run(api, ["customer_1"]))["results"][0]["ok"]
    payload = await run(api, ["customer_1"])
    assert errors(payload["results"][0]) == [("ALREADY_SENT", ["ids", "0"])]
    await drain(api)
    assert len(mailbox.arrived) == 1


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
