import io
from typing import Any

from openpyxl import load_workbook

from core.jobs import run_worker
from core.mail.models import Email
from plugins.groups.models import CustomerGroup, CustomerGroupMember
from tests.api import Api
from tests.core.mail.server import Mailbox
from tests.core.writing.calls import count
from tests.factories import customer, employee, keyword, save
from tests.readme import ROOT, example

RIGHTS = (
    *("customer_list:email", "customers:read", "keywords:read", "groups:read", "employees:read"),
)
SEND = """
    mutation ($filter: JSON!) {
        emailCustomerList(input: {filter: $filter}) {
            count emailId userErrors { code message path }
        }
    }
"""


async def add_customers(api: Api) -> None:
    await save(api, employee(2, name="Åke Öhman", email="ake@example.com", locale="fi"))
    await save(api, employee(3, locale="sv"))
    await save(api, keyword(1, "DISTRICT", "SOUTH", labels={"fi": "Etelä", "en": "South"}))
    await save(
        api,
        customer(1, name="Zeta Oy", owner_id=2, district_id=1, billing_city="Åbo"),
        customer(2, name="Oy =1+1 Ab", owner_id=2),
        customer(3, name="Hidden", owner_id=3),
        CustomerGroup(id=1, name="Kaupat"),
    )
    await save(api, CustomerGroupMember(customer_id=1, group_id=1))


async def sent(api: Api, given: object, *without: str) -> Any:
    viewer = api.viewer(2, set(RIGHTS) - set(without))
    return (await api(SEND, viewer, filter=given))["emailCustomerList"]


def table(content: bytes) -> list[dict[str, Any]]:
    """The rows of an Excel file by its headings."""
    sheet = load_workbook(io.BytesIO(content), read_only=True).active
    assert sheet is not None
    headings, *rows = sheet.iter_rows(values_only=True)
    return [dict(zip(map(str, headings), row, strict=True)) for row in rows]


async def test_a_list_comes_to_oneself_with_what_one_may_read(
    mailing: Api, mailbox: Mailbox
) -> None:
    await add_customers(mailing)
    payload = await sent(mailing, {})
    assert (payload["count"], payload["userErrors"]) == (2, [])
    less = await sent(mailing, {"name": {"startsWith": "Zeta"}}, "groups:read", "keywords:read")
    assert less["count"] == 1
    await run_worker(mailing.deployment, drain=True)
    assert [envelope.rcpt_tos for envelope in mailbox.arrived] == [["ake@example.com"]] * 2
    files = {}
    for message in mailbox.messages:
        assert message["Subject"] == "Asiakaslista"
        [file] = message.iter_attachments()
        assert file.get_filename() == "Asiakaslista.xlsx"
        rows = table(file.get_content())
        files[len(rows)] = rows
    alfa, zeta = files[2]
    assert (alfa["Nimi"], zeta["Nimi"]) == ("Oy =1+1 Ab", "Zeta Oy")
    assert zeta["Asiakasnumero"] == "1"
    assert (zeta["Laskutuskaupunki"], zeta["Vastuuhenkilö"]) == ("Åbo", "Åke Öhman")
    assert (zeta["Asiakasryhmä"], zeta["Piiri"], zeta["Asiakastila"]) == ("Kaupat", "Etelä", None)
    assert not {"Asiakasryhmä", "Piiri"} & files[1][0].keys()


async def test_what_is_documented_can_be_asked(mailing: Api) -> None:
    await add_customers(mailing)
    await save(mailing, customer(4, billing_city="Helsinki"), employee(1))
    file = ROOT / "docs" / "customer-list.md"
    payload = (await mailing(example("email", file), mailing.admin))["emailCustomerList"]
    assert (payload["count"], payload["userErrors"]) == (1, [])
    payload = (await mailing(example("states", file), mailing.admin))["changeCustomerStates"]
    assert [error["code"] for error in payload["userErrors"]] == ["NOT_FOUND"]


async def test_what_cannot_be_sent_is_told(mailing: Api, api: Api) -> None:
    await add_customers(mailing)
    for wrong, code in (([], "INVALID"), ({"name": {"eq": "Hidden"}}, "NOT_FOUND")):
        payload = await sent(mailing, wrong)
        [error] = payload["userErrors"]
        assert (payload["count"], payload["emailId"]) == (0, None)
        assert (error["code"], error["path"]) == (code, ["input", "filter"])
    for nobody in (mailing, api):
        viewer = nobody.viewer(99 if nobody is mailing else 2, (*RIGHTS, "customers:read_all"))
        payload = (await nobody(SEND, viewer, filter={}))["emailCustomerList"]
        assert [error["code"] for error in payload["userErrors"]] == ["UNSENDABLE"]
    refused = await mailing(SEND, mailing.viewer(2, ["customer_list:email"]), filter={})
    assert [code for code, _ in refused.errors] == ["FORBIDDEN"]
    assert await count(mailing, Email) == 0
