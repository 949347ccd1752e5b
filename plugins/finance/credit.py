"""Applying credit rules: alarms and holds follow what customers owe."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Select, and_, exists, func, or_, select, true

from core.reading.rows import keys_parameter
from core.writing import Writing
from plugins.finance.enums import HoldLevel, RuleKind
from plugins.finance.hold_models import CreditAlarm, CreditLimit, CreditRule, DeliveryHold
from plugins.finance.receivables import Receivable

LOCK = "finance.credit_rules"
Customers = Sequence[int] | None
"""Keys of customers, or None for all."""


class Wanted(NamedTuple):
    """The hold that rules ask for."""

    level: HoldLevel
    rule_id: int
    reason: str


async def apply_rules(writing: Writing, customers: Customers = None) -> None:
    """Raise and clear alarms, set and end the holds of rules; what was held by hand stays."""
    session = writing.session
    # of two workers the second finds what the first has written
    await session.execute(select(func.pg_advisory_xact_lock(func.hashtext(LOCK))))
    found: Any = await session.execute(broken_rules(customers))
    broken = {(customer, rule.id): rule for customer, rule in found}
    now = writing.deployment.clock.now()
    await _follow_alarms(writing, broken, customers, now)
    await _follow_holds(writing, wanted_holds(broken), customers, now)


def broken_rules(customers: Customers) -> Select[Any]:
    """Customers with the rules that they break."""
    owed: Any = Receivable.__table__
    rule, limit = CreditRule, CreditLimit
    late = and_(rule.kind == RuleKind.DAYS_OVERDUE, owed.c.days_overdue > rule.threshold)
    amount = and_(
        rule.kind == RuleKind.OVERDUE_AMOUNT,
        rule.currency == owed.c.currency,
        owed.c.overdue_amount > rule.threshold,
    )
    limited = and_(
        rule.kind == RuleKind.CREDIT_LIMIT,
        owed.c.open_amount > limit.amount * rule.threshold / 100,
    )
    of_it = and_(
        limit.customer_id == owed.c.customer_id,
        limit.currency == owed.c.currency,
        limit.archived_at.is_(None),
    )
    statement = (
        select(owed.c.customer_id, rule)
        .join(rule, true())
        .outerjoin(limit, of_it)
        .where(rule.active, rule.archived_at.is_(None), or_(late, amount, limited))
        .order_by(owed.c.customer_id, rule.id)
    )
    if customers is not None:
        statement = statement.where(owed.c.customer_id == keys_parameter(customers))
    return statement


def wanted_holds(broken: Mapping[tuple[int, int], CreditRule]) -> Mapping[int, Wanted]:
    """The strictest hold for each customer, with the first rule that asks for it."""
    rules: dict[int, list[CreditRule]] = defaultdict(list)
    for (customer, _), rule in broken.items():
        if rule.hold is not HoldLevel.NONE:
            rules[customer].append(rule)
    return {customer: _strictest(asking) for customer, asking in rules.items()}


def _strictest(rules: Sequence[CreditRule]) -> Wanted:
    levels = {rule.hold for rule in rules}
    level = HoldLevel.ALL if len(levels) > 1 else levels.pop()
    first = next((rule for rule in rules if rule.hold is level), rules[0])
    return Wanted(level, first.id, first.name)


async def _follow_alarms(
    writing: Writing,
    broken: Iterable[tuple[int, int]],
    customers: Customers,
    now: datetime,
) -> None:
    open_ = await _rows(writing, CreditAlarm, CreditAlarm.cleared_at.is_(None), customers)
    raised = {(alarm.customer_id, alarm.rule_id): alarm for alarm in open_}
    for key in raised.keys() - set(broken):
        raised[key].cleared_at = now
    writing.session.add_all(
        CreditAlarm(customer_id=customer, rule_id=rule, raised_at=now)
        for customer, rule in sorted(set(broken) - raised.keys())
    )
    await writing.session.flush()


async def _follow_holds(
    writing: Writing, wanted: Mapping[int, Wanted], customers: Customers, now: datetime
) -> None:
    held = await _rows(writing, DeliveryHold, DeliveryHold.ended_at.is_(None), customers)
    kept = {hold.customer_id for hold in held}
    for hold in held:
        right = wanted.get(hold.customer_id)
        same = right is not None and hold.level is right.level
        if hold.rule_id is not None and not same:
            hold.ended_at = now
            kept.remove(hold.customer_id)
    # the index lets a customer have one hold that has not ended
    await writing.session.flush()
    writing.session.add_all(
        DeliveryHold(customer_id=customer, since=now, **hold._asdict())
        for customer, hold in sorted(wanted.items())
        if customer not in kept
    )
    await writing.session.flush()


async def _rows(
    writing: Writing, model: type[Any], valid: Any, customers: Customers
) -> Sequence[Any]:
    statement = select(model).where(valid).order_by(model.id).with_for_update()
    if customers is not None:
        statement = statement.where(model.customer_id == keys_parameter(customers))
    return (await writing.session.scalars(statement)).all()


def are_active() -> Select[Any]:
    """Whether there is a rule to apply."""
    rule = CreditRule
    return select(exists().where(rule.active, rule.archived_at.is_(None)))
