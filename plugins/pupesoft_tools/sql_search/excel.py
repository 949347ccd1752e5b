"""Searches as Excel files: offered for a while, and run again when they are fetched."""

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any

import strawberry

from core.context import Info
from core.declare import extend
from core.deployment import Deployment
from core.downloads import File, offer
from core.downloads.types import Download
from core.roots import Mutation
from core.viewer import Viewer, require
from core.writing import UserError
from plugins.pupesoft_tools.results.excel import NoFile, write_file
from plugins.pupesoft_tools.settings import PupesoftToolsSettings
from plugins.pupesoft_tools.sql_search.errors import SearchProblem
from plugins.pupesoft_tools.sql_search.finding import Unusable, asked
from plugins.pupesoft_tools.sql_search.mutations import told
from plugins.pupesoft_tools.sql_search.permissions import SqlSearchPermission
from plugins.pupesoft_tools.sql_search.rules import parsed
from plugins.pupesoft_tools.sql_search.running import Search, running
from plugins.pupesoft_tools.sql_search.types import RunSqlSearchInput
from plugins.pupesoft_tools.sql_search.wall import checked

KIND = "sql-search"


@strawberry.type(description="The answer to `exportSqlSearch`.")
class ExportSqlSearchPayload:
    download: Download | None = strawberry.field(description="The Excel file; null if none.")
    user_errors: list[UserError] = strawberry.field(
        description="Why there is none, as of `runSqlSearch`."
    )


@extend(Mutation, permission=SqlSearchPermission.RUN)
async def export_sql_search(
    info: Info,
    input: Annotated[RunSqlSearchInput, strawberry.argument(description="Which search.")],
) -> ExportSqlSearchPayload | None:
    """Offer the result of an SQL search as an Excel file, 15 minutes long, to yourself.

    The search runs when the file is fetched, over what you see then. Needs what `runSqlSearch`
    needs.
    """
    deployment, viewer = info.context.deployment, info.context.require()
    try:
        search = await asked(deployment, viewer, input)
        checked(deployment.registry, viewer, search.sql, search.parameters)
    except Unusable as problem:
        return ExportSqlSearchPayload(download=None, user_errors=[problem.error])
    except SearchProblem as problem:
        return ExportSqlSearchPayload(download=None, user_errors=[told(problem, input)])
    info.context.answer_is_secret = True
    download = Download.of(await offer(deployment, viewer, KIND, _arguments(search)))
    return ExportSqlSearchPayload(download=download, user_errors=[])


def _arguments(search: Search) -> Mapping[str, Any]:
    parameters = [{"name": p.name, "kind": p.kind.name} for p in search.parameters]
    return {
        "sql": search.sql,
        "parameters": parameters,
        "values": dict(search.values),
        "id": search.id,
    }


async def make_file(
    deployment: Deployment, viewer: Viewer, arguments: Mapping[str, Any], folder: Path
) -> File:
    """Run a search and write what it gives; NoFile if it fails."""
    require(viewer, SqlSearchPermission.RUN)
    settings = deployment.settings_of(PupesoftToolsSettings).sql_search
    most = settings.excel_rows
    search = Search(
        arguments["sql"],
        parsed(arguments["parameters"]),
        arguments["values"],
        arguments["id"],
    )
    try:
        async with running(
            deployment, viewer, search, rows=most, seconds=settings.excel_seconds
        ) as result:
            names = [column.name for column in result.columns]
            zone = deployment.settings.time_zone
            return await write_file(folder, KIND, names, result.batches, zone, most)
    except SearchProblem as problem:
        raise NoFile(problem.message) from None
