"""Running a search behind both walls, and logging that it was run."""

from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime
from time import perf_counter
from typing import Any

from sqlalchemy import insert

from core.deployment import Deployment
from core.errors import BadInput
from core.viewer import Viewer
from plugins.pupesoft_tools.settings import PupesoftToolsSettings
from plugins.pupesoft_tools.sql_search.enums import SearchOutcome
from plugins.pupesoft_tools.sql_search.errors import Refused, SearchProblem, TooLarge
from plugins.pupesoft_tools.sql_search.models import LONGEST_SQL, SearchRun
from plugins.pupesoft_tools.sql_search.parameters import Parameter, read_all
from plugins.pupesoft_tools.sql_search.reading import Result, result_of
from plugins.pupesoft_tools.sql_search.slots import Slots
from plugins.pupesoft_tools.sql_search.wall import checked

MEGABYTE = 1_000_000


@dataclass(frozen=True)
class Search:
    """A statement, its parameters and their values; `id` is the key of a saved search."""

    sql: str
    parameters: Sequence[Parameter] = ()
    values: Mapping[str, Any] = field(default_factory=dict)
    id: int | None = None


@dataclass
class Told:
    """What is logged of a run."""

    outcome: SearchOutcome = SearchOutcome.DONE
    message: str | None = None
    rows: int = 0
    bytes: int = 0


@asynccontextmanager
async def running(
    deployment: Deployment, viewer: Viewer, search: Search, *, rows: int, seconds: float
) -> AsyncIterator[Result]:
    """The result of a search, of at most so many rows and one more; SearchProblem if it fails.

    It is logged when it ends, however it ends.
    """
    at, begins = deployment.clock.now(), perf_counter()
    told = Told()
    try:
        async with _result(deployment, viewer, search, rows, seconds, told) as result:
            yield result
    except SearchProblem as problem:
        told.outcome, told.message = problem.outcome, problem.message
        raise
    except BaseException:
        told.outcome, told.message = SearchOutcome.FAILED, "It was broken off."
        raise
    finally:
        milliseconds = int((perf_counter() - begins) * 1000)
        await _log(deployment, viewer, search, told, at, milliseconds)


@asynccontextmanager
async def _result(
    deployment: Deployment, viewer: Viewer, search: Search, rows: int, seconds: float, told: Told
) -> AsyncIterator[Result]:
    settings = deployment.settings_of(PupesoftToolsSettings).sql_search
    known = checked(deployment.registry, viewer, search.sql, search.parameters)
    try:
        read_all(search.parameters, search.values)
        arguments = [each.read(search.values[each.name]) for each in known.parameters]
    except BadInput as problem:
        raise Refused(problem.message) from None
    slots = Slots(deployment, settings.at_once, seconds)
    async with slots.taken(viewer) as slot:
        sql = known.sql(slot.schema, rows + 1)
        async with result_of(
            deployment, slot, sql, arguments, seconds=seconds, rows=rows
        ) as result:
            counted = _counted(result.batches, told, settings.megabytes * MEGABYTE)
            yield Result(result.columns, counted)


async def _counted(
    batches: AsyncIterator[Sequence[Sequence[Any]]], told: Told, most: int
) -> AsyncIterator[Sequence[Sequence[Any]]]:
    async for batch in batches:
        told.rows += len(batch)
        told.bytes += sum(size(value) for row in batch for value in row)
        if told.bytes > most:
            raise TooLarge(f"The result has more than {most // MEGABYTE} MB: ask for less.")
        yield batch


async def _log(
    deployment: Deployment,
    viewer: Viewer,
    search: Search,
    told: Told,
    at: datetime,
    milliseconds: int,
) -> None:
    values = {
        "at": at,
        "employee_id": viewer.employee_id,
        "via": viewer.via,
        "search_id": search.id,
        "sql": storable(search.sql)[:LONGEST_SQL],
        "parameters": {storable(k)[:63]: storable_value(v) for k, v in search.values.items()},
        "outcome": told.outcome,
        "message": told.message,
        "milliseconds": milliseconds,
        "rows": told.rows,
    }
    async with deployment.database.writing(viewer) as session:
        await session.execute(insert(SearchRun).values(values))


def storable(text: str) -> str:
    """Text as PostgreSQL can hold it: what it cannot hold is replaced."""
    return text.replace("\x00", "�").encode("utf-8", "replace").decode("utf-8")


def storable_value(value: Any) -> Any:
    """A value of a parameter as the log keeps it."""
    if isinstance(value, str):
        return storable(value)
    return value if value is None or isinstance(value, bool | int | float) else storable(str(value))


def size(value: object) -> int:
    """About the bytes of a value."""
    return len(value) if isinstance(value, str | bytes) else 8 + len(str(value))
