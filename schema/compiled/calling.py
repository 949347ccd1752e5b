"""Python fields at their places in an operation, run and completed by graphql-core itself."""

from asyncio import gather
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple

from graphql import GraphQLError, GraphQLObjectType
from graphql.execution import Executor
from graphql.execution.collect_fields import FieldDetails
from graphql.pyutils import Path, Undefined
from strawberry.execution import optimized_is_awaitable

from core.declare.entity import NotLoaded, Row
from schema.compiled.uncompiled import Uncompiled
from schema.errors import cause_of
from schema.executor import Shown


@dataclass(frozen=True)
class Call:
    """A Python field of the rows at one place, or of Query, which has no row.

    `row` makes its row of the values that the statement brings along; `shown` is the short way of a
    function that takes nothing else and gives a plain value.
    """

    parent: GraphQLObjectType
    details: list[FieldDetails]
    row: Callable[[Any], Row] | None
    shown: Shown | None

    def source(self, brought: Any) -> Row | None:
        """Its row; Uncompiled if Python cannot hold a value."""
        if self.row is None:
            return None
        try:
            return self.row(brought)
        except (ValueError, LookupError) as error:
            raise Uncompiled(f"a value that Python cannot hold: {error}") from error


class Started(NamedTuple):
    """A value that is still to come, and where it belongs."""

    value: Awaitable[Any]
    holder: Any
    key: int | str


class Calls:
    """The calls of one answer: all are started before any is waited for, so that loaders batch.

    Uncompiled says that the reference path must answer: it tells what an error takes along.
    """

    def __init__(self, make_executor: Callable[[], Executor[Any]]) -> None:
        self._make_executor = make_executor
        self._started: list[Started] = []

    @cached_property
    def _executor(self) -> Executor[Any]:
        return self._make_executor()

    def start(
        self, call: Call, brought: Any, path: Callable[[], Path], holder: Any, key: int | str
    ) -> None:
        """Put the value of a call into its holder, now or when it comes."""
        source = call.source(brought)
        if call.shown is not None:
            value = call.shown.of(source)
            if value is not Undefined and not optimized_is_awaitable(value):
                holder[key] = value
                return
        value = self._executed(call, source, path())
        if optimized_is_awaitable(value):
            self._started.append(Started(value, holder, key))
        else:
            holder[key] = value

    def _executed(self, call: Call, source: Row | None, path: Path) -> Any:
        try:
            return self._executor.execute_field(call.parent, source, call.details, path, None)
        except GraphQLError as error:
            raise Uncompiled("a Python field that may not be null failed") from error

    async def settle(self) -> None:
        """Wait for the values that are still to come."""
        started, self._started = self._started, []
        if len(started) == 1:
            # without a task, which costs as much as the rest
            await self._settled(started[0])
            return
        outcomes = await gather(*map(self._settled, started), return_exceptions=True)
        for failure in filter(None, outcomes):
            raise failure

    async def _settled(self, started: Started) -> None:
        try:
            started.holder[started.key] = await started.value
        except GraphQLError as error:
            raise Uncompiled("a Python field that may not be null failed") from error

    @property
    def errors(self) -> list[GraphQLError]:
        """What went wrong, where null may stand."""
        if "_executor" not in vars(self):
            return []
        found = self._executor.collected_errors.errors
        if any(isinstance(cause_of(error), NotLoaded) for error in found):
            # on the reference path another field may load it
            raise Uncompiled("a Python field does not declare all that it needs")
        return found

    @property
    def are_settled(self) -> bool:
        """Whether all values are there."""
        return not self._started
