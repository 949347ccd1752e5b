from collections.abc import AsyncIterator

import pytest

from tests.api import Api, deployment_on
from tests.core.webhooks.server import Receiver, receiving

SECRET = "a secret of sixteen or more"


@pytest.fixture
async def receiver() -> AsyncIterator[Receiver]:
    """An HTTP server on loopback."""
    async with receiving() as receiver:
        yield receiver


@pytest.fixture
async def api(database_url: str, receiver: Receiver) -> AsyncIterator[Api]:
    """The API of a deployment that may send requests to that server."""
    webhooks = {
        "hosts": ["erp.example.com", "localhost"],
        "private_hosts": [f"127.0.0.1:{receiver.port}"],
        "secret": SECRET,
        "attempts": 3,
        "retry_seconds": 0.01,
        "answer_bytes": 1000,
        "timeout_seconds": 20,
    }
    deployment = deployment_on(database_url, webhooks=webhooks)
    yield Api(deployment)
    await deployment.close()
