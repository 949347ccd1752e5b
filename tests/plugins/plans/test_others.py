"""Plans beside the real invoices of `finance` and opportunities, and without these plugins."""

from datetime import date
from decimal import Decimal

from plugins.finance.models import Invoice
from tests.api import Api
from tests.factories import opportunity, save
from tests.plugins.plans.test_financials import financials
from tests.plugins.plans.test_grid import grid
from tests.plugins.plans.world import OWNER, planner, planning
from tests.world import stage_keys

MORE = ("finance:read", "opportunities:read")


async def test_invoices_and_opportunities_stand_beside_plans(api: Api) -> None:
    await planning(api)
    stages = await stage_keys(api)
    await save(
        api,
        Invoice(
            id=1,
            customer_id=1,
            number="1",
            invoiced_on=date(2026, 2, 28),
            due_on=date(2026, 3, 28),
            net=Decimal("100.00"),
            total=Decimal("100.00"),
            currency="EUR",
        ),
        opportunity(
            1,
            stages["OFFERED"],
            customer_id=1,
            offering_area_id=1,
            amount=Decimal("100.00"),
            invoicing_starts_on=date(2026, 3, 5),
            invoicing_months=3,
        ),
    )
    found = await financials(api, planner(api, OWNER, *MORE), "customer")
    assert found["total"]["actual"] == "100.00"
    assert found["items"][1]["actual"] == "100.00"
    assert [i["billingForecast"] for i in found["items"][2:5]] == ["16.67", "16.67", "16.66"]
    row = (await grid(api, planner(api, OWNER, *MORE)))["rows"][0]
    assert row["extended"]["billingForecast"][2:5] == ["16.67", "16.67", "16.66"]
    hidden = (await financials(api, planner(api, OWNER), "customer"))["total"]
    assert (hidden["actual"], hidden["billingForecast"]) == (None, None)


async def test_plans_work_without_other_plugins(planned: Api) -> None:
    found = (await grid(planned, planner(planned, OWNER)))["total"]
    assert (found["actual"], found["billingForecast"]) == (None, None)
