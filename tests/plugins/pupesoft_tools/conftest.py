from collections.abc import AsyncIterator

import pytest

from tests.api import Api, deployment_on
from tests.core.mail.server import Mailbox, mail_server


@pytest.fixture
async def mailbox() -> AsyncIterator[Mailbox]:
    """A mail server on loopback."""
    async with mail_server(Mailbox()) as mailbox:
        yield mailbox


@pytest.fixture
async def mailing(database_url: str, mailbox: Mailbox) -> AsyncIterator[Api]:
    """The API of a deployment that hands its e-mails to that server."""
    deployment = deployment_on(database_url, mail=mailbox.settings)
    yield Api(deployment)
    await deployment.close()
