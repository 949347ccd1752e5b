from dataclasses import replace
from typing import Any

from sqlalchemy import func, select

from core.customers.models import Customer
from core.employees.models import Employee, EmployeeRole
from core.jobs import run_worker
from core.mail.models import Email
from core.settings.mail import MailSettings
from plugins.pupesoft_tools.customer_memo.models import Memo
from tests import factories as make
from tests.api import Api
from tests.core.mail.server import Mailbox, mail_server
from tests.world import LEAD, OTHER, OWNER, World, change

WRITE = ("memos:read", "memos:write")
SEND = """
    mutation ($input: SendMemoInput!) {
        sendMemo(input: $input) {
            memo { kind text parent { id } } userErrors { code message path }
        }
    }
"""


async def prepared(world: World) -> None:
    """The lead and another one may read memos; customer 1 is seen by the lead alone."""
    await make.save(
        world.api,
        make.memo(101, 1, author_id=OWNER, contact_id=10, text="Tilaa ensi viikolla: ž ä"),
        make.role(20, "customers:read", "memos:read"),
        EmployeeRole(employee_id=LEAD, role_id=20),
        EmployeeRole(employee_id=OTHER, role_id=20),
    )


def with_mail(world: World, port: int) -> Api:
    mail = MailSettings(host="127.0.0.1", port=port, security="none", sender="crm@example.com")
    settings = world.api.deployment.settings.model_copy(update={"mail": mail})
    return Api(replace(world.api.deployment, settings=settings))


async def send(api: Api, world: World, **given: Any) -> Any:
    standard = {"id": "memo_101", "employeeId": f"employee_{LEAD}"}
    answer = await api(SEND, world.reader(OWNER, *WRITE), input={**standard, **given})
    return answer["sendMemo"]


async def test_a_colleague_who_sees_the_customer_gets_it_by_mail(world: World) -> None:
    await prepared(world)
    async with mail_server(Mailbox()) as mailbox:
        api = with_mail(world, mailbox.port)
        payload = await send(api, world, message="Hoidatko?")
        assert payload["userErrors"] == []
        await run_worker(api.deployment, drain=True)
    assert payload["memo"] == {
        "kind": "SENT",
        "text": "Åke Öhman lähetti muistion: Hanna Harju",
        "parent": {"id": "memo_101"},
    }
    (message,) = mailbox.messages
    assert (message["To"], message["Subject"]) == ("e4@example.com", "Memo: Åland Öljy Oy")
    body = message.get_content()
    for part in (
        "Hoidatko?",
        "Business id: 0112038-9",
        "Väinö Mäki 10",
        "Tilaa ensi viikolla: ž ä",
    ):
        assert part in body


async def test_a_language_with_a_region_is_that_language(world: World) -> None:
    await prepared(world)
    await change(world.api, Employee, LEAD, locale="fi-FI")
    async with mail_server(Mailbox()) as mailbox:
        api = with_mail(world, mailbox.port)
        assert (await send(api, world))["userErrors"] == []
        await run_worker(api.deployment, drain=True)
    (message,) = mailbox.messages
    assert message["Subject"] == "Muistio: Åland Öljy Oy"


async def test_a_name_of_several_lines_makes_one_subject(world: World) -> None:
    await prepared(world)
    await change(world.api, Customer, 1, name="Two\u2028lines")
    async with mail_server(Mailbox()) as mailbox:
        api = with_mail(world, mailbox.port)
        assert (await send(api, world))["userErrors"] == []
        await run_worker(api.deployment, drain=True)
    (message,) = mailbox.messages
    assert message["Subject"] == "Memo: Two lines"


async def test_nobody_else_gets_it(world: World) -> None:
    await prepared(world)
    async with mail_server(Mailbox()) as mailbox:
        api = with_mail(world, mailbox.port)
        for given, error in (
            ({"employeeId": f"employee_{OTHER}"}, ("FORBIDDEN_VALUE", "employeeId")),
            ({"employeeId": "employee_99"}, ("NOT_FOUND", "employeeId")),
            ({"employeeId": "hello@example.com"}, ("INVALID", "employeeId")),
            ({"id": "memo_9"}, ("NOT_FOUND", "id")),
            ({"message": "x" * 2001}, ("TOO_LONG", "message")),
        ):
            (told,) = (await send(api, world, **given))["userErrors"]
            assert (told["code"], told["path"]) == (error[0], ["input", error[1]])
    (told,) = (await send(world.api, world))["userErrors"]
    assert told["code"] == "NO_MAIL_SERVER"
    fetch = world.api.deployment.database.fetch
    assert (await fetch(select(func.count(Memo.id))))[0][0] == 1
    assert (await fetch(select(func.count(Email.id))))[0][0] == 0
