"""Sending comparisons: each recipient gets his own, once, whatever happens to workers."""

import asyncio
from pathlib import Path
from typing import Any

from sqlalchemy import select, text

from core.customers.models import Customer
from core.employees.models import Employee, EmployeeRole
from core.jobs import run_worker
from core.mail.models import Email
from plugins.pupesoft_tools.annual_contracts.models import ContractLetter, ContractMailing
from tests.api import Api, deployment_on
from tests.core.mail.server import Mailbox
from tests.core.writing.calls import count
from tests.factories import role, save
from tests.kortisto.program import Program
from tests.plugins.pupesoft_tools.address_labels.paper import text_of
from tests.plugins.pupesoft_tools.annual_contracts.test_report import RIGHTS, YEAR, add_sales
from tests.readme import ROOT, example
from tests.waiting import until
from tests.world import change

SENDING = (*RIGHTS, "annual_contracts:send")
MAIL = """
    mutation ($input: MailAnnualContractsInput!) {
        mailAnnualContracts(input: $input) {
            mailingId fingerprint userErrors { code message path }
            recipients { customerIds employeeId address language state }
        }
    }
"""
MEMOS = "{ memos { nodes { kind customer { id } } } }"
MAILINGS = """{ annualContractMailings { nodes { recipients finishedAt
    letters { nodes { state address error customer { id } employee { id } } } } } }"""


async def add_people(api: Api) -> None:
    """Zeta reads Croatian, Small English, Lost has no address; 2 may send."""
    await add_sales(api)
    await change(api, Customer, 1, email="zeta@example.com", language="hr")
    await change(api, Customer, 3, email="small@example.com", language="en")
    await change(api, Employee, 2, email="seller@example.com", locale="fi")
    await save(api, role(2, *SENDING, "employees:read"))
    await save(api, EmployeeRole(employee_id=2, role_id=2))


async def mailed(api: Api, /, **given: object) -> Any:
    viewer = api.viewer(2, SENDING)
    answer = await api(
        MAIL, viewer, input={**YEAR, "filter": {}, "recipients": "CUSTOMERS", **given}
    )
    return answer["mailAnnualContracts"]


async def sent(api: Api, /, **given: object) -> Any:
    """What is sent after a dry run, and who would get it."""
    preview = await mailed(api, **given, dryRun=True)
    assert (preview["mailingId"], preview["userErrors"]) == (None, [])
    payload = await mailed(api, **given, fingerprint=preview["fingerprint"])
    assert payload["recipients"] == preview["recipients"]
    return payload


async def drain(api: Api) -> None:
    await run_worker(api.deployment, drain=True)


async def letters(api: Api) -> list[Any]:
    """The letters of the latest mailing."""
    answer = await api(MAILINGS, api.viewer(2, (*SENDING, "employees:read")))
    [latest, *_] = answer["annualContractMailings"]["nodes"]
    found: list[Any] = latest["letters"]["nodes"]
    return found


