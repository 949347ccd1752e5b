"""Running the benchmarks: `python -m benchmarks --only reads`."""

import sys
from typing import Annotated

from cyclopts import App, Parameter
from cyclopts.validators import Number

from benchmarks import groups, plans, reads, reports, sync
from benchmarks.machine import take_cores
from benchmarks.options import Options
from benchmarks.wrk import require_wrk
from core.errors import KortistoError
from kortisto.cli.output import tell
from kortisto.embedded import EmbeddedPostgresError

SUITES = {
    "reads": reads.run,
    "plans": plans.run,
    "groups": groups.run,
    "reports": reports.run,
    "sync": sync.run,
}

AT_LEAST_ONE = Number(gte=1)

app = App(name="python -m benchmarks")


@app.default
def benchmarks(
    *,
    only: Annotated[str, Parameter(env_var="ONLY")] = "",
    growth: Annotated[bool, Parameter(env_var="GROWTH")] = False,
    rounds: Annotated[int, Parameter(env_var="ROUNDS", validator=AT_LEAST_ONE)] = 5,
    seconds: Annotated[int, Parameter(env_var="SECONDS", validator=AT_LEAST_ONE)] = 5,
    scenarios: Annotated[str, Parameter(env_var="SCENARIOS")] = "",
    contenders: Annotated[str, Parameter(env_var="CONTENDERS")] = "",
) -> int:
    """Compare Kortisto with other ways to the same answers.

    Parameters
    ----------
    only
        The benchmark to run, of: reads, plans, groups, reports, sync. All otherwise.
    growth
        Compare 1,000, 20,000 and 500,000 customers too; filling takes a quarter of an hour once.
    rounds
        How often each contender is measured.
    seconds
        How long each time.
    scenarios
        Names of scenarios, with commas; others are left out, and nothing is written to a file.
    contenders
        Names of contenders besides the limit, likewise.
    """
    if only and only not in SUITES:
        tell(f"There is no benchmark '{only}'. Known: {', '.join(SUITES)}.")
        return 2
    options = Options(rounds, seconds, growth, names(scenarios), names(contenders))
    take_cores()
    try:
        require_wrk()
        for name in [only] if only else SUITES:
            SUITES[name](options)
    except (KortistoError, EmbeddedPostgresError) as error:
        tell(f"benchmarks: {error}")
        return 1
    return 0


def names(text: str) -> frozenset[str]:
    """The names that stand between commas."""
    return frozenset(filter(None, map(str.strip, text.split(","))))


if __name__ == "__main__":
    sys.exit(app(result_action="return_value"))
