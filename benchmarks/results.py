"""What was measured, as ratios."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import median

from benchmarks.wrk import Reading


@dataclass(frozen=True)
class Result:
    """Medians over the rounds. The ratio is that of rates within a round, to the base."""

    rate: float
    p50: float
    p99: float
    ratio: float


def summarise(rounds: Mapping[str, Sequence[Reading]], base: str) -> dict[str, Result]:
    """The medians of each contender, whose readings stand in the order of the rounds."""
    return {
        name: Result(
            rate=median(reading.rate for reading in readings),
            p50=median(reading.p50 for reading in readings),
            p99=median(reading.p99 for reading in readings),
            ratio=median(
                mine.rate / other.rate for mine, other in zip(readings, rounds[base], strict=True)
            ),
        )
        for name, readings in rounds.items()
    }
