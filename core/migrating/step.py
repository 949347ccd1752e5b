"""A revision still to run."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Pending:
    """A revision still to run."""

    plugin: str
    revision: str
    title: str

    def __str__(self) -> str:
        return f"{self.plugin}: {self.revision} {self.title}"
