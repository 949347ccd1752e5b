"""The benchmark of the feed of invoices."""

import asyncio
import resource
from collections.abc import Sequence
from statistics import median
from time import perf_counter
from typing import Any

import asyncpg
import httpx2
from sqlalchemy import URL
from strawberry.utils.str_converters import to_camel_case

from benchmarks.database import connected, deployment_on, embedded_server, filled_database
from benchmarks.options import Options
from benchmarks.report import Report
from benchmarks.results import Result, summarise
from benchmarks.server import running
from benchmarks.starts import kortisto
from benchmarks.sync.items import SOURCE, items
from benchmarks.sync.limit import copy_and_merge
from benchmarks.wrk import Reading
from core.employees.demo import ADMIN_EMAIL
from core.writing import system_viewer
from kortisto.staff import create_api_token
from plugins.finance.sync.invoices import sync_invoices

INVOICES = 100_000
BATCH = 5_000
REQUEST = 1_000
"""Invoices of a request: the most that the setting `batch_items` allows by default."""

FEED = """mutation($input: SyncInvoicesInput!) { syncInvoices(input: $input) {
  results { action userErrors { code message } } userErrors { code message } } }"""
REFUSED = "'code'"
SCOPES = ("finance:sync", "customers:read", "customers:read_all", "products:read")
PATIENCE = 120.0
FILLED = 1_000
"""Customers of the database, of whom enough are in use."""

BASE = "copy and merge"
KILO = 1_024

NAMES = """
INSERT INTO external_id (entity, source, external_id, record_id, customer_id)
SELECT 'Customer', $1, (row_number() OVER (ORDER BY id))::text, id, id FROM customer
WHERE archived_at IS NULL
UNION ALL
SELECT 'Product', $1, (row_number() OVER (ORDER BY id))::text, id, NULL FROM product
"""
TABLES = "finance_invoice_line, finance_invoice"


def run(options: Options) -> None:
    """Take in the invoices both ways, in turn, and report; memory is the growth after a tenth."""
    report = Report("sync", options)
    with embedded_server() as server:
        url = asyncio.run(filled_database(server, FILLED))
        report.values["sync"] = INVOICES
        report.add("sync", asyncio.run(measure(url, report)))
    report.save()


async def measure(url: URL, report: Report) -> dict[str, Result]:
    """The rates, in invoices a second, and milliseconds of a batch."""
    readings: dict[str, list[Reading]] = {BASE: [], "sync": [], "sync over HTTP": []}
    growth = 0.0
    async with connected(url) as connection:
        for _ in range(report.options.rounds):
            await emptied(connection)
            begun = perf_counter()
            await copy_and_merge(connection, INVOICES)
            await connection.execute("DROP TABLE stage_invoice, stage_line")
            readings[BASE].append(reading([perf_counter() - begun]))
            await emptied(connection)
            times, growth = await fed(url)
            readings["sync"].append(reading(times))
            await counted(connection)
            await emptied(connection)
            readings["sync over HTTP"].append(reading(await fed_over_http(url)))
            await counted(connection)
        await emptied(connection)
    report.add_memory({"growth of sync": growth})
    return summarise(readings, BASE)


def reading(times: Sequence[float]) -> Reading:
    """The rate of all batches, and their times."""
    ordered = sorted(times)
    p99 = ordered[int(len(ordered) * 0.99)] if len(ordered) > 1 else ordered[0]
    return Reading(INVOICES / sum(times), median(times) * 1_000, p99 * 1_000)


async def fed_over_http(url: URL) -> list[float]:
    """Seconds of each request of as many invoices as a batch may have, sent one after the other."""
    async with deployment_on(url) as deployment:
        token = await create_api_token(deployment, ADMIN_EMAIL, SCOPES, "bench", 2)
    times: list[float] = []
    with running(kortisto(url, compiled=True)) as server:
        headers = {"authorization": f"Bearer {token}"}
        with httpx2.Client(base_url=server.address, headers=headers, timeout=PATIENCE) as client:
            for first in range(0, INVOICES, REQUEST):
                begun = perf_counter()
                sent = [camel_case(item) for item in items(first, first + REQUEST)]
                given = {"input": {"source": SOURCE, "items": sent}}
                answer = client.post("/graphql", json={"query": FEED, "variables": given}).json()
                times.append(perf_counter() - begun)
                if REFUSED in str(answer) or "errors" in answer:
                    raise RuntimeError(f"refused: {str(answer)[:300]}")
    return times


def camel_case(item: Any) -> Any:
    """An item with the names of the schema."""
    if isinstance(item, list):
        return [camel_case(each) for each in item]
    if not isinstance(item, dict):
        return item
    return {to_camel_case(name): camel_case(value) for name, value in item.items()}


async def fed(url: URL) -> tuple[list[float], float]:
    """Seconds of each batch, and how many MiB the process grew after the first tenth of them."""
    times: list[float] = []
    early = 0
    async with deployment_on(url) as deployment:
        viewer = system_viewer(deployment)
        for first in range(0, INVOICES, BATCH):
            begun = perf_counter()
            batch = list(items(first, first + BATCH))
            done = await sync_invoices(deployment, viewer, SOURCE, batch)
            times.append(perf_counter() - begun)
            if done.failed:
                (error, *_) = next(o.errors for o in done.outcomes if o.errors)
                raise RuntimeError(f"{done.failed} were refused, one because {error.message}")
            if first == INVOICES // 10:
                early = peak()
    return times, (peak() - early) / KILO


def peak() -> int:
    """The most KiB this process has had."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


async def emptied(connection: asyncpg.Connection) -> None:
    """No invoices, and all customers and products known to the source."""
    await connection.execute(f"TRUNCATE {TABLES} CASCADE")
    await connection.execute("DELETE FROM external_id WHERE source = $1", SOURCE)
    await connection.execute(NAMES, SOURCE)
    for table in (TABLES, "external_id", "change_log"):
        await connection.execute(f"VACUUM ANALYZE {table}")


async def counted(connection: asyncpg.Connection) -> None:
    """Fail unless everything is there."""
    count = await connection.fetchval("SELECT count(*) FROM finance_invoice_line")
    if count != 3 * INVOICES:
        raise RuntimeError(f"{count} lines are there.")
