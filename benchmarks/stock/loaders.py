"""Batches the reads of one request."""

from collections import defaultdict
from typing import Any

from aiodataloader import DataLoader
from sqlalchemy import Numeric, Select, cast, func, select
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker
from sqlalchemy.orm import InstrumentedAttribute

from benchmarks.plugin.models import MoneyCell
from core.contacts.models import Contact
from core.customers.models import Customer
from core.employees.models import Employee, Team
from core.keywords.models import Keyword
from core.models import Record
from core.products.models import ProductBasket
from plugins.opportunities.enums import StageKind
from plugins.opportunities.models import Opportunity, OpportunityChange, Stage

Sessions = async_sessionmaker[AsyncSession]
One = DataLoader[int, Any]
Many = DataLoader[int, list[Any]]


class Loaders:
    """The loaders of one request."""

    def __init__(self, sessions: Sessions) -> None:
        self.sessions = sessions
        self.customer = by_key(sessions, Customer)
        self.employee = by_key(sessions, Employee)
        self.team = by_key(sessions, Team)
        self.keyword = by_key(sessions, Keyword)
        self.stage = by_key(sessions, Stage)
        self.area = by_key(sessions, ProductBasket)
        self.contacts = by_parent(sessions, Contact.customer_id, contacts())
        self.history = by_parent(sessions, OpportunityChange.opportunity_id, history())
        self.cells = by_parent(sessions, MoneyCell.customer_id, cells())
        self.totals = by_parent(sessions, Opportunity.customer_id, totals(), whole=False)
        self._opportunities: dict[StageKind | None, Many] = {}
        self._counts: dict[StageKind | None, Many] = {}

    def opportunities(self, kind: StageKind | None) -> Many:
        """The loader of opportunities in a kind of stage, or in any."""
        if kind not in self._opportunities:
            statement = opportunities(kind).order_by(Opportunity.name_sort, Opportunity.id)
            loader = by_parent(self.sessions, Opportunity.customer_id, statement)
            self._opportunities[kind] = loader
        return self._opportunities[kind]

    def opportunity_counts(self, kind: StageKind | None) -> Many:
        """The loader of their numbers."""
        if kind not in self._counts:
            loader = by_parent(self.sessions, Opportunity.customer_id, counts(kind), whole=False)
            self._counts[kind] = loader
        return self._counts[kind]


def contacts() -> Select[Any]:
    found = select(Contact).where(Contact.archived_at.is_(None))
    return found.order_by(Contact.name_sort, Contact.id)


def history() -> Select[Any]:
    day, key = OpportunityChange.day, OpportunityChange.id
    return select(OpportunityChange).order_by(day.desc(), key.desc())


def cells() -> Select[Any]:
    return select(MoneyCell).order_by(MoneyCell.month, MoneyCell.id)


def opportunities(kind: StageKind | None) -> Select[Any]:
    found = select(Opportunity).where(Opportunity.archived_at.is_(None))
    return found if kind is None else found.join(Stage).where(Stage.kind == kind)


def counts(kind: StageKind | None) -> Select[*tuple[Any, ...]]:
    owner = Opportunity.customer_id
    counted = opportunities(kind).with_only_columns(owner, func.count().label("total"))
    return counted.group_by(owner)


def totals() -> Select[*tuple[Any, ...]]:
    amount = cast(func.coalesce(func.sum(Opportunity.amount), 0), Numeric(20, 2))
    grouping = Opportunity.customer_id, Opportunity.currency, Stage.kind
    return (
        select(*grouping, func.count().label("count"), amount.label("amount"))
        .join(Stage)
        .where(Opportunity.archived_at.is_(None))
        .group_by(*grouping)
        .order_by(Opportunity.currency, Stage.kind)
    )


def by_key(sessions: Sessions, model: type[Record]) -> One:
    """Loads a row by its key."""

    async def load(keys: list[int]) -> list[Any]:
        async with sessions() as session:
            found = await session.scalars(select(model).where(model.id.in_(keys)))
            rows = {row.id: row for row in found}
        return [rows.get(key) for key in keys]

    return DataLoader(load)


def by_parent(
    sessions: Sessions,
    parent: InstrumentedAttribute[Any],
    statement: Select[*tuple[Any, ...]],
    *,
    whole: bool = True,
) -> Many:
    """Loads what hangs on a row, in the order of the statement: `whole` rows, or some columns."""

    async def load(keys: list[int]) -> list[list[Any]]:
        found: dict[int, list[Any]] = defaultdict(list)
        async with sessions() as session:
            rows = await session.execute(statement.where(parent.in_(keys)))
            for row in rows.scalars() if whole else rows:
                found[getattr(row, parent.key)].append(row)
        return [found[key] for key in keys]

    return DataLoader(load)
