"""Measuring contenders in turn."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

import httpx2
import orjson

from benchmarks import wrk
from benchmarks.answers import AnswersDiffer, require_same, values
from benchmarks.contender import Contender
from benchmarks.options import Options
from benchmarks.request import Request
from benchmarks.wrk import PATIENCE, NoneAnswered, Reading, WrkError
from kortisto.cli.output import waiting

WARM_UP = 2.0
"""Seconds before the first round; doubled until there is an answer."""

ANSWERS = 2
"""How many answers each connection gets in a round, more or less, where they take long."""

Requests = Mapping[str, Sequence[Request]]
"""What each contender is asked in a scenario."""


def checked(contenders: Sequence[Contender], requests: Requests) -> int:
    """How many values an answer has; AnswersDiffer unless all answer as the first one does."""
    found: list[int] = []
    for asked in zip(*(requests[contender.name] for contender in contenders), strict=True):
        expected = answer(contenders[0], asked[0])
        found.append(values(expected))
        for contender, request in zip(contenders, asked, strict=True):
            require_same(contender.name, answer(contender, request), expected)
    return round(sum(found) / len(found))


def answer(contender: Contender, request: Request) -> object:
    """What a contender answers; AnswersDiffer if Kortisto took another way than it should."""
    response = client().request(
        request.method,
        contender.server.address + request.path,
        headers=dict(request.headers),
        content=request.body or None,
    )
    plan = response.headers.get("x-kortisto-plan")
    if contender.plan and plan != contender.plan:
        raise AnswersDiffer(f"{contender.name} answers by the plan {plan}: {response.text[:500]}")
    return orjson.loads(response.content)


@cache
def client() -> httpx2.Client:
    """What sends single requests."""
    return httpx2.Client(timeout=PATIENCE)


@dataclass(frozen=True)
class Load:
    """What each contender is asked in a scenario, and over how many connections at a time."""

    scenario: str
    requests: Requests
    connections: int

    def on(self, contender: Contender, seconds: float) -> Reading:
        """A reading; longer if that is too short, and WrkError names the contender that failed."""
        address, requests = contender.server.address, self.requests[contender.name]
        try:
            return wrk.load(address, requests, self.connections, seconds)
        except NoneAnswered:
            if seconds > PATIENCE:
                raise
            return self.on(contender, 2 * seconds)
        except WrkError as error:
            raise WrkError(f"{contender.name}: {error}; see {contender.server.log}") from error
        finally:
            contender.server.settle()


def in_turn(
    contenders: Sequence[Contender], load: Load, options: Options
) -> dict[str, list[Reading]]:
    """The readings of each contender, of rounds in which one follows the other."""
    readings: dict[str, list[Reading]] = {contender.name: [] for contender in contenders}
    lasting: dict[str, float] = {}
    with waiting().status(load.scenario) as status:
        for contender in contenders:
            status.update(f"{load.scenario}: {contender.name} warms up")
            warm = load.on(contender, WARM_UP)
            lasting[contender.name] = max(options.seconds, ANSWERS * warm.p50 / 1000)
        for number in range(options.rounds):
            for contender in contenders:
                name = contender.name
                status.update(f"{load.scenario}: round {number + 1} of {options.rounds}, {name}")
                readings[name].append(load.on(contender, lasting[name]))
    return readings
