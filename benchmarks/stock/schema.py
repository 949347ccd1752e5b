"""The root of the stock schema."""

from typing import Any

import strawberry
from sqlalchemy import Select, func, select
from strawberry import ID
from strawberry.extensions import ParserCache, ValidationCache

from benchmarks.stock.types import Customer, Info, PageInfo, loaders, one
from core.customers import models
from core.customers.enums import CustomerStatus
from core.keywords.models import Keyword


@strawberry.input
class StatusFilter:
    eq: CustomerStatus


@strawberry.input
class BooleanFilter:
    eq: bool


@strawberry.input
class TextFilter:
    eq: str


@strawberry.input
class KeywordFilter:
    code: TextFilter


@strawberry.input
class CustomerFilter:
    status: StatusFilter | None = None
    prospect: BooleanFilter | None = None
    district: KeywordFilter | None = None


@strawberry.type
class CustomerConnection:
    chosen: strawberry.Private[Select[Any]]
    nodes: list[Customer]
    page_info: PageInfo

    @strawberry.field
    async def total_count(self, info: Info) -> int:
        async with loaders(info).sessions() as session:
            counted = select(func.count()).select_from(self.chosen.subquery())
            return await session.scalar(counted) or 0


@strawberry.type
class Query:
    @strawberry.field
    async def customer(self, info: Info, id: ID) -> Customer | None:
        return await one(Customer, loaders(info).customer, int(id.removeprefix("customer_")))

    @strawberry.field
    async def customers(
        self, info: Info, first: int = 50, filter: CustomerFilter | None = None
    ) -> CustomerConnection:
        chosen = customers_under(filter or CustomerFilter())
        page = chosen.order_by(models.Customer.name_sort, models.Customer.id).limit(first + 1)
        async with loaders(info).sessions() as session:
            rows: list[Any] = list(await session.scalars(page))
        more = PageInfo(has_next_page=len(rows) > first)
        return CustomerConnection(chosen=chosen, nodes=rows[:first], page_info=more)


def customers_under(filter: CustomerFilter) -> Select[Any]:
    """The customers in use that a filter leaves."""
    chosen = select(models.Customer).where(models.Customer.archived_at.is_(None))
    if filter.status:
        chosen = chosen.where(models.Customer.status == filter.status.eq)
    if filter.prospect:
        chosen = chosen.where(models.Customer.prospect == filter.prospect.eq)
    if filter.district:
        chosen = chosen.join(Keyword, Keyword.id == models.Customer.district_id)
        chosen = chosen.where(Keyword.code == filter.district.code.eq)
    return chosen


def make_schema() -> strawberry.Schema:
    return strawberry.Schema(Query, extensions=[ParserCache, ValidationCache])
