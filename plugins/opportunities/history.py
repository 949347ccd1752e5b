"""What opportunities became, and when: recorded with every write, and read for a day."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Date,
    Insert,
    Select,
    Update,
    func,
    insert,
    literal,
    or_,
    select,
    true,
    update,
)
from sqlalchemy.sql.selectable import LateralFromClause

from core.declare.field import Alias
from core.reading.rows import keys_parameter
from core.writing import Writing
from plugins.opportunities.models import (
    Opportunity,
    OpportunityChange,
    OpportunitySegment,
    Stage,
)
from plugins.opportunities.weights import likely

KEPT = (
    "stage_id",
    "amount",
    "currency",
    "manual_probability",
    "expected_close_on",
    "closed_on",
    "owner_id",
)
"""The columns of an opportunity whose changes are recorded."""

STATE = (*KEPT, "probability")

CHANGES: Any = OpportunityChange.__table__
SEGMENTS: Any = OpportunitySegment.__table__


async def record(writing: Writing, which: ColumnElement[bool]) -> None:
    """Add a row for each of the opportunities, joined with their stages, that is not as its last
    row says; one statement.
    """
    today = writing.deployment.clock.today()
    await writing.session.execute(_recording(which, today, writing.actor_id, writing.viewer.via))


async def chain(writing: Writing, which: ColumnElement[bool]) -> None:
    """Tell rows what was before them, after others came in between; one statement."""
    await writing.session.execute(_chaining(which))


async def follow_customer(writing: Writing, keys: Iterable[int]) -> None:
    """Keep what hangs on opportunities with their customers."""
    for table in (CHANGES, SEGMENTS):
        moved = table.c.opportunity_id == Opportunity.id, Opportunity.id == keys_parameter(keys)
        now = update(table).where(*moved).values(customer_id=Opportunity.customer_id)
        await writing.session.execute(now)


def as_of(now: Alias, day: ColumnElement[date]) -> Select[Any]:
    """Opportunities as they were when a day ended; what is not recorded is as it is now."""
    then = _last(now.id, OpportunityChange.day <= day)
    columns = [
        (then.c[column.name] if column.name in KEPT else getattr(now, column.name)).label(
            column.name
        )
        for column in Opportunity.__table__.c
    ]
    return select(*columns, then.c.probability).select_from(now).join(then, true())


def _last(key: Any, *conditions: ColumnElement[bool]) -> LateralFromClause:
    change = OpportunityChange
    return (
        select(CHANGES)
        .where(change.opportunity_id == key, *conditions)
        .order_by(change.day.desc(), change.id.desc())
        .limit(1)
        .lateral()
    )


def _recording(which: ColumnElement[bool], today: date, actor: int | None, via: str) -> Insert:
    last = _last(Opportunity.id)
    state = {name: getattr(Opportunity, name) for name in KEPT}
    state["probability"] = likely(Opportunity, Stage)
    values: dict[str, Any] = {
        "opportunity_id": Opportunity.id,
        "customer_id": Opportunity.customer_id,
        # a clock may be set back, and time must not
        "day": func.greatest(literal(today, Date()), last.c.day),
        "actor_id": literal(actor, BigInteger()),
        "via": literal(via),
        **state,
        **{f"old_{name}": last.c[name] for name in STATE},
    }
    different = [state[name].is_distinct_from(last.c[name]) for name in STATE]
    changed = (
        select(*values.values())
        .join(Stage, Stage.id == Opportunity.stage_id)
        .outerjoin(last, true())
        .where(which, or_(last.c.id.is_(None), *different))
    )
    return insert(CHANGES).from_select([*values], changed)


def _chaining(which: ColumnElement[bool]) -> Update:
    in_order = {
        "partition_by": CHANGES.c.opportunity_id,
        "order_by": (CHANGES.c.day, CHANGES.c.id),
    }
    before = select(
        CHANGES.c.id,
        CHANGES.c.day,
        *(func.lag(CHANGES.c[name]).over(**in_order).label(name) for name in STATE),
    )
    found = before.where(which).subquery()
    old = {CHANGES.c[f"old_{name}"]: found.c[name] for name in STATE}
    return (
        update(CHANGES)
        .where(
            CHANGES.c.id == found.c.id,
            CHANGES.c.day == found.c.day,
            or_(*(column.is_distinct_from(value) for column, value in old.items())),
        )
        .values(old)
    )
