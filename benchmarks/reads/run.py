"""The benchmark of reads."""

import asyncio
from collections.abc import Sequence

from sqlalchemy import URL

from benchmarks.contender import Contender
from benchmarks.database import embedded_server, filled_database
from benchmarks.measure import checked, in_turn
from benchmarks.options import Options
from benchmarks.reads.contenders import CONTENDERS, competing
from benchmarks.reads.customers import customers_like
from benchmarks.reads.growth import measure_growth
from benchmarks.reads.python import NAME as PYTHON
from benchmarks.reads.python import measure_python
from benchmarks.reads.scenarios import SCENARIOS, Scenario
from benchmarks.report import Report
from benchmarks.results import summarise
from benchmarks.viewers import make_reader, make_tokens
from core.employees.demo import SELLER_EMAIL

CUSTOMERS = 20_000
BASE = "limit"


def run(options: Options) -> None:
    """Measure all contenders in all scenarios, and report."""
    options.require_known([*(scenario.name for scenario in SCENARIOS), PYTHON], CONTENDERS)
    report = Report("reads", options)
    with embedded_server() as server:
        url = asyncio.run(filled_database(server, CUSTOMERS))
        compare(url, report)
        if options.growth:
            measure_growth(server, report)
    report.save()


def compare(url: URL, report: Report) -> None:
    """Measure all contenders in all scenarios."""
    customers = asyncio.run(customers_like(url, SELLER_EMAIL))
    reader, tokens = asyncio.run(make_reader(url)), asyncio.run(make_tokens(url))
    with competing(url, reader, tokens, report.options) as contenders:
        for scenario in SCENARIOS:
            if not report.options.scenario(scenario.name):
                continue
            taking_part = [c for c in contenders if scenario.of_customer or "seller" not in c.name]
            measure(scenario, taking_part, customers, report)
        ours = [c for c in contenders if c.name in ("compiled", "reference")]
        if report.options.scenario(PYTHON) and any(c.plan for c in ours):
            measure_python(ours, customers, report)
        servers = {c.name: c.server for c in contenders if "seller" not in c.name}
        report.add_memory({name: server.memory() for name, server in servers.items()})


def measure(
    scenario: Scenario, contenders: Sequence[Contender], customers: Sequence[int], report: Report
) -> None:
    """Check that all answer the same, and measure how fast."""
    load = scenario.load(contenders, customers)
    report.values[scenario.name] = checked(contenders, load.requests)
    report.add(scenario.name, summarise(in_turn(contenders, load, report.options), BASE))
