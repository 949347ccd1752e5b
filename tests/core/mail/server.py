"""An SMTP server on loopback that does as a test wants."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from email.message import EmailMessage
from email.parser import BytesParser
from email.policy import default
from typing import cast

from aiosmtpd.smtp import SMTP, Envelope


@dataclass
class Mailbox:
    """What has arrived, and what is answered: the replies in their order, then `250 OK`."""

    port: int = 0
    arrived: list[Envelope] = field(default_factory=list)
    replies: list[str] = field(default_factory=list)
    refused: frozenset[str] = frozenset()
    asked: int = 0
    held: asyncio.Event | None = None
    """While it is set up and not set, no reply comes."""

    async def handle_RCPT(  # noqa: N802 - as aiosmtpd calls it
        self, server: object, session: object, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if address in self.refused:
            return "550 no such mailbox"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(  # noqa: N802 - as aiosmtpd calls it
        self, server: object, session: object, envelope: Envelope
    ) -> str:
        self.asked += 1
        if self.held is not None:
            await self.held.wait()
        if self.replies:
            return self.replies.pop(0)
        self.arrived.append(envelope)
        return "250 OK"

    @property
    def settings(self) -> dict[str, object]:
        """How a deployment reaches it."""
        return {
            "host": "127.0.0.1",
            "port": self.port,
            "security": "none",
            "sender": "crm@example.com",
            "sender_name": "Näkymä Oy",
            "attempts": 3,
            "retry_seconds": 0.01,
            "timeout_seconds": 20,
        }

    @property
    def messages(self) -> list[EmailMessage]:
        """The messages that arrived."""
        parser = BytesParser(policy=default)
        return [parser.parsebytes(cast(bytes, each.content)) for each in self.arrived]


@asynccontextmanager
async def mail_server(mailbox: Mailbox) -> AsyncIterator[Mailbox]:
    """The server, on a port of its own or on the one of before."""
    loop = asyncio.get_running_loop()
    server = await loop.create_server(
        lambda: SMTP(mailbox, hostname="localhost", loop=loop), "127.0.0.1", mailbox.port
    )
    mailbox.port = server.sockets[0].getsockname()[1]
    try:
        yield mailbox
    finally:
        server.close()
