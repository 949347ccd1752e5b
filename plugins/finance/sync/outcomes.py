"""What becomes of the items of a feed."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from core.writing import Action, Code, UserError


@dataclass(frozen=True)
class Fed:
    """What became of an item: the key of its record, what was done (None if nothing), or errors."""

    key: int | None = None
    action: Action | None = None
    errors: Sequence[UserError] = ()


@dataclass(frozen=True)
class FedBatch:
    """The outcomes in the order of the items, and what is wrong with the batch as a whole."""

    outcomes: Sequence[Fed] = ()
    errors: Sequence[UserError] = field(default=())

    @property
    def failed(self) -> int:
        return sum(bool(outcome.errors) for outcome in self.outcomes)


class Undone(Exception):
    """Carries the answer out of a transaction that must not commit."""

    def __init__(self, batch: FedBatch) -> None:
        self.batch = batch


def aborted(outcomes: Sequence[Fed], path: Sequence[str]) -> FedBatch:
    """The answer of an atomic batch of which nothing was written."""
    undone = [Fed(errors=outcome.errors) for outcome in outcomes]
    failed = sum(bool(outcome.errors) for outcome in undone)
    text = (
        f"Nothing was written: {failed} of {len(undone)} items have errors, and `atomic` is true."
    )
    return FedBatch(undone, [UserError(code=Code.ABORTED.value, message=text, path=list(path))])
