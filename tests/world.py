"""A small world: teams above teams, employees, and customers with all that hangs on them."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import insert, select, update

from core.customers.models import CustomerSegment
from core.employees.models import Team
from core.external_ids.models import ExternalId
from core.models import Base
from core.projects.models import ProjectParticipant
from core.viewer import Viewer
from plugins.opportunities.models import Stage
from tests import factories as make
from tests.api import Answer, Api, deployment_on
from tests.database import Databases

OWNER, TOP_LEAD, LEAD, OTHER, OTHER_LEAD, STRANGER, LOOP_LEAD, OLD_MEMBER, LOOP_MEMBER = range(
    2, 11
)
"""Keys of the employees."""

OWNERS = {
    1: OWNER,
    2: OTHER,
    3: LEAD,
    4: OLD_MEMBER,
    5: None,
    6: OWNER,
    7: TOP_LEAD,
    8: LOOP_MEMBER,
}
"""Who owns each customer; 6 is archived."""

READ = (
    "customers:read",
    "contacts:read",
    "projects:read",
    "employees:read",
    "keywords:read",
    "products:read",
    "changes:read",
    "opportunities:read",
    "leads:read",
    "finance:read",
    "finance:read_holds",
    "plans:read",
    "groups:read",
    "responsibilities:read",
)
"""Every right to read, without those that show rows of others."""

OLD = datetime(1969, 7, 20, 20, 17, 40, 5, tzinfo=UTC)
"""An instant before 1970, to the microsecond."""


@dataclass(frozen=True)
class World:
    """The API with the rows, and the people who look at them."""

    api: Api

    async def __call__(
        self, query: str, viewer: Viewer | None = None, /, **variables: object
    ) -> Answer:
        return await self.api(query, viewer, **variables)

    @property
    def admin(self) -> Viewer:
        return self.api.admin

    def reader(self, employee: int, *more: str) -> Viewer:
        """An employee with every right to read."""
        return self.api.viewer(employee, (*READ, *more))


@asynccontextmanager
async def small_world(databases: Databases) -> AsyncIterator[World]:
    """The world on a database of its own."""
    url = databases.clone()
    deployment = deployment_on(url)
    api = Api(deployment)
    try:
        await people(api)
        await business(api)
        yield World(api)
    finally:
        await deployment.close()
        databases.drop(url)


async def people(api: Api) -> None:
    """Teams 1 > 2, 3, an archived 4, and 5 and 6 above each other; employees 1 to 10."""
    names = {1: "Uusimaa", 2: "Helsinki", 3: "Split", 4: "Old", 5: "Loop A", 6: "Loop B"}
    old = {4: {"archived_at": OLD}}
    await make.save(api, *(make.team(k, name=n, **old.get(k, {})) for k, n in names.items()))
    await make.save(
        api,
        make.employee(1, name="Anna Admin"),
        make.employee(OWNER, name="Åke Öhman", team_id=2, sales_right="SELLER", is_seller=True),
        make.employee(TOP_LEAD, name="Liisa Lehto", team_id=1, sales_right="DIRECTOR"),
        make.employee(LEAD, name="Hanna Harju", team_id=2, sales_right="MANAGER"),
        make.employee(OTHER, name="Pero Đurić", team_id=3),
        make.employee(OTHER_LEAD, name="Ćiro Šimić", team_id=3),
        make.employee(STRANGER, name="Sten Stranger"),
        make.employee(LOOP_LEAD, name="Olli Oja"),
        make.employee(OLD_MEMBER, name="Vilho Vanha", team_id=4),
        make.employee(LOOP_MEMBER, name="Lauri Lenkki", team_id=6),
        make.role(1, "customers:read", name="Reader"),
    )
    leads = {1: TOP_LEAD, 2: LEAD, 3: OTHER_LEAD, 4: LOOP_LEAD, 5: LOOP_LEAD}
    for key, lead in leads.items():
        await change(api, Team, key, lead_id=lead)
    await change(api, Team, 2, parent_id=1)
    await change(api, Team, 5, parent_id=6)
    await change(api, Team, 6, parent_id=5)


async def business(api: Api) -> None:
    """Customers 1 to 8; contact, project, opportunity 10, 20 ... and 11, 21 ... of each."""
    await make.save(api, make.keyword(1, "DEPARTMENT", "NORTH"), make.keyword(2, "SEGMENT", "A"))
    await make.save(api, make.product(1, price=Decimal("9.99")), make.basket(1))
    stages = await stage_keys(api)
    for key, owner in OWNERS.items():
        await make.save(api, make.customer(key, owner_id=owner, **DETAILS.get(key, {})))
        await make.save(api, CustomerSegment(customer_id=key, keyword_id=2))
        for place in (10 * key, 10 * key + 1):
            await make.save(api, *hanging(place, key, owner, stages))
    await make.save(api, *leads())
    await make.save(
        api,
        make.opportunity(1, stages["OFFERED"], name="No customer", owner_id=OWNER),
        make.opportunity(2, stages["OFFERED"], name="No customer, no owner"),
        make.opportunity(
            3, stages["WON"], name="Own, at another's", owner_id=OWNER, customer_id=2, contact_id=20
        ),
    )


DETAILS: dict[int, dict[str, Any]] = {
    1: {"name": "Åland Öljy Oy", "business_id": "0112038-9", "annual_revenue": Decimal("0.00")},
    2: {"name": "Čakovec d.o.o.", "parent_id": 1, "annual_revenue": Decimal("999999999999.99")},
    3: {"name": "äänekoski", "department_id": 1, "created_at": OLD},
    6: {"name": "Ölje & Co", "archived_at": OLD, "parent_id": 1},
    7: {"name": "Zagreb 100%_\\", "prospect": True},
}


def hanging(key: int, customer: int, owner: int | None, stages: dict[str, int]) -> list[Base]:
    """What hangs on a customer, each with the same key."""
    return [
        make.contact(key, customer, first_name="Väinö", last_name=f"Mäki {key}"),
        make.project(key, customer, manager_id=owner, starts_on=date(1950, 1, 1)),
        ProjectParticipant(id=key, project_id=key, customer_id=customer, employee_id=OTHER),
        make.opportunity(
            key,
            stages["WON" if key % 2 else "OFFERED"],
            customer_id=customer,
            contact_id=key,
            owner_id=owner,
            product_id=1,
            offering_area_id=1,
            amount=Decimal("10.05") * key,
        ),
        make.change(key, at=OLD, actor_id=1, customer_id=customer, record_id=customer),
        ExternalId(
            entity="Customer",
            source="erp",
            external_id=f"E{key}",
            record_id=customer,
            customer_id=customer,
        ),
    ]


def leads() -> list[Base]:
    """Leads of several owners; 10 became customer 1."""
    became = {"status": "CONVERTED", "converted_at": OLD, "customer_id": 1, "contact_id": 10}
    return [
        make.lead(1, owner_id=OWNER, company="Åland Öljy", email="a@b.example"),
        make.lead(2, owner_id=OTHER, company="ALAND OLJY OYJ", amount=Decimal("10.05")),
        make.lead(3, company="Čakovec", rating="HOT", data={"a": {"b": [1, None]}}),
        make.lead(6, owner_id=OWNER, last_name="Vanha", archived_at=OLD),
        make.lead(
            10, owner_id=LEAD, converted_by_id=OWNER, opportunity_id=10, country="FI", **became
        ),
    ]


async def stage_keys(api: Api) -> dict[str, int]:
    """The keys of the stages by their codes."""
    stages = await api.deployment.database.fetch(select(Stage.code, Stage.id))
    return {stage.code: stage.id for stage in stages}


async def change(api: Api, model: type[Base], key: int, **values: object) -> None:
    """Overwrite values of a row, past all rules."""
    statement = update(model).where(model.id == key).values(**values)  # type: ignore[attr-defined]
    async with api.deployment.database.engine.begin() as connection:
        await connection.execute(statement)


async def fill(api: Api, model: type[Base], rows: list[dict[str, Any]]) -> None:
    """Insert many rows at once; all have the same columns."""
    async with api.deployment.database.engine.begin() as connection:
        await connection.execute(insert(model), rows)
