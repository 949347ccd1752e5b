"""Demo invoices with their payments, offers, credit rules, and the holds that follow."""

from collections.abc import Iterator, Sequence
from datetime import timedelta
from decimal import ROUND_HALF_UP, Decimal
from functools import partial
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from core.customers.models import Customer
from core.demo import DemoWorld
from core.employees.demo import owner_of
from core.products.demo import area_of
from core.products.models import Product, ProductBasket
from plugins.finance.credit import broken_rules, wanted_holds
from plugins.finance.demo_bills import Bill, bills, stream
from plugins.finance.hold_models import CreditAlarm, CreditLimit, CreditRule, DeliveryHold
from plugins.finance.models import Invoice, InvoiceLine, Offer, Payment, WriteOff

VAT = Decimal("0.25")
CENT = Decimal("0.01")
OFFERED_EVERY, LIMITED_EVERY, HELD_EVERY = 3, 2, 90
"""Of how many customers one has an offer, a credit limit, a hold set by hand."""

Products = Sequence[Any]


async def fill(session: AsyncSession, world: DemoWorld) -> None:
    """Add as many invoices per customer as the density says, on average, and what follows."""
    columns = Product.id, Product.price, Product.name, Product.department_id, Product.group_id
    products = (await session.execute(select(*columns).order_by(Product.id))).all()
    for model, rows in (
        (Invoice, _invoices),
        (InvoiceLine, _lines),
        (Payment, _payments),
        (WriteOff, _write_offs),
    ):
        await stream(session, world, model, partial(rows, world, products))
    await stream(session, world, Offer, partial(_offers, world))
    await stream(session, world, CreditLimit, partial(_limits, world))
    await world.add(session, CreditRule, _rules(world))
    await _follow_rules(session, world)


def _invoices(world: DemoWorld, products: Products) -> Iterator[dict[str, Any]]:
    for bill in bills(world, len(products)):
        net = sum((_net(products, n, quantity) for n, quantity in bill.sold), Decimal(0))
        vat = (net * VAT).quantize(CENT, ROUND_HALF_UP)
        yield {
            "number": str(100_000 + bill.key),
            "customer_id": world.keys[Customer][bill.customer],
            "seller_id": owner_of(world, bill.customer),
            "invoiced_on": bill.invoiced_on,
            "due_on": bill.due_on,
            "currency": world.currency,
            "net": net,
            "vat": vat,
            "total": net + vat,
            "cancelled_on": bill.invoiced_on if bill.fate == "cancelled" else None,
        }


def _lines(world: DemoWorld, products: Products) -> Iterator[dict[str, Any]]:
    for bill in bills(world, len(products)):
        for position, (number, quantity) in enumerate(bill.sold, 1):
            product = products[number]
            yield {
                "invoice_id": bill.key,
                "customer_id": world.keys[Customer][bill.customer],
                "invoiced_on": bill.invoiced_on,
                "position": position,
                "product_id": product.id,
                "department_id": product.department_id,
                "group_id": product.group_id,
                "offering_area_id": world.keys[ProductBasket][area_of(number)],
                "description": product.name,
                "quantity": Decimal(quantity),
                "unit_price": product.price,
                "net": _net(products, number, quantity),
                "cost": (_net(products, number, quantity) * 2 / 3).quantize(CENT),
            }


def _payments(world: DemoWorld, products: Products) -> Iterator[dict[str, Any]]:
    for bill, invoice in _with_invoices(world, products):
        if bill.paid_on is not None:
            share = Decimal("0.5") if bill.fate == "partly" else Decimal(1)
            yield {
                "invoice_id": bill.key,
                "customer_id": invoice["customer_id"],
                "paid_on": bill.paid_on,
                "amount": (invoice["total"] * share).quantize(CENT),
                "reference": f"RF {invoice['number']}",
            }


def _write_offs(world: DemoWorld, products: Products) -> Iterator[dict[str, Any]]:
    for bill, invoice in _with_invoices(world, products):
        if bill.fate == "lost":
            yield {
                "invoice_id": bill.key,
                "customer_id": invoice["customer_id"],
                "written_off_on": world.today,
                "amount": invoice["total"],
                "reason": "konkurssi / stečaj",
            }


def _net(products: Products, number: int, quantity: int) -> Decimal:
    price: Decimal = products[number].price
    return price * quantity


def _with_invoices(world: DemoWorld, products: Products) -> Iterator[tuple[Bill, dict[str, Any]]]:
    return zip(bills(world, len(products)), _invoices(world, products), strict=True)


def _offers(world: DemoWorld) -> Iterator[dict[str, Any]]:
    """Drafts, and offers that were sent, answered, or forgotten."""
    random = world.random("offers")
    for place in range(0, world.customers, OFFERED_EVERY):
        sent = world.today - timedelta(days=random.randint(1, 120))
        answered = sent + timedelta(days=random.randint(0, 30))
        fate = random.choice(("draft", "sent", "sent", "accepted", "accepted", "rejected"))
        yield {
            "number": str(5_000 + place),
            "customer_id": world.keys[Customer][place],
            "owner_id": owner_of(world, place),
            "amount": Decimal(random.randint(50_000, 5_000_000)) / 100,
            "currency": world.currency,
            "sent_on": None if fate == "draft" else sent,
            "valid_until": sent + timedelta(days=60),
            "accepted_on": min(answered, world.today) if fate == "accepted" else None,
            "rejected_on": min(answered, world.today) if fate == "rejected" else None,
        }


def _limits(world: DemoWorld) -> Iterator[dict[str, Any]]:
    for place in range(0, world.customers, LIMITED_EVERY):
        yield {
            "customer_id": world.keys[Customer][place],
            "amount": Decimal(world.pick("limit", place, (5_000, 20_000, 50_000, 200_000))),
            "currency": world.currency,
        }


def _rules(world: DemoWorld) -> Iterator[dict[str, Any]]:
    for name, kind, threshold, hold in (
        ("Over 30 days late", "DAYS_OVERDUE", 30, "NONE"),
        ("Over 60 days late", "DAYS_OVERDUE", 60, "SHIP"),
        ("Credit limit used up", "CREDIT_LIMIT", 100, "NONE"),
    ):
        yield {"name": name, "kind": kind, "threshold": Decimal(threshold), "hold": hold}


async def _follow_rules(session: AsyncSession, world: DemoWorld) -> None:
    """Add the alarms and holds that the rules ask for, and some holds that people set."""
    found: Any = await session.execute(broken_rules(None))
    broken = {(customer, rule.id): rule for customer, rule in found}
    now = world.days_ago(0)
    await world.add(
        session,
        CreditAlarm,
        [{"customer_id": c, "rule_id": rule, "raised_at": now} for c, rule in broken],
    )
    holds = [
        {"customer_id": customer, "set_by_id": None, "since": now, **hold._asdict()}
        for customer, hold in wanted_holds(broken).items()
    ]
    kept = {hold["customer_id"] for hold in holds}
    holds += [
        {
            "customer_id": key,
            "level": "ALL",
            "rule_id": None,
            "reason": "sopimus puuttuu / nema ugovora",
            "since": world.days_ago(20),
            "set_by_id": owner_of(world, place),
        }
        for place, key in enumerate(world.keys[Customer])
        if place % HELD_EVERY == HELD_EVERY - 1 and key not in kept
    ]
    await world.add(session, DeliveryHold, holds)
