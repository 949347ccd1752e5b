"""Sums over what the viewer sees: receivables by age, and sales success by phase."""

from datetime import date
from decimal import Decimal
from enum import Enum
from typing import TYPE_CHECKING, Annotated, Any

import strawberry
from sqlalchemy import (
    ColumnElement,
    Integer,
    Numeric,
    Select,
    String,
    cast,
    func,
    literal,
    select,
    union_all,
)
from sqlalchemy.orm import aliased

from core.context import Info
from core.declare import extend
from core.errors import BadInput
from core.reading import visible
from core.roots import Query
from core.viewer import Viewer
from plugins.finance import models, states
from plugins.finance.permissions import FinancePermission
from plugins.finance.receivables import Receivable

if TYPE_CHECKING:
    from core.deployment import Deployment

SUMS = (
    "open_amount",
    "overdue_amount",
    "not_due",
    "days_1_to_30",
    "days_31_to_60",
    "days_61_to_90",
    "over_90",
)


def total(text: str) -> Any:
    return strawberry.field(description=text)


@strawberry.type(description="What all visible customers owe in one currency, by age.")
class ReceivableTotal:
    currency: str = total("Currency of the amounts, ISO 4217.")
    customers: int = total("How many customers owe something.")
    count: int = total("How many invoices are open.")
    open_amount: Decimal = total("All that is open.")
    overdue_amount: Decimal = total("What is open past its due date.")
    not_due: Decimal = total("Not due before today.")
    days_1_to_30: Decimal = total("1 to 30 days overdue.")
    days_31_to_60: Decimal = total("31 to 60 days overdue.")
    days_61_to_90: Decimal = total("61 to 90 days overdue.")
    over_90: Decimal = total("91 days overdue or more.")


@strawberry.enum(description="A phase from offer to cash.")
class SalesPhase(Enum):
    SENT = strawberry.enum_value("SENT", description="Offers that await an answer.")
    ACCEPTED = strawberry.enum_value("ACCEPTED", description="Offers that were accepted.")
    REJECTED = strawberry.enum_value("REJECTED", description="Offers that were turned down.")
    EXPIRED = strawberry.enum_value("EXPIRED", description="Offers that expired unanswered.")
    INVOICED = strawberry.enum_value(
        "INVOICED", description="Invoices less credit notes, without tax."
    )
    PAID = strawberry.enum_value("PAID", description="Payments that came.")
    OVERDUE = strawberry.enum_value("OVERDUE", description="What is overdue of the invoices.")


@strawberry.type(description="What came to a phase, in one currency.")
class SalesPhaseTotal:
    phase: SalesPhase = total("The phase, as it is today.")
    currency: str = total("Currency of the amount, ISO 4217.")
    count: int = total("How many offers, invoices or payments.")
    amount: Decimal = total("Their sum.")


@extend(Query, permission=FinancePermission.READ)
async def receivables_by_age(info: Info) -> list[ReceivableTotal] | None:
    """What the visible customers owe today by age, per currency. Needs `finance:read`."""
    viewer = info.context.require(FinancePermission.READ)
    rows = await info.context.deployment.database.fetch(_ages(info.context.deployment, viewer))
    names = ("currency", "customers", "count", *SUMS)
    return [ReceivableTotal(**dict(zip(names, row, strict=True))) for row in rows]


FIRST = strawberry.argument(description="The first day, of sending, invoicing or paying.")
LAST = strawberry.argument(description="The last day.")


@extend(Query, permission=FinancePermission.READ)
async def sales_success(
    info: Info, first: Annotated[date, FIRST], last: Annotated[date, LAST]
) -> list[SalesPhaseTotal] | None:
    """How far the sales of a period have come, as of now, over visible customers, by phase and
    currency. Needs `finance:read`.
    """
    viewer = info.context.require(FinancePermission.READ)
    if last < first:
        raise BadInput("'last' is before 'first': exchange them.")
    statement = _phases(info.context.deployment, viewer, first, last)
    rows = await info.context.deployment.database.fetch(statement)
    found = [
        SalesPhaseTotal(
            phase=SalesPhase[row.phase], currency=row.currency, count=row.count_, amount=row.amount
        )
        for row in rows
    ]
    order = list(SalesPhase)
    return sorted(found, key=lambda each: (order.index(each.phase), each.currency))


def _ages(deployment: "Deployment", viewer: Viewer) -> Select[Any]:
    row: Any = aliased(Receivable)
    sums = [func.sum(getattr(row, name)).label(name) for name in SUMS]
    entity = deployment.registry.entity("Receivable")
    return (
        select(
            row.currency,
            func.count(row.customer_id.distinct()).label("customers"),
            cast(func.sum(row.count), Integer).label("count"),
            *sums,
        )
        .where(visible(deployment.registry, entity, row, viewer))
        .group_by(row.currency)
        .order_by(row.currency)
    )


def _phases(deployment: "Deployment", viewer: Viewer, first: date, last: date) -> Select[Any]:
    offer, bill, paid = aliased(models.Offer), aliased(models.Invoice), aliased(models.Payment)
    state = cast(states.offer_state(offer, viewer), String)
    late = states.open_amount(bill, viewer)
    is_late = states.days_overdue(bill, viewer).is_not(None)
    own = select(models.Invoice.currency).where(models.Invoice.id == paid.invoice_id)
    valid = bill.cancelled_on.is_(None)
    parts: tuple[Any, ...] = (
        ("Offer", offer, state, offer.currency, offer.amount, offer.sent_on, ()),
        ("Invoice", bill, literal("INVOICED"), bill.currency, bill.net, bill.invoiced_on, (valid,)),
        ("Invoice", bill, literal("OVERDUE"), bill.currency, late, bill.invoiced_on, (is_late,)),
        ("Payment", paid, literal("PAID"), own.scalar_subquery(), paid.amount, paid.paid_on, ()),
    )
    registry = deployment.registry
    facts = union_all(
        *(
            select(phase.label("phase"), currency.label("currency"), amount.label("amount"))
            .select_from(row)
            .where(
                visible(registry, registry.entity(entity), row, viewer),
                row.archived_at.is_(None),
                day.between(first, last),
                *conditions,
            )
            for entity, row, phase, currency, amount, day, conditions in parts
        )
    ).subquery()
    return select(
        facts.c.phase,
        facts.c.currency,
        func.count().label("count_"),
        _money(func.sum(facts.c.amount)).label("amount"),
    ).group_by(facts.c.phase, facts.c.currency)


def _money(value: ColumnElement[Any]) -> ColumnElement[Any]:
    return cast(value, Numeric(20, 2))


REPORTS = (receivables_by_age, sales_success)
