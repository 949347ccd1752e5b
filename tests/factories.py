"""Rows with what every row needs; a test says what matters to it."""

from datetime import UTC, date, datetime
from typing import Any, TypeVar

from sqlalchemy.ext.asyncio import AsyncSession

from core.changes.models import Change
from core.contacts.models import Contact
from core.customers.models import Customer
from core.employees.models import Employee, Role, Team
from core.keywords.models import Keyword
from core.models import Base
from core.naming import Sorted
from core.products.models import Product, ProductBasket
from core.projects.models import Project
from plugins.leads.models import Lead
from plugins.opportunities.models import Opportunity, OpportunityChange
from plugins.pupesoft_tools.customer_memo.models import Memo
from tests.api import Api

R = TypeVar("R", bound=Base)


async def save(api: Api, *rows: Base) -> None:
    """Insert rows one after the other, past all rules and the change log."""
    async with AsyncSession(api.deployment.database.engine) as session, session.begin():
        for row in rows:
            if isinstance(row, Sorted):
                row.sort_by_name(api.deployment.settings.language)
            session.add(row)
            await session.flush()


def employee(key: int, **values: Any) -> Employee:
    first_name, last_name = values.pop("name", f"Employee {key}").split()
    standard = {"email": f"e{key}@example.com", "first_name": first_name, "last_name": last_name}
    return Employee(id=key, **{**standard, **values})


def team(key: int, **values: Any) -> Team:
    return Team(id=key, **{"name": f"Team {key}", **values})


def role(key: int, *permissions: str, **values: Any) -> Role:
    return Role(id=key, permissions=list(permissions), **{"name": f"Role {key}", **values})


def keyword(key: int, list: str, code: str, **values: Any) -> Keyword:
    return Keyword(id=key, list=list, code=code, **values)


def customer(key: int, **values: Any) -> Customer:
    return Customer(id=key, **{"number": str(key), "name": f"Customer {key}", **values})


def contact(key: int, customer_id: int, **values: Any) -> Contact:
    return Contact(id=key, customer_id=customer_id, **{"last_name": f"Contact {key}", **values})


def project(key: int, customer_id: int, **values: Any) -> Project:
    standard = {"number": f"P{key}", "name": f"Project {key}"}
    return Project(id=key, customer_id=customer_id, **{**standard, **values})


def product(key: int, **values: Any) -> Product:
    return Product(id=key, **{"number": f"T{key}", "name": f"Product {key}", **values})


def basket(key: int, **values: Any) -> ProductBasket:
    return ProductBasket(id=key, **{"name": f"Basket {key}", **values})


def change(key: int, **values: Any) -> Change:
    standard = {"via": "system", "entity": "Customer", "record_id": 1, "action": "UPDATE"}
    return Change(id=key, **{**standard, **values})


def opportunity(key: int, stage_id: int, **values: Any) -> Opportunity:
    return Opportunity(id=key, stage_id=stage_id, **{"name": f"Opportunity {key}", **values})


def lead(key: int, **values: Any) -> Lead:
    return Lead(id=key, **{"company": f"Lead {key}", **values})


def memo(key: int, customer_id: int, **values: Any) -> Memo:
    standard = {"text": f"Memo {key}", "at": datetime(2026, 3, 1, 12, tzinfo=UTC)}
    return Memo(id=key, customer_id=customer_id, **{**standard, **values})


def opportunity_change(key: int, opportunity_id: int, **values: Any) -> OpportunityChange:
    standard = {"via": "system", "day": date(2026, 1, 1), "stage_id": 1, "probability": 10}
    return OpportunityChange(id=key, opportunity_id=opportunity_id, **{**standard, **values})
