"""What is asked."""

from collections.abc import Sequence
from dataclasses import dataclass

from benchmarks.contender import Contender
from benchmarks.measure import Load


@dataclass(frozen=True)
class Scenario:
    """A query, asked over some connections; `of_customer` if it is about one, in turn."""

    name: str
    of_customer: bool = False
    connections: int = 8

    def load(self, contenders: Sequence[Contender], customers: Sequence[int]) -> Load:
        """What each contender is asked, for one customer after the other."""
        keys = customers if self.of_customer else customers[:1]
        requests = {each.name: [each.ask(self.name, key) for key in keys] for each in contenders}
        return Load(self.name, requests, self.connections)


CARD = Scenario("card", of_customer=True)
SCENARIOS = (
    CARD,
    Scenario("page"),
    # Eight grids at once take the slowest contender most of a minute.
    Scenario("grid", connections=2),
    Scenario("single", of_customer=True),
)
