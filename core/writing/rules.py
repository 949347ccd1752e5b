"""Business rules of an entity, beyond what its columns say."""

from collections.abc import Mapping, Sequence
from typing import ClassVar, NamedTuple

from core.writing.draft import Draft
from core.writing.user_error import Code
from core.writing.writing import Writing


class Clash(NamedTuple):
    """What to tell when a constraint of the table refuses a row: the attribute and why."""

    attribute: str
    message: str
    code: str = Code.TAKEN


class Rules:
    """Rules of an entity: override what you need. One instance serves one batch.

    They read `draft.get`, set `draft.values`, and call `draft.refuse`; they never commit. The
    methods named `all` see the items of a batch at once and ask the database once. Items with
    errors are left out of each step.
    """

    clashes: ClassVar[Mapping[str, Clash]] = {}
    """What to tell when a constraint, by its name, refuses a row; a unique one explains itself."""

    def __init__(self, writing: Writing) -> None:
        self.writing = writing

    def complete(self, draft: Draft) -> None:
        """Fill or derive values of one item."""

    async def complete_all(self, drafts: Sequence[Draft]) -> None:
        """Fill values that the caller left out, from the database."""

    def check(self, draft: Draft) -> None:
        """Refuse what may not be; `draft.differs("archived_at")` when archiving or restoring."""

    async def check_all(self, drafts: Sequence[Draft]) -> None:
        """Refuse what may not be, looking at other rows too."""

    async def written(self, drafts: Sequence[Draft]) -> None:
        """Write more in the same transaction, after the rows have their keys."""
