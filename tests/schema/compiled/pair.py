"""Both ways to run a query, on one deployment, and whether their answers are equal."""

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from structlog.testing import capture_logs

from core.context import Context
from core.deployment import Deployment
from core.viewer import Viewer
from schema.compiled import CompiledReads
from schema.composition import Schema
from schema.documents import DocumentCache
from schema.errors import present
from schema.limits import Limits
from tests.api import composed

COMPILED = "compiled"
REFERENCE = "reference"


@dataclass(frozen=True)
class Outcome:
    """An answer as text, its keys in their order, and how it came about."""

    data: str
    errors: list[dict[str, Any]]
    plan: str

    @property
    def value(self) -> Any:
        """The data; fails the test if there were errors."""
        assert not self.errors, self.errors
        return json.loads(self.data)


@dataclass
class Tally:
    """How many of the queries were valid, and how many of those were compiled."""

    queries: int = 0
    valid: int = 0
    compiled: int = 0

    def note(self, outcome: Outcome) -> None:
        self.queries += 1
        self.valid += not outcome.errors
        self.compiled += outcome.plan == COMPILED


@dataclass
class Pair:
    """Runs queries on the reference path and with compiled reads; documents are cached for both."""

    deployment: Deployment
    documents: DocumentCache = field(default_factory=lambda: DocumentCache(Limits()))
    tally: Tally = field(default_factory=Tally)

    def __post_init__(self) -> None:
        registry = self.deployment.registry
        self.reads = CompiledReads()
        self.reference = composed(registry, [self.documents])
        self.compiled = composed(registry, [self.documents, self.reads])

    async def __call__(self, query: str, viewer: Viewer | None, /, **variables: object) -> Outcome:
        """The compiled answer, which must be that of the reference path."""
        return await self.same(query, viewer, variables)

    async def same(
        self,
        query: str,
        viewer: Viewer | None,
        variables: Mapping[str, object],
        operation: str | None = None,
    ) -> Outcome:
        expected = await self.run(self.reference, query, viewer, variables, operation)
        found = await self.run(self.compiled, query, viewer, variables, operation)
        asked = (query, dict(variables), viewer)
        assert found.errors == expected.errors, (found, expected, asked)
        assert found.data == expected.data, (found.plan, found.data, expected.data, asked)
        self.tally.note(found)
        return found

    @contextmanager
    def counting(self) -> Iterator[Tally]:
        """What is counted meanwhile."""
        before, self.tally = self.tally, Tally()
        try:
            yield self.tally
        finally:
            self.tally = before

    async def run(
        self,
        schema: Schema,
        query: str,
        viewer: Viewer | None,
        variables: Mapping[str, object],
        operation: str | None = None,
    ) -> Outcome:
        """What one of the two schemas answers."""
        context = Context(self.deployment, viewer)
        # to print the traceback of an error takes longer than all the rest
        with capture_logs():
            result = await schema.execute(
                query,
                variable_values=dict(variables),
                context_value=context,
                operation_name=operation,
            )
        errors = [present(error) for error in result.errors or ()]
        data: Any = result.data
        found = json.loads(data) if isinstance(data, bytes) else data
        errors.sort(key=lambda error: json.dumps(error.get("path")))
        return Outcome(json.dumps(found), errors, context.plan)
