from datetime import date

import pytest

from plugins.opportunities.models import OpportunitySegment
from tests.api import Api
from tests.factories import basket, customer, employee, keyword, opportunity, save, team
from tests.plugins.opportunities.stages import LOST, NEGOTIATION, OFFERED, PROSPECTING, WON


@pytest.fixture
async def world(api: Api) -> Api:
    """Six open opportunities, three that are decided, and an archived one."""
    await save(
        api,
        *(team(1, name="Åland"), team(2, name="Zagreb")),
        employee(1, team_id=1, name="Bo Berg"),
        employee(2, team_id=2, name="Aada Aho"),
        employee(3, name="Cia Cygnaeus"),
        *(customer(1, owner_id=1), customer(2, owner_id=2)),
        basket(1, type="WALLET_SHARE"),
        *(keyword(1, "SEGMENT", "KEY"), keyword(2, "SIZE", "BIG")),
        opportunity(1, PROSPECTING, customer_id=1, owner_id=1, amount="100.05"),
        opportunity(2, OFFERED, customer_id=1, owner_id=2, amount="10.01", offering_area_id=1),
        opportunity(3, OFFERED, customer_id=2, owner_id=2, amount="20.00", manual_probability=10),
        opportunity(4, OFFERED, customer_id=2, owner_id=3, amount="7", currency="HUF"),
        opportunity(5, NEGOTIATION, customer_id=2),
        opportunity(6, NEGOTIATION, owner_id=3, amount="4.00", offering_area_id=1),
        opportunity(7, WON, customer_id=1, owner_id=1, amount="50", closed_on=date(2026, 1, 31)),
        opportunity(8, WON, customer_id=2, owner_id=1, amount="60", closed_on=date(2026, 2, 1)),
        opportunity(9, LOST, customer_id=2, owner_id=2, amount="70", closed_on=date(2026, 2, 28)),
        opportunity(10, OFFERED, customer_id=1, amount="1", archived_at=api.deployment.clock.now()),
        *(OpportunitySegment(opportunity_id=key, keyword_id=1) for key in (1, 2)),
        *(OpportunitySegment(opportunity_id=key, keyword_id=2) for key in (2, 3)),
    )
    return api
