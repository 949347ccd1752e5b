"""What became of every line of a file."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import NamedTuple, Protocol

from core.writing import Action
from kortisto.importing.rejection import Rejection


class Correction(NamedTuple):
    """A misspelling that the mapping corrects."""

    column: str
    wrong: str
    right: str


class Reporter(Protocol):
    """Is told the rejections as they come, and the report at the end."""

    def reject(self, rejection: Rejection) -> None: ...

    def finish(self, report: "Report") -> None: ...


@dataclass
class Report:
    """Counts lines. Every line of the file is in exactly one of the counts."""

    reporter: Reporter
    created: int = 0
    updated: int = 0
    unchanged: int = 0
    repeated: int = 0
    skipped: int = 0
    rejected: int = 0
    corrections: Counter[Correction] = field(default_factory=Counter)
    blanked: Counter[str] = field(default_factory=Counter)

    @property
    def lines(self) -> int:
        return sum(self.counts.values())

    @property
    def counts(self) -> dict[str, int]:
        names = ("created", "updated", "unchanged", "repeated", "skipped", "rejected")
        return {name: getattr(self, name) for name in names}

    def written(self, action: Action | None) -> None:
        """A line is in the database; None if nothing had to be changed."""
        if action is None:
            self.unchanged += 1
        elif action is Action.CREATE:
            self.created += 1
        else:
            self.updated += 1

    def reject(self, rejections: Iterable[Rejection]) -> None:
        """A line is refused, for one reason or several."""
        self.rejected += 1
        for rejection in rejections:
            self.reporter.reject(rejection)

    def blank(self, column: str) -> None:
        """A reference to what does not exist was left out, as the mapping says."""
        self.blanked[column] += 1
