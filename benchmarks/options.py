"""What the one who starts the benchmarks may choose."""

from collections.abc import Iterable
from dataclasses import dataclass

from core.errors import BadInput


@dataclass(frozen=True)
class Options:
    """How often and how many seconds each contender is measured, and who and what takes part.

    Without names all scenarios and contenders take part.
    """

    rounds: int = 5
    seconds: int = 5
    growth: bool = False
    scenarios: frozenset[str] = frozenset()
    contenders: frozenset[str] = frozenset()

    def require_known(self, scenarios: Iterable[str], contenders: Iterable[str]) -> None:
        """BadInput if something is named that does not exist."""
        for chosen, known in ((self.scenarios, scenarios), (self.contenders, contenders)):
            names = list(known)
            if unknown := sorted(chosen.difference(names)):
                raise BadInput(f"There is no {', '.join(unknown)}. Known: {', '.join(names)}.")

    @property
    def complete(self) -> bool:
        """Whether everything takes part."""
        return not (self.scenarios or self.contenders)

    def scenario(self, name: str) -> bool:
        """Whether a scenario takes part."""
        return not self.scenarios or name in self.scenarios

    def contender(self, name: str) -> bool:
        """Whether a contender takes part."""
        return not self.contenders or name in self.contenders
