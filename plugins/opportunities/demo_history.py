"""How demo opportunities came to be as they are."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta
from random import Random
from typing import Any, NamedTuple

from core.demo import DemoWorld
from plugins.opportunities.enums import StageKind
from plugins.opportunities.history import STATE


class Step(NamedTuple):
    """A stage as the table has it."""

    id: int
    kind: StageKind
    probability: int


Row = Mapping[str, Any]


def changes(world: DemoWorld, row: Row, steps: Sequence[Step]) -> Iterator[dict[str, Any]]:
    """The changes of an opportunity from its first day until it is as its row says."""
    random = world.random(f"opportunity history {row['id']}")
    states = _states(random, row, steps)
    before: Row = dict.fromkeys(STATE)
    for day, state in zip(_days(random, row, world.today, len(states)), states, strict=True):
        at = datetime.combine(day, time(12), UTC)
        yield {
            "opportunity_id": row["id"],
            "customer_id": row["customer_id"],
            "actor_id": row["owner_id"],
            "via": "session",
            "day": day,
            "created_at": at,
            "updated_at": at,
            **state,
            **{f"old_{name}": before[name] for name in STATE},
        }
        before = state


def _states(random: Random, row: Row, steps: Sequence[Step]) -> list[Row]:
    """What it was, one after the other; the last is what it is."""
    path = _path(random, next(step for step in steps if step.id == row["stage_id"]), steps)
    amount = row["amount"]
    found = []
    for step in path:
        found.append(_state(row, step, step.probability, amount))
        if step.kind is StageKind.OPEN and random.random() < 0.4:
            amount = round(amount * random.randint(80, 125) / 100, 2)
            found.append(_state(row, step, step.probability, amount))
    by_hand = path[-1].kind is StageKind.OPEN and row["manual_probability"]
    now = _state(row, path[-1], by_hand or path[-1].probability, row["amount"])
    now |= {"manual_probability": row["manual_probability"], "closed_on": row["closed_on"]}
    return [*found[:-1], now] if found[-1]["amount"] == row["amount"] else [*found, now]


def _path(random: Random, last: Step, steps: Sequence[Step]) -> list[Step]:
    """The stages it went through, of which some may be left out."""
    open_ones = [step for step in steps if step.kind is StageKind.OPEN]
    decided = last.kind is not StageKind.OPEN
    reach = random.randint(1, len(open_ones)) if decided else open_ones.index(last)
    return [*(step for step in open_ones[:reach] if random.random() < 0.8), last]


def _state(row: Row, step: Step, probability: int, amount: Any) -> dict[str, Any]:
    return {
        "stage_id": step.id,
        "amount": amount,
        "currency": row["currency"],
        "manual_probability": None,
        "probability": probability,
        "expected_close_on": row["expected_close_on"],
        "closed_on": None,
        "owner_id": row["owner_id"],
    }


def _days(random: Random, row: Row, today: date, count: int) -> list[date]:
    """As many days, from when it was made until it was closed or today."""
    first: date = row["created_at"].date()
    length = ((row["closed_on"] or today) - first).days
    later = sorted(random.randint(0, length) for _ in range(count - 1))
    if later and row["closed_on"]:
        later[-1] = length
    return [first + timedelta(days=days) for days in (0, *later)]
