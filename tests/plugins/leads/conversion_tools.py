"""Tools of the kind convert_lead, and leads for them."""

from typing import Any

from tests.api import Api
from tests.core.tools.calls import add_tool
from tests.factories import employee, lead, save

CUSTOMER = {"fields": {"name": {"from": "company"}}}
ALONE = {"customer": CUSTOMER}
"""A config for customers alone."""


async def tool(api: Api, config: Any, key: int = 1, **values: Any) -> None:
    await add_tool(api, key, "convert_lead", config, **{"module": "Lead", **values})


async def two_leads(api: Api) -> None:
    """An employee and two leads, of the first of whom more is known."""
    await save(
        api,
        employee(1),
        lead(
            1,
            company="Firma Oy",
            last_name="Mäki",
            city="Oulu",
            rating="HOT",
            data={"budget": "5000.00", "url": "firma.example", "many": [1, 2], "yes": True},
        ),
        lead(2, company="Other", last_name="Öhman"),
    )
