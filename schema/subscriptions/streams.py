"""What WebSockets and event streams have in common."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Iterator
from contextlib import aclosing, contextmanager
from dataclasses import dataclass, field

import structlog
from graphql import GraphQLError, OperationType, get_operation_ast
from strawberry import Schema
from strawberry.types import ExecutionResult
from strawberry.types.execution import PreExecutionError
from strawberry.types.graphql import OperationType as Allowed

from core.context import Context
from core.errors import KortistoError
from schema.documents import DocumentCache, TrustedDocuments
from schema.http.middleware.metrics import Metrics
from schema.http.request import GraphQLRequest
from schema.internals import graphql_schema
from schema.subscriptions.settings import SubscriptionSettings

log = structlog.stdlib.get_logger("kortisto.subscriptions")


class TooManyConnections(KortistoError):
    """Somebody has as many connections as he may."""

    code = "LIMIT_CONNECTIONS"


class NotStreamed(KortistoError):
    """A mutation is executed by POST, where it may be repeated and set cookies."""

    code = "METHOD_NOT_ALLOWED"


@dataclass
class Streams:
    """Runs operations whose results come one after the other; one per application."""

    schema: Schema
    documents: DocumentCache
    trusted: TrustedDocuments = field(default_factory=TrustedDocuments)
    settings: SubscriptionSettings = field(default_factory=SubscriptionSettings)
    metrics: Metrics | None = None
    stopping: asyncio.Event = field(default_factory=asyncio.Event)
    """Set when the server is about to end: event streams end then, for clients to reconnect."""
    _connections: Counter[int | None] = field(default_factory=Counter)

    def kind(self, asked: GraphQLRequest) -> OperationType | None:
        """What a request asks to be executed; None if executing it tells what is wrong."""
        try:
            query = self.trusted.resolve(asked.query, asked.document_id)
        except KortistoError:
            return None
        prepared = self.documents.prepared(graphql_schema(self.schema), query or "")
        if prepared.document is None:
            return None
        operation = get_operation_ast(prepared.document, asked.operation_name)
        return operation.operation if operation else None

    async def results(
        self, asked: GraphQLRequest, context: Context
    ) -> AsyncIterator[ExecutionResult]:
        """The results of a subscription, or the one of a query; limits hold as everywhere.

        A PreExecutionError is the only result of what cannot be executed.
        """
        try:
            async for result in self._results(asked, context):
                if self.metrics is not None:
                    self.metrics.events.inc()
                yield result
        except GraphQLError as error:
            yield PreExecutionError(data=None, errors=[error])
        except Exception as error:
            if not isinstance(error, KortistoError):
                log.error("unexpected error", exc_info=error)
            told = GraphQLError("Internal error", original_error=error)
            yield PreExecutionError(data=None, errors=[told])

    async def _results(
        self, asked: GraphQLRequest, context: Context
    ) -> AsyncIterator[ExecutionResult]:
        if self.kind(asked) is OperationType.MUTATION:
            raise NotStreamed("Mutations are executed by POST to /graphql only.")
        found = await self.schema.stream(
            self.trusted.resolve(asked.query, asked.document_id),
            variable_values=asked.variables,
            context_value=context,
            operation_name=asked.operation_name,
            allowed_operation_types=[Allowed.QUERY, Allowed.SUBSCRIPTION],
        )
        async with aclosing(found) as results:
            async for result in results:
                if isinstance(result, ExecutionResult):
                    yield result

    @contextmanager
    def connection(self, context: Context, protocol: str) -> Iterator[None]:
        """One connection of whoever asks; TooManyConnections if he has as many as he may."""
        person = context.viewer.employee_id if context.viewer else None
        if self._connections[person] >= self.settings.connections:
            raise TooManyConnections(
                f"You have {self.settings.connections} connections that follow events: close one."
            )
        self._connections[person] += 1
        with self.metrics.following(protocol) if self.metrics else _uncounted():
            try:
                yield
            finally:
                self._connections[person] -= 1
                if not self._connections[person]:
                    del self._connections[person]

    async def until_unwelcome(self, context: Context) -> None:
        """Return when whoever asks may no longer come in."""
        while True:
            await asyncio.sleep(self.settings.check_seconds)
            if not await context.is_welcome():
                return


@contextmanager
def _uncounted() -> Iterator[None]:
    yield
