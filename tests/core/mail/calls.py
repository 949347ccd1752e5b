"""E-mails as their tests write, send and read them."""

from typing import Any

from core.jobs import run_worker
from core.mail.message import Letter
from core.mail.sending import send_email
from tests.api import Api

EMAILS = """{ emails { nodes { id state attempts error recipients subject text html messageId
  sentAt failedAt nextAttemptAt recordId sender { id } customer { id } } } }"""
LETTER = Letter(("to@example.com",), "Hello", "Text")


async def emails(api: Api) -> list[Any]:
    nodes: list[Any] = (await api(EMAILS, api.admin))["emails"]["nodes"]
    return nodes


async def drain(api: Api) -> None:
    await run_worker(api.deployment, drain=True)


async def put(api: Api, letter: Letter = LETTER, key: str = "one") -> int | None:
    async with api.deployment.database.writing() as session:
        return await send_email(session, api.deployment, letter, sender_id=None, key=key)
