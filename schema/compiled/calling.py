"""Python fields at their places in an operation, run and completed by graphql-core itself."""

from asyncio import gather
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any, NamedTuple

from graphql import GraphQLError, GraphQLObjectType
from graphql.execution import Executor
from graphql.execution.collect_fields import FieldDetails
from graphql.pyutils import Path

from core.declare.entity import NotLoaded, Row
from schema.compiled.uncompiled import Uncompiled
from schema.errors import cause_of


@dataclass(frozen=True)
class Call:
    """A Python field of the rows at one place, or of Query, which has no row.

    `row` makes its row of the values that the statement brings along.
    """

    parent: GraphQLObjectType
    details: list[FieldDetails]
    row: Callable[[Any], Row] | None


class Started(NamedTuple):
    """A value that is still to come, and where it belongs."""

    value: Awaitable[Any]
    holder: Any
    key: int | str


class Calls:
    """The calls of one answer: all are started before any is waited for, so that loaders batch.

    Uncompiled says that the reference path must answer: it tells what an error takes along.
    """

    def __init__(self, executor: Executor[Any]) -> None:
        self._executor = executor
        self._started: list[Started] = []

    def start(self, call: Call, brought: Any, path: Path, holder: Any, key: int | str) -> None:
        """Put the value of a call into its holder, now or when it comes."""
        source = self._executor.root_value if call.row is None else _made(call.row, brought)
        try:
            value = self._executor.execute_field(call.parent, source, call.details, path, None)
        except GraphQLError as error:
            raise Uncompiled("a Python field that may not be null failed") from error
        if self._executor.is_awaitable(value):
            self._started.append(Started(value, holder, key))
        else:
            holder[key] = value

    async def settle(self) -> None:
        """Wait for the values that are still to come."""
        if not self._started:
            return
        started, self._started = self._started, []
        values = await gather(*(each.value for each in started), return_exceptions=True)
        for each, value in zip(started, values, strict=True):
            if isinstance(value, GraphQLError):
                raise Uncompiled("a Python field that may not be null failed") from value
            if isinstance(value, BaseException):
                raise value
            each.holder[each.key] = value

    @property
    def errors(self) -> list[GraphQLError]:
        """What went wrong, where null may stand."""
        found = self._executor.collected_errors.errors
        if any(isinstance(cause_of(error), NotLoaded) for error in found):
            # on the reference path another field may load it
            raise Uncompiled("a Python field does not declare all that it needs")
        return found


def _made(row: Callable[[Any], Row], brought: Any) -> Row:
    try:
        return row(brought)
    except (ValueError, LookupError) as error:
        raise Uncompiled(f"a value that Python cannot hold: {error}") from error
