"""The benchmark of reports."""

import asyncio

from sqlalchemy import URL

from benchmarks.database import embedded_server, filled_database
from benchmarks.measure import Load, checked, in_turn
from benchmarks.options import Options
from benchmarks.report import Report
from benchmarks.reports.contenders import CONTENDERS, competing, make_asking
from benchmarks.reports.scenarios import SCENARIOS
from benchmarks.results import summarise

CUSTOMERS = 12_600
"""With 8 opportunities each on average, so that there are 100,000."""

CONNECTIONS = 2


def run(options: Options) -> None:
    """Measure hand-written SQL and Kortisto in all scenarios, and report."""
    options.require_known(SCENARIOS, CONTENDERS)
    report = Report("reports", options)
    with embedded_server() as server:
        url = asyncio.run(filled_database(server, CUSTOMERS))
        compare(url, report)
    report.save()


def compare(url: URL, report: Report) -> None:
    """Check in each scenario that both answer the same, and measure how fast."""
    asking = asyncio.run(make_asking(url))
    with competing(url, asking) as contenders:
        for scenario in filter(report.options.scenario, SCENARIOS):
            requests = {each.name: [each.ask(scenario, 0)] for each in contenders}
            report.values[scenario] = checked(contenders, requests)
            load = Load(scenario, requests, CONNECTIONS)
            report.add(scenario, summarise(in_turn(contenders, load, report.options), "limit"))
