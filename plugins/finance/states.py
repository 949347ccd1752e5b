"""States that follow from facts and from the day it is."""

from datetime import date
from decimal import Decimal
from enum import Enum
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Integer,
    Numeric,
    Select,
    and_,
    case,
    cast,
    func,
    literal,
    null,
    or_,
    select,
    true,
    type_coerce,
)

from core.columns import stored
from core.declare.aliases import alias
from core.declare.field import Alias
from core.models import Base
from core.reading.today import today
from core.viewer import Viewer
from plugins.finance.enums import HoldLevel, InvoiceKind, InvoiceState, OfferState, WayToCash
from plugins.finance.hold_models import DeliveryHold
from plugins.finance.models import Invoice, InvoiceLine, Offer
from plugins.finance.settling import Settlement, of_invoice


def offer_state(offer: Alias, viewer: Viewer) -> ColumnElement[OfferState]:
    """Answered, else not sent, else expired after its last day, else sent."""
    found = case(
        (offer.accepted_on.is_not(None), literal("ACCEPTED")),
        (offer.rejected_on.is_not(None), literal("REJECTED")),
        (offer.sent_on.is_(None), literal("DRAFT")),
        (offer.valid_until < today(), literal("EXPIRED")),
        else_=literal("SENT"),
    )
    return _as(OfferState, found)


def invoice_state(invoice: Alias, viewer: Viewer) -> ColumnElement[InvoiceState]:
    """By the open amount first: what is settled is never overdue."""

    def state(sums: Settlement) -> ColumnElement[str]:
        is_note = invoice.kind == InvoiceKind.CREDIT_NOTE
        touched = or_(sums.paid != 0, sums.credited != 0, sums.written_off != 0)
        all_credited = and_(sums.credited == invoice.total, invoice.total != 0)
        return case(
            (invoice.cancelled_on.is_not(None), literal("CANCELLED")),
            (invoice.credited_invoice_id.is_not(None), literal("CREDITED")),
            (and_(sums.is_settled, sums.written_off != 0), literal("WRITTEN_OFF")),
            (and_(sums.is_settled, all_credited), literal("CREDITED")),
            (sums.is_settled, literal("PAID")),
            (and_(~is_note, invoice.due_on < today()), literal("OVERDUE")),
            (touched, literal("PARTIALLY_PAID")),
            else_=literal("OPEN"),
        )

    return _as(InvoiceState, of_invoice(invoice, state))


def _as(kind: type[Enum], word: ColumnElement[Any]) -> ColumnElement[Any]:
    """A word as the member of an enum that it names."""
    return type_coerce(word, stored(kind, "state"))


def paid_amount(invoice: Alias, viewer: Viewer) -> ColumnElement[Decimal]:
    return of_invoice(invoice, lambda sums: sums.paid)


def credited_amount(invoice: Alias, viewer: Viewer) -> ColumnElement[Decimal]:
    return of_invoice(invoice, lambda sums: sums.credited)


def written_off_amount(invoice: Alias, viewer: Viewer) -> ColumnElement[Decimal]:
    return of_invoice(invoice, lambda sums: sums.written_off)


def open_amount(invoice: Alias, viewer: Viewer) -> ColumnElement[Decimal]:
    """Total less payments, credits and write-offs."""
    return of_invoice(invoice, lambda sums: sums.open)


def days_overdue(invoice: Alias, viewer: Viewer) -> ColumnElement[int | None]:
    """Days since the due date, of what is overdue."""

    def days(sums: Settlement) -> ColumnElement[Any]:
        late = and_(invoice.kind == InvoiceKind.INVOICE, ~sums.is_settled)
        return case((and_(late, invoice.due_on < today()), age(invoice.due_on)), else_=null())

    return of_invoice(invoice, days)


def age(due_on: ColumnElement[date]) -> ColumnElement[int]:
    """Days from a due date to today."""
    return cast(today() - due_on, Integer)


def margin(invoice: Alias, viewer: Viewer) -> ColumnElement[Decimal | None]:
    """Net less cost of the lines whose cost is known."""
    line = alias(InvoiceLine)
    found: Select[Any] = select(cast(func.sum(line.net - line.cost), Numeric(14, 2))).where(
        line.invoice_id == invoice.id, line.archived_at.is_(None)
    )
    return found.correlate_except(line).scalar_subquery()


def fed_by(entity: str) -> Any:
    """The system that feeds a record of an entity."""

    def source(row: Alias, viewer: Viewer) -> ColumnElement[str | None]:
        names = Base.metadata.tables["external_id"].alias()
        found = select(func.min(names.c.source)).where(
            names.c.entity == entity, names.c.record_id == row.id
        )
        return found.correlate_except(names).scalar_subquery()

    return source


def hold_level(customer: Alias, viewer: Viewer) -> ColumnElement[HoldLevel]:
    """The level of the hold that has not ended."""
    found = func.coalesce(current_hold(customer.id, DeliveryHold.level), literal("NONE"))
    return _as(HoldLevel, found)


def current_hold(customer_id: ColumnElement[int], column: Any) -> ColumnElement[Any]:
    """A column of the customer's hold that has not ended."""
    hold = alias(DeliveryHold)
    found = select(getattr(hold, column.key)).where(
        hold.customer_id == customer_id, hold.ended_at.is_(None)
    )
    return found.correlate_except(hold).scalar_subquery()


def way_to_cash(opportunity: Alias, viewer: Viewer) -> ColumnElement[WayToCash | None]:
    """The furthest step of the opportunity's offers and invoices."""
    offer: Any = alias(Offer)
    sent = select(func.count(offer.sent_on), func.count(offer.accepted_on)).where(
        offer.opportunity_id == opportunity.id,
        offer.rejected_on.is_(None),
        offer.archived_at.is_(None),
    )
    offered = sent.correlate_except(offer).subquery()
    bill: Any = alias(Invoice)
    rest = of_invoice(bill, lambda sums: sums.open)
    billed = (
        select(
            func.count().label("count"),
            func.bool_or(and_(rest > 0, bill.due_on < today())).label("overdue"),
            func.bool_or(rest > 0).label("open"),
            func.bool_or(rest != bill.total).label("touched"),
        )
        .where(
            bill.opportunity_id == opportunity.id,
            bill.kind == InvoiceKind.INVOICE,
            bill.archived_at.is_(None),
            bill.cancelled_on.is_(None),
        )
        .correlate_except(bill)
        .subquery()
    )
    stopped = current_hold(opportunity.customer_id, DeliveryHold.id).is_not(None)
    step = case(
        (and_(billed.c.open, stopped), literal("DELIVERY_STOPPED")),
        (billed.c.overdue, literal("OVERDUE")),
        (and_(billed.c.open, billed.c.touched), literal("PARTLY_PAID")),
        (billed.c.open, literal("INVOICED")),
        (billed.c.count > 0, literal("PAID")),
        (offered.c[1] > 0, literal("OFFER_ACCEPTED")),
        (offered.c[0] > 0, literal("OFFER_SENT")),
        else_=null(),
    )
    both = offered.join(billed, true())
    found = select(step).select_from(both).correlate_except(offered, billed)
    return _as(WayToCash, found.scalar_subquery())
