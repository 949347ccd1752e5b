"""The GraphQL types; their parents are rows of the ORM."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any, Generic, TypeVar

import strawberry
from strawberry import ID, Parent

from benchmarks.plugin import models as bench
from benchmarks.stock.loaders import Loaders, One
from core.contacts import models as contacts
from core.customers import models as customers
from core.customers.enums import CustomerStatus
from core.employees import models as employees
from plugins.opportunities import models as opportunities
from plugins.opportunities.enums import StageKind

T = TypeVar("T")
Info = strawberry.Info[dict[str, Any], None]


def loaders(info: Info) -> Loaders:
    found: Loaders = info.context["loaders"]
    return found


async def one(kind: type[T], loader: One, key: int | None) -> T | None:
    """The row that a column leads to, if it leads to one, as the type that shows it."""
    found: T | None = None if key is None else await loader.load(key)
    return found


@strawberry.type
class PageInfo:
    has_next_page: bool


@strawberry.type
class Nodes(Generic[T]):
    nodes: list[T]


@strawberry.type
class Keyword:
    code: str


@strawberry.type
class OfferingArea:
    name: str


@strawberry.type
class Stage:
    code: str
    kind: StageKind
    probability: int


@strawberry.type
class Team:
    name: str

    @strawberry.field
    @staticmethod
    async def lead(root: Parent[employees.Team], info: Info) -> "Employee | None":
        return await one(Employee, loaders(info).employee, root.lead_id)


@strawberry.type
class Employee:
    name: str
    email: str

    @strawberry.field
    @staticmethod
    async def team(root: Parent[employees.Employee], info: Info) -> Team | None:
        return await one(Team, loaders(info).team, root.team_id)


@strawberry.type
class Contact:
    name: str
    email: str | None
    mobile: str | None
    title: str | None
    is_primary: bool

    @strawberry.field
    @staticmethod
    def id(root: Parent[contacts.Contact]) -> ID:
        return ID(f"contact_{root.id}")


@strawberry.type
class OpportunityChange:
    probability: int
    amount: Decimal | None
    old_amount: Decimal | None

    @strawberry.field
    @staticmethod
    def at(root: Parent[opportunities.OpportunityChange]) -> datetime:
        return root.created_at


@strawberry.type
class MoneyCell:
    month: date
    amount: Decimal
    currency: str

    @strawberry.field
    @staticmethod
    async def offering_area(root: Parent[bench.MoneyCell], info: Info) -> OfferingArea | None:
        return await one(OfferingArea, loaders(info).area, root.offering_area_id)


@strawberry.type
class OpportunityTotal:
    kind: StageKind
    currency: str
    count: int
    amount: Decimal


@strawberry.type
class Opportunity:
    name: str
    amount: Decimal | None
    currency: str
    expected_close_on: date | None

    @strawberry.field
    @staticmethod
    def id(root: Parent[opportunities.Opportunity]) -> ID:
        return ID(f"opportunity_{root.id}")

    @strawberry.field
    @staticmethod
    async def stage(root: Parent[opportunities.Opportunity], info: Info) -> Stage | None:
        return await one(Stage, loaders(info).stage, root.stage_id)

    @strawberry.field
    @staticmethod
    async def owner(root: Parent[opportunities.Opportunity], info: Info) -> Employee | None:
        return await one(Employee, loaders(info).employee, root.owner_id)

    @strawberry.field
    @staticmethod
    async def history(
        root: Parent[opportunities.Opportunity], info: Info
    ) -> Nodes[OpportunityChange]:
        return Nodes(nodes=await loaders(info).history.load(root.id))


@strawberry.type
class OpportunityConnection:
    customer_id: strawberry.Private[int]
    kind: strawberry.Private[StageKind | None]

    @strawberry.field
    async def nodes(self, info: Info) -> list[Opportunity]:
        return await loaders(info).opportunities(self.kind).load(self.customer_id)

    @strawberry.field
    async def total_count(self, info: Info) -> int:
        rows = await loaders(info).opportunity_counts(self.kind).load(self.customer_id)
        return rows[0].total if rows else 0


@strawberry.input
class KindFilter:
    eq: StageKind


@strawberry.input
class StageFilter:
    kind: KindFilter


@strawberry.input
class OpportunityFilter:
    stage: StageFilter


@strawberry.type
class Customer:
    number: str
    name: str
    status: CustomerStatus
    business_id: str | None
    phone: str | None
    email: str | None
    billing_city: str | None
    currency: str
    annual_revenue: Decimal | None

    @strawberry.field
    @staticmethod
    def id(root: Parent[customers.Customer]) -> ID:
        return ID(f"customer_{root.id}")

    @strawberry.field
    @staticmethod
    async def industry(root: Parent[customers.Customer], info: Info) -> Keyword | None:
        return await one(Keyword, loaders(info).keyword, root.industry_id)

    @strawberry.field
    @staticmethod
    async def district(root: Parent[customers.Customer], info: Info) -> Keyword | None:
        return await one(Keyword, loaders(info).keyword, root.district_id)

    @strawberry.field
    @staticmethod
    async def owner(root: Parent[customers.Customer], info: Info) -> Employee | None:
        return await one(Employee, loaders(info).employee, root.owner_id)

    @strawberry.field
    @staticmethod
    async def parent(root: Parent[customers.Customer], info: Info) -> "Customer | None":
        return await one(Customer, loaders(info).customer, root.parent_id)

    @strawberry.field
    @staticmethod
    async def contacts(root: Parent[customers.Customer], info: Info) -> Nodes[Contact]:
        return Nodes(nodes=await loaders(info).contacts.load(root.id))

    @strawberry.field
    @staticmethod
    def opportunities(
        root: Parent[customers.Customer], filter: OpportunityFilter | None = None
    ) -> OpportunityConnection:
        kind = filter.stage.kind.eq if filter else None
        return OpportunityConnection(customer_id=root.id, kind=kind)

    @strawberry.field
    @staticmethod
    async def opportunity_totals(
        root: Parent[customers.Customer], info: Info
    ) -> list[OpportunityTotal]:
        return await loaders(info).totals.load(root.id)

    @strawberry.field
    @staticmethod
    async def money_cells(root: Parent[customers.Customer], info: Info) -> list[MoneyCell]:
        return await loaders(info).cells.load(root.id)
