"""A lead of whom much is known, and what became of it."""

from core.contacts.models import Contact
from core.customers.models import Customer
from plugins.opportunities.models import Opportunity
from tests.api import Api
from tests.core.writing.calls import count
from tests.factories import employee, lead, save

PERSON = {"first_name": "Väinö", "last_name": "Mäki", "email": "vaino@firma.example"}


async def known_lead(api: Api) -> None:
    """An employee, and a lead of whom much is known."""
    await save(
        api,
        employee(1, name="Anna Admin"),
        lead(
            1,
            company="Åland Öljy Oy",
            business_id="0112038-9",
            city="Oulu",
            country="FI",
            amount="1234.50",
            lead_source="web",
            owner_id=1,
            **PERSON,
        ),
    )


async def made(api: Api) -> tuple[int, ...]:
    """How many customers, contacts and opportunities there are."""
    return tuple([await count(api, model) for model in (Customer, Contact, Opportunity)])
