"""Measuring the matrix and clicks at it."""

import asyncio
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace

import orjson
from sqlalchemy import URL

from benchmarks import starts
from benchmarks.contender import Contender
from benchmarks.database import embedded_server
from benchmarks.groups.data import FOLDER, PLUGINS, filled_groups, make_token
from benchmarks.measure import Load, answer, checked, in_turn
from benchmarks.options import Options
from benchmarks.report import Report
from benchmarks.request import Request
from benchmarks.results import summarise
from benchmarks.server import running
from core.errors import KortistoError

SCENARIOS = ("matrix", "toggle")
CONTENDERS = ("limit", "kortisto")
CONNECTIONS = 8
CLICKS = 1_000
"""Cells that are clicked in turn; no two that are clicked at once are of one customer."""

Requests = Mapping[str, Sequence[Request]]


def run(options: Options) -> None:
    """Measure hand-written SQL and Kortisto in turn, and report."""
    options.require_known(SCENARIOS, CONTENDERS)
    report = Report("groups", options)
    with embedded_server() as server:
        url = asyncio.run(filled_groups(server))
        token = asyncio.run(make_token(url))
        with competing(url) as contenders:
            for scenario in filter(options.scenario, SCENARIOS):
                asked = requests(scenario, token)
                check(report, scenario, contenders, asked)
                load = Load(scenario, asked, CONNECTIONS)
                report.add(scenario, summarise(in_turn(contenders, load, options), "limit"))
    report.save()


@contextmanager
def competing(url: URL) -> Iterator[list[Contender]]:
    """The hand-written SQL and Kortisto, running."""
    start = starts.kortisto(url, compiled=True)
    chosen = {"KORTISTO_PLUGINS__ENABLED": ",".join(PLUGINS)}
    ours = replace(start, environment={**start.environment, **chosen})
    with running(starts.limit(url)) as limit, running(ours) as kortisto:
        unasked = Request("/")
        yield [
            Contender("limit", limit, lambda scenario, key: unasked),
            Contender("kortisto", kortisto, lambda scenario, key: unasked),
        ]


def requests(scenario: str, token: str) -> Requests:
    """What each contender is asked."""
    if scenario == "matrix":
        return {"limit": [Request("/groups/matrix")], "kortisto": [graphql(token, "matrix", {})]}
    clicks = [(1 + n * 7 % 5_000, 1 + n * 11 % 200) for n in range(CLICKS)]
    return {
        "limit": [Request(f"/groups/toggle/{c}/{e}", body=b" ") for c, e in clicks],
        "kortisto": [graphql(token, "toggle", {"input": cell(*click)}) for click in clicks],
    }


def cell(customer: int, employee: int) -> Mapping[str, str]:
    return {"partyId": f"customer_{customer}", "employeeId": f"employee_{employee}"}


def graphql(token: str, name: str, variables: Mapping[str, object]) -> Request:
    document = (FOLDER / f"{name}.graphql").read_text()
    headers = (("content-type", "application/json"), ("authorization", f"Bearer {token}"))
    return Request("/graphql", headers, orjson.dumps({"query": document, "variables": variables}))


def check(report: Report, scenario: str, contenders: Sequence[Contender], asked: Requests) -> None:
    """See to it that both answer the same; of a click, that both flip."""
    if scenario == "matrix":
        report.values[scenario] = checked(contenders, asked)
        return
    for contender in contenders:
        first, second = (answer(contender, asked[contender.name][0]) for _ in range(2))
        if first == second or "code" in str(first):
            raise KortistoError(f"{contender.name} does not flip: {first}, {second}")
