"""Which months of a plan can be edited."""

from dataclasses import dataclass
from datetime import date

from plugins.plans.enums import Horizon, LockReason, LockScope, PlanSide
from plugins.plans.models import Plan, PlanSettings
from plugins.plans.months import length, month_of, moved


@dataclass(frozen=True)
class Span:
    """The months of a plan on a day, and the first that each rule leaves open.

    Without a rule `unlocked_from` and `window_from` are the plan's first month.
    """

    first: date
    last: date
    unlocked_from: date
    window_from: date

    def has(self, month: date) -> bool:
        return self.first <= month <= self.last

    def lock(self, month: date) -> LockReason | None:
        """Why a month cannot be edited; None if it can."""
        if month < self.window_from:
            return LockReason.WINDOW_PASSED
        return LockReason.LOCK_DAY if month < self.unlocked_from else None

    def is_open(self, month: date, *, override: bool = False) -> bool:
        """Whether a month may be written; an override opens what the day of locking closed."""
        found = self.lock(month)
        return found is None or (override and found is LockReason.LOCK_DAY)


def span_of(plan: Plan, rules: PlanSettings, today: date) -> Span:
    """The months of a plan, and which of them are open on a day."""
    first, now = plan.first_month, month_of(today)
    locked = plan.side is PlanSide.FORECAST and rules.lock_day is not None
    unlocked_from = first_unlocked(rules, today) if locked else first
    if plan.horizon is Horizon.FIXED or plan.rolling_months is None:
        return Span(first, plan.last_month or first, unlocked_from, first)
    window_from = max(first, now)
    return Span(first, moved(window_from, plan.rolling_months - 1), unlocked_from, window_from)


def first_unlocked(rules: PlanSettings, today: date) -> date:
    """The first month that the day of locking leaves open; the day is at most the month's last."""
    now = month_of(today)
    passed = today.day > min(rules.lock_day or 31, length(today))
    if rules.lock_scope is LockScope.PREVIOUS:
        return now if passed else moved(now, -1)
    return moved(now, 1) if passed else now
