"""Who competes, and how each is asked."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import URL

from benchmarks import starts
from benchmarks.contender import Contender
from benchmarks.database import deployment_on
from benchmarks.reads.contenders import Ask, graphql
from benchmarks.reports.scenarios import SELLER
from benchmarks.request import Request
from benchmarks.server import running
from benchmarks.viewers import SCOPES
from core.employees.demo import ADMIN_EMAIL, SELLER_EMAIL
from kortisto.staff import create_api_token

FOLDER = Path(__file__).parent
EVERYTHING = [*SCOPES, "customers:read_all", "opportunities:read_all"]
DAYS = 2

CONTENDERS = ("limit", "compiled")


async def make_asking(url: URL) -> Ask:
    """How Kortisto is asked: by an employee who sees every opportunity, and by a seller."""
    async with deployment_on(url) as deployment:
        every = await create_api_token(deployment, ADMIN_EMAIL, EVERYTHING, "bench", DAYS)
        own = await create_api_token(deployment, SELLER_EMAIL, SCOPES, "bench", DAYS)
    asking = {True: graphql(FOLDER, "", own), False: graphql(FOLDER, "", every)}
    return lambda scenario, key: asking[scenario == SELLER](scenario, key)


@contextmanager
def competing(url: URL, asking: Ask) -> Iterator[list[Contender]]:
    """The hand-written SQL and Kortisto, running."""
    compiled = starts.kortisto(url, compiled=True)
    with running(starts.limit(url)) as limit, running(compiled) as kortisto:
        yield [
            Contender("limit", limit, lambda scenario, _: Request(f"/reports/{scenario}")),
            Contender("compiled", kortisto, asking, "compiled"),
        ]
