"""Who competes, and how each is asked."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import orjson
from sqlalchemy import URL

from benchmarks import starts
from benchmarks.contender import Contender
from benchmarks.database import ROOT
from benchmarks.options import Options
from benchmarks.request import Request
from benchmarks.server import Server, running
from benchmarks.viewers import Tokens

OURS = Path(__file__).parent
THEIRS = ROOT / "benchmarks" / "postgraphile"
OF_CUSTOMER = ("card", "single")

CONTENDERS = ("limit", "compiled", "reference", "postgraphile", "stock")

Ask = Callable[[str, int], Request]


@contextmanager
def competing(url: URL, reader: URL, tokens: Tokens, options: Options) -> Iterator[list[Contender]]:
    """The contenders that take part, running; the limit first, and always."""
    kinds = ("compiled", "reference") if starts.has_switch() else ("reference",)
    with ExitStack() as stack:
        serve = stack.enter_context
        contenders = [Contender("limit", serve(running(starts.limit(url))), path)]
        for name in filter(options.contender, kinds):
            server = serve(running(starts.kortisto(url, compiled=name == "compiled")))
            contenders += ours(name, server, tokens)
        if options.contender("postgraphile"):
            server = serve(running(starts.postgraphile(reader)))
            contenders.append(Contender("postgraphile", server, graphql(THEIRS, "{}")))
        if options.contender("stock"):
            server = serve(running(starts.stock(url)))
            contenders.append(Contender("stock", server, graphql(OURS, "customer_{}", at="/")))
        yield contenders


def ours(name: str, server: Server, tokens: Tokens) -> Iterator[Contender]:
    """Kortisto, asked by somebody who sees all customers, and by a seller."""
    plan = name if name == "compiled" else None
    yield Contender(name, server, graphql(OURS, "customer_{}", tokens.all), plan)
    seller = graphql(OURS, "customer_{}", tokens.seller)
    yield Contender(f"{name}, seller", server, seller, plan)


def path(scenario: str, key: int) -> Request:
    """The request of the limit."""
    return Request(f"/{scenario}/{key}" if scenario in OF_CUSTOMER else f"/{scenario}")


def graphql(folder: Path, key_form: str, token: str | None = None, *, at: str = "/graphql") -> Ask:
    """How the documents of a folder are sent."""
    headers = [("content-type", "application/json")]
    if token:
        headers.append(("authorization", f"Bearer {token}"))

    def ask(scenario: str, key: int) -> Request:
        document = (folder / f"{scenario}.graphql").read_text()
        variables = {"id": key_form.format(key)} if scenario in OF_CUSTOMER else {}
        body = orjson.dumps({"query": document, "variables": variables})
        return Request(at, tuple(headers), body)

    return ask
