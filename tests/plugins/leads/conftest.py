from collections.abc import AsyncIterator

import httpx2
import pytest
from pydantic import SecretStr

from core.access.secrets import new_secret
from kortisto.settings import AppSettings
from plugins.leads.capture.models import LeadForm
from tests.api import Api, deployment_on
from tests.factories import employee, save
from tests.plugins.leads.site import Site
from tests.serving import app_of


@pytest.fixture
async def site(database_url: str) -> AsyncIterator[Site]:
    """A form of employee 1, with a key."""
    deployment = deployment_on(database_url)
    api = Api(deployment)
    secret = new_secret()
    await save(
        api,
        employee(1),
        LeadForm(
            id=1,
            name="Contact us",
            key_hash=secret.digest,
            owner_id=1,
            fields={"your-name": "lastName", "submit": None, "money": "data.budget"},
        ),
    )
    app = app_of(AppSettings(database_url=SecretStr(database_url)), deployment)
    transport = httpx2.ASGITransport(app, raise_app_exceptions=True, client=("192.0.2.7", 4000))
    async with httpx2.AsyncClient(transport=transport, base_url="http://crm.test") as http:
        yield Site(api, secret.text, http)
    await deployment.close()
