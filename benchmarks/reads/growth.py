"""How the card's time grows with the number of customers."""

import asyncio
from collections.abc import Iterator, Sequence
from contextlib import ExitStack

from sqlalchemy import URL

from benchmarks import starts
from benchmarks.contender import Contender
from benchmarks.database import filled_database
from benchmarks.measure import Load, checked, in_turn
from benchmarks.reads.contenders import ours, path
from benchmarks.reads.customers import customers_like
from benchmarks.reads.scenarios import CARD
from benchmarks.report import Report
from benchmarks.request import Request
from benchmarks.results import summarise
from benchmarks.server import running
from benchmarks.viewers import make_tokens

SIZES = (1_000, 20_000, 500_000)


def measure_growth(server: URL, report: Report) -> None:
    """Measure the limit and Kortisto over databases of three sizes, all in turn."""
    requests: dict[str, Sequence[Request]] = {}
    contenders: list[Contender] = []
    with ExitStack() as stack:
        for size in SIZES:
            url = asyncio.run(filled_database(server, size))
            customers = asyncio.run(customers_like(url))
            pair = list(of_size(stack, url))
            asked = CARD.load(pair, customers).requests
            checked(pair, asked)
            for contender in pair:
                name = f"{contender.name} of {size:,}"
                contenders.append(Contender(name, contender.server, contender.ask))
                requests[name] = asked[contender.name]
        load = Load("growth", requests, CARD.connections)
        readings = in_turn(contenders, load, report.options)
    for kind in dict.fromkeys(name.partition(" of ")[0] for name in readings):
        own = {name: each for name, each in readings.items() if name.startswith(f"{kind} of ")}
        report.add(f"growth of {kind}", summarise(own, next(iter(own))))


def of_size(stack: ExitStack, url: URL) -> Iterator[Contender]:
    """The limit and Kortisto's fastest way, on one database."""
    yield Contender("limit", stack.enter_context(running(starts.limit(url))), path)
    compiled = starts.has_switch()
    kortisto = stack.enter_context(running(starts.kortisto(url, compiled=compiled)))
    yield next(
        ours("compiled" if compiled else "reference", kortisto, asyncio.run(make_tokens(url)))
    )