async def test_customers_get_their_own_in_their_language_and_once(
    mailing: Api, mailbox: Mailbox
) -> None:
    await add_people(mailing)
    payload = await sent(mailing)
    assert payload["userErrors"] == []
    told = {
        (r["customerIds"][0], r["address"], r["language"], r["state"])
        for r in payload["recipients"]
    }
    assert told == {
        ("customer_1", "zeta@example.com", "hr", "NEW"),
        ("customer_2", None, "fi", "NO_ADDRESS"),
        ("customer_3", "small@example.com", "en", "NEW"),
    }
    assert {each["state"] for each in await letters(mailing)} == {"QUEUED"}
    await drain(mailing)
    assert {each["state"] for each in await letters(mailing)} == {"SENT"}
    found = {str(m["To"]): m for m in mailbox.messages}
    assert found.keys() == {"zeta@example.com", "small@example.com"}
    zeta = found["zeta@example.com"]
    assert zeta["Subject"].startswith("Izvještaj po godišnjem ugovoru 1. ožu 2024.")
    [file] = zeta.iter_attachments()
    assert file.get_filename() == "Pregled kupnje 1.pdf"
    [page] = text_of(file.get_content())
    assert "Zeta Oy" in page
    assert "120,00" in page
    assert "Small" not in page
    memos = (await mailing(MEMOS, mailing.admin))["memos"]["nodes"]
    assert sorted((m["kind"], m["customer"]["id"]) for m in memos) == [
        ("ANNUAL_REPORT", "customer_1"),
        ("ANNUAL_REPORT", "customer_3"),
    ]
    again = await mailed(mailing, dryRun=True)
    assert {r["state"] for r in again["recipients"]} == {"ALREADY_SENT", "NO_ADDRESS"}
    second = await mailed(mailing, fingerprint=again["fingerprint"])
    assert [e["code"] for e in second["userErrors"]] == ["ALREADY_SENT"]
    await change(mailing, Customer, 2, email="lost@example.com")
    third = await sent(mailing)
    assert third["mailingId"] is not None
    await drain(mailing)
    assert sorted(e.rcpt_tos[0] for e in mailbox.arrived) == [
        "lost@example.com",
        "small@example.com",
        "zeta@example.com",
    ]


async def test_account_managers_and_oneself_get_a_file_of_all(
    mailing: Api, mailbox: Mailbox
) -> None:
    await add_people(mailing)
    payload = await sent(mailing, recipients="ACCOUNT_MANAGERS", format="EXCEL")
    [manager] = payload["recipients"]
    assert manager["employeeId"] == "employee_2"
    assert sorted(manager["customerIds"]) == ["customer_1", "customer_2", "customer_3"]
    repeated = await mailed(mailing, recipients="ACCOUNT_MANAGERS", dryRun=True)
    assert [r["state"] for r in repeated["recipients"]] == ["ALREADY_SENT"]
    for _ in range(2):
        assert (await mailed(mailing, recipients="ONESELF"))["userErrors"] == []
    await drain(mailing)
    assert [e.rcpt_tos for e in mailbox.arrived] == [["seller@example.com"]] * 3
    names = [next(iter(m.iter_attachments())).get_filename() for m in mailbox.messages]
    assert sorted(map(str, names)) == ["Ostoseuranta.pdf", "Ostoseuranta.pdf", "Ostoseuranta.xlsx"]


async def test_nothing_is_sent_that_was_not_previewed(mailing: Api, mailbox: Mailbox) -> None:
    await add_people(mailing)
    assert await refused(mailing) == ("REQUIRED", ["input", "fingerprint"])
    preview = await mailed(mailing, dryRun=True)
    others: tuple[dict[str, str], ...] = (
        {"to": "2024-12-31"},
        {"format": "EXCEL"},
        {"threshold": "0.01"},
        {"recipients": "ACCOUNT_MANAGERS"},
    )
    for given in others:
        found = await refused(mailing, fingerprint=preview["fingerprint"], **given)
        assert found == ("CONFLICT", ["input", "fingerprint"])
    await change(mailing, Customer, 1, email="other@example.com")
    found = await refused(mailing, fingerprint=preview["fingerprint"])
    assert found == ("CONFLICT", ["input", "fingerprint"])
    assert await refused(mailing, to="2024-01-01") == ("INVALID", ["input", "to"])
    assert await refused(mailing, threshold="99999") == ("NOT_FOUND", ["input", "filter"])
    everything = {**YEAR, "filter": {}, "recipients": "CUSTOMERS"}
    for right in SENDING:
        viewer = mailing.viewer(2, set(SENDING) - {right})
        assert [c for c, _ in (await mailing(MAIL, viewer, input=everything)).errors] == [
            "FORBIDDEN"
        ]
    for model in (ContractMailing, ContractLetter, Email):
        assert await count(mailing, model) == 0
    await drain(mailing)
    assert mailbox.arrived == []


async def refused(api: Api, /, **given: object) -> tuple[str, list[str]]:
    payload = await mailed(api, **given)
    [error] = payload["userErrors"]
    assert payload["mailingId"] is None
    return error["code"], error["path"]


