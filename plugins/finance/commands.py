"""`kortisto sync`: a file of items, as another system would feed them."""

import sys
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Mapping
from itertools import islice
from os import SEEK_END
from pathlib import Path
from typing import Any, Literal

import orjson
from cyclopts import App
from rich.console import Console
from rich.progress import Progress

from core.deployment import Deployment, OpenDeployment
from core.errors import BadInput
from core.writing import system_viewer
from plugins.finance.sync.invoices import sync_invoices
from plugins.finance.sync.names import snake_case
from plugins.finance.sync.outcomes import FedBatch
from plugins.finance.sync.records import sync_customers, sync_payments, sync_products

Kind = Literal["customers", "products", "invoices", "payments"]
FEEDS: Mapping[str, Callable[..., Awaitable[FedBatch]]] = {
    "customers": sync_customers,
    "products": sync_products,
    "invoices": sync_invoices,
    "payments": sync_payments,
}
BATCH = 5_000
"""Items of a transaction; no more are held at a time."""

REFUSED = 1


def add_commands(app: App, open_deployment: OpenDeployment) -> None:
    """Add `kortisto sync`."""

    @app.command(name="sync")
    async def sync(kind: Kind, file: Path, *, source: str) -> int:
        """Take in a file of another system: an item as in the mutation of that name on each line.

        Repeating it changes nothing. Exit code 0: every item went in; 1: some were refused, and
        are told with the reason; the others are in.

        Parameters
        ----------
        kind
            What the items are.
        file
            JSON objects, one a line, in UTF-8.
        source
            The other system, such as `erp`.
        """
        async with open_deployment() as deployment:
            refused = 0
            async for place, batch in feed_file(deployment, kind, file, source):
                for number, outcome in enumerate(batch.outcomes, place):
                    refused += bool(outcome.errors)
                    for error in outcome.errors:
                        sys.stdout.write(f"line {number}: {error.message}\n")
        return REFUSED if refused else 0


async def feed_file(
    deployment: Deployment, kind: str, file: Path, source: str
) -> AsyncIterator[tuple[int, FedBatch]]:
    """What became of each batch of lines, with the number of its first line."""
    viewer = system_viewer(deployment)
    console = Console(stderr=True)
    with (
        file.open("rb") as lines,
        Progress(console=console, disable=not console.is_terminal) as progress,
    ):
        task = progress.add_task(file.name, total=lines.seek(0, SEEK_END))
        lines.seek(0)
        place, items = 1, _items(lines)
        while batch := list(islice(items, BATCH)):
            yield place, await FEEDS[kind](deployment, viewer, source, batch)
            place += len(batch)
            progress.update(task, completed=lines.tell())


def _items(lines: Any) -> Iterator[dict[str, Any]]:
    for number, line in enumerate(iter(lines.readline, b""), 1):
        try:
            item = orjson.loads(line)
        except orjson.JSONDecodeError:
            raise BadInput(f"Line {number} is no JSON.") from None
        if not isinstance(item, dict):
            raise BadInput(f"Line {number} is no JSON object.")
        yield snake_case(item)
