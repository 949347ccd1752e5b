"""Showing results, and keeping them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime

import orjson

from benchmarks.database import ROOT
from benchmarks.machine import revision, versions
from benchmarks.options import Options
from benchmarks.results import Result
from kortisto.cli.output import tell, write, write_table

OUT = ROOT / "benchmarks" / "out"


@dataclass
class Report:
    """The results of a benchmark, by scenario and contender."""

    name: str
    options: Options
    scenarios: dict[str, Mapping[str, Result]] = field(default_factory=dict)
    memory: dict[str, float | None] = field(default_factory=dict)
    values: dict[str, int] = field(default_factory=dict)

    def add(self, scenario: str, results: Mapping[str, Result]) -> None:
        """Keep and show the results of a scenario."""
        self.scenarios[scenario] = results
        count = f" ({self.values[scenario]:,} values)" if scenario in self.values else ""
        write(f"\n{scenario}{count}")
        rows = [
            (name, f"{r.ratio:.3f}", f"{r.rate:,.1f}", f"{r.p50:,.2f}", f"{r.p99:,.2f}")
            for name, r in results.items()
        ]
        write_table(("contender", "ratio", "requests/s", "p50 ms", "p99 ms"), rows)

    def add_memory(self, memory: Mapping[str, float | None]) -> None:
        """Keep and show the MiB of each server's process."""
        self.memory.update(memory)
        write("\nmemory after load")
        rows = [(name, "?" if mib is None else f"{mib:.0f}") for name, mib in memory.items()]
        write_table(("server", "MiB"), rows)

    def save(self) -> None:
        """Write all to `benchmarks/out`, if everything took part."""
        if not self.options.complete:
            return
        OUT.mkdir(exist_ok=True)
        file = OUT / f"{self.name}.json"
        file.write_bytes(orjson.dumps(self.as_json(), option=orjson.OPT_INDENT_2) + b"\n")
        tell(f"\nwritten to {file.relative_to(ROOT)}")

    def as_json(self) -> Mapping[str, object]:
        """Everything, scenario by scenario and contender by contender."""
        return {
            "revision": revision(),
            "date": datetime.now(UTC).isoformat(timespec="seconds"),
            "versions": versions(),
            "rounds": self.options.rounds,
            "seconds": self.options.seconds,
            "values": self.values,
            "scenarios": {
                scenario: {name: figures(result) for name, result in results.items()}
                for scenario, results in self.scenarios.items()
            },
            "memory_mib": self.memory,
        }


def figures(result: Result) -> Mapping[str, float]:
    """A result as others read it."""
    return {
        "requests_per_second": round(result.rate, 2),
        "p50_ms": round(result.p50, 3),
        "p99_ms": round(result.p99, 3),
        "ratio": round(result.ratio, 4),
    }
