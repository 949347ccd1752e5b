from collections.abc import AsyncIterator

import pytest

from core.contacts.enums import Consent
from core.contacts.models import Contact
from core.customers.models import Customer
from plugins.pupesoft_tools.text_messages.models import TextMessageConsent
from tests import factories as make
from tests.database import Databases
from tests.plugins.pupesoft_tools.text_messages.gateway import Gateway, gateway_on_loopback
from tests.world import World, change, small_world

AGREED = {"marketing_consent": Consent.GIVEN}


@pytest.fixture
async def world(databases: Databases) -> AsyncIterator[World]:
    """Customer 1 agreed, as its contacts 10 and 12 did; 11 refused, 13 was not asked."""
    async with small_world(databases) as world:
        await change(world.api, Customer, 1, phone="+358401111111", billing_country="FI")
        await change(world.api, Contact, 10, mobile="+358402222222", **AGREED)
        await change(world.api, Contact, 11, mobile="+358403333333", marketing_consent="REFUSED")
        await change(world.api, Contact, 20, mobile="+385911234567", **AGREED)
        await make.save(
            world.api,
            TextMessageConsent(id=101, customer_id=1, consent=Consent.GIVEN),
            make.contact(12, 1, phone="+35891234567", **AGREED),
            make.contact(13, 1, mobile="+358404444444"),
        )
        yield world


@pytest.fixture
async def gateway() -> AsyncIterator[Gateway]:
    async with gateway_on_loopback() as gateway:
        yield gateway
