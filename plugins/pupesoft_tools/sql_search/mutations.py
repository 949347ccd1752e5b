"""Keeping SQL searches, and running them."""

from time import perf_counter
from typing import Annotated

import strawberry

from core.context import Info
from core.declare import extend
from core.roots import Mutation
from core.writing import UserError, writes
from plugins.pupesoft_tools.results.types import SqlResult, SqlResultColumn
from plugins.pupesoft_tools.results.values import shown
from plugins.pupesoft_tools.settings import PupesoftToolsSettings
from plugins.pupesoft_tools.sql_search.errors import SearchProblem
from plugins.pupesoft_tools.sql_search.finding import Unusable, asked
from plugins.pupesoft_tools.sql_search.permissions import SqlSearchPermission
from plugins.pupesoft_tools.sql_search.rules import SavedSearchRules
from plugins.pupesoft_tools.sql_search.running import running
from plugins.pupesoft_tools.sql_search.types import RunSqlSearchInput, SqlSearch

search_writes = writes(
    SqlSearch,
    inputs=("name", "description", "sql", "parameters", "shared"),
    create=SqlSearchPermission.WRITE,
    update=SqlSearchPermission.WRITE,
    archive=SqlSearchPermission.WRITE,
    rules=SavedSearchRules,
    plural="SqlSearches",
)


@strawberry.type(description="The answer to `runSqlSearch`.")
class RunSqlSearchPayload:
    result: SqlResult | None = strawberry.field(description="The result; null if there is none.")
    user_errors: list[UserError] = strawberry.field(
        description="Why there is none. NOT_FOUND: no such search. REFUSED: it asks for what no "
        "search may, or no search can be run now. FAILED: PostgreSQL could not run it. TIMEOUT: it "
        "took too long. TOO_LARGE: it gives too much. INVALID: the input is not usable."
    )


@extend(Mutation, permission=SqlSearchPermission.RUN)
async def run_sql_search(
    info: Info,
    input: Annotated[RunSqlSearchInput, strawberry.argument(description="Which search.")],
) -> RunSqlSearchPayload | None:
    """Run an SQL search over the rows and columns that you see. It changes nothing but the log.

    Needs `sql_search:run`, and `sql_search:write` for a statement of your own.
    """
    context = info.context
    deployment, viewer = context.deployment, context.require()
    settings = deployment.settings_of(PupesoftToolsSettings).sql_search
    rows = settings.rows
    try:
        search = await asked(deployment, viewer, input)
        begins = perf_counter()
        async with running(
            deployment, viewer, search, rows=rows, seconds=settings.seconds
        ) as result:
            found = [row async for batch in result.batches for row in batch]
    except Unusable as problem:
        return RunSqlSearchPayload(result=None, user_errors=[problem.error])
    except SearchProblem as problem:
        return RunSqlSearchPayload(result=None, user_errors=[told(problem, input)])
    context.loaders.clear()
    answer = SqlResult(
        columns=[SqlResultColumn(name=c.name, type=c.type) for c in result.columns],
        rows=[[shown(value) for value in row] for row in found[:rows]],
        truncated=len(found) > rows,
        milliseconds=int((perf_counter() - begins) * 1000),
    )
    return RunSqlSearchPayload(result=answer, user_errors=[])


def told(problem: SearchProblem, input: RunSqlSearchInput) -> UserError:
    """A problem as an error of the input that it came from."""
    name = "sql" if input.search_id is None else "searchId"
    return UserError(code=problem.outcome.name, message=problem.message, path=["input", name])