async def test_what_the_sender_no_longer_sees_is_given_up_and_can_be_sent_again(
    mailing: Api, mailbox: Mailbox
) -> None:
    await add_people(mailing)
    await sent(mailing)
    await change(mailing, Customer, 1, owner_id=3)
    await drain(mailing)
    assert [e.rcpt_tos for e in mailbox.arrived] == [["small@example.com"]]
    states = {e["address"]: (e["state"], e["error"] is None) for e in await letters(mailing)}
    assert states["zeta@example.com"] == ("FAILED", False)
    await change(mailing, Customer, 1, owner_id=2)
    payload = await sent(mailing)
    assert payload["mailingId"] is not None
    await drain(mailing)
    assert [e.rcpt_tos for e in mailbox.arrived][1:] == [["zeta@example.com"]]
    viewer = mailing.viewer(3, SENDING)
    assert (await mailing(MAILINGS, viewer))["annualContractMailings"]["nodes"] == []


async def test_without_a_mail_server_nothing_is_begun(api: Api) -> None:
    await add_people(api)
    assert await refused(api, dryRun=True) == ("UNSENDABLE", ["input", "recipients"])
    assert await count(api, ContractMailing) == 0


async def test_what_is_documented_can_be_asked(mailing: Api) -> None:
    await add_sales(mailing)
    file = ROOT / "docs" / "annual-contracts.md"
    assert (await mailing(example("report", file), mailing.admin))["annualContracts"] == []
    payload = (await mailing(example("mail", file), mailing.admin))["mailAnnualContracts"]
    assert [(e["code"], e["path"]) for e in payload["userErrors"]] == [
        ("NOT_FOUND", ["input", "filter"])
    ]


PROGRAM = """
[plugins]
enabled = ["finance", "pupesoft_tools"]

[mail]
host = "127.0.0.1"
port = {port}
security = "none"
sender = "crm@example.com"
"""


async def test_a_worker_that_is_killed_leaves_the_rest_to_another(
    mailing: Api, mailbox: Mailbox, database_url: str, tmp_path: Path
) -> None:
    await add_people(mailing)
    await sent(mailing)
    (tmp_path / "kortisto.toml").write_text(PROGRAM.format(port=mailbox.port), "utf-8")
    first, second = [
        row[0]
        for row in await mailing.deployment.database.fetch(
            select(ContractLetter.id).order_by(ContractLetter.id)
        )
    ]

    async def is_halfway() -> bool:
        fetch = mailing.deployment.database.fetch
        letter = select(ContractLetter.email_id).where(ContractLetter.id == first)
        # an e-mail that was being sent would be given up
        left = select(Email.id).where(Email.id.in_(letter), Email.sent_at.is_not(None))
        waits = text("SELECT 1 FROM pg_stat_activity WHERE wait_event_type = 'Lock'")
        return bool(await fetch(left) and await fetch(waits))

    async with mailing.deployment.database.engine.connect() as connection:
        held = select(ContractLetter.id).where(ContractLetter.id == second).with_for_update()
        await connection.execute(held)
        with Program(tmp_path, database_url).fork("worker") as process:
            try:
                await until(is_halfway, 120)
            finally:
                process.kill()
        await connection.rollback()
    assert len([row for row in await letters(mailing) if row["state"] != "QUEUED"]) <= 1
    await finish(mailing, database_url, mailbox)
    assert sorted(e.rcpt_tos[0] for e in mailbox.arrived) == [
        "small@example.com",
        "zeta@example.com",
    ]
    assert await count(mailing, Email) == 2


async def finish(api: Api, url: str, mailbox: Mailbox) -> None:
    """Let another worker run until all letters have left."""
    patient = deployment_on(url, mail=mailbox.settings, job_patience_seconds=1)
    stop = asyncio.Event()
    worker = asyncio.create_task(run_worker(patient, stop))

    async def is_done() -> bool:
        return {each["state"] for each in await letters(api)} == {"SENT"}

    try:
        await until(is_done, 120)
    finally:
        stop.set()
        await worker
        await patient.close()
