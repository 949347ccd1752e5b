"""Reports as Excel files: offered for a while, and run again when they are fetched."""

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
from plugins.pupesoft_tools.sql_generator.definition import Wrong, read
from plugins.pupesoft_tools.sql_generator.mutations import Unusable, asked
from plugins.pupesoft_tools.sql_generator.permissions import SqlGeneratorPermission
from plugins.pupesoft_tools.sql_generator.rules import told
from plugins.pupesoft_tools.sql_generator.running import Report
from plugins.pupesoft_tools.sql_generator.types import RunSqlReportInput

KIND = "sql-report"


@strawberry.type(description="The answer to `exportSqlReport`.")
class ExportSqlReportPayload:
    download: Download | None = strawberry.field(description="The Excel file; null if none.")
    user_errors: list[UserError] = strawberry.field(
        description="Why there is none, as of `runSqlReport`."
    )


@extend(Mutation, permission=SqlGeneratorPermission.USE)
async def export_sql_report(
    info: Info,
    input: Annotated[RunSqlReportInput, strawberry.argument(description="Which report.")],
) -> ExportSqlReportPayload | None:
    """Offer a report as an Excel file, 15 minutes long, to yourself.

    The report runs when the file is fetched, over what you see then. Needs `sql_generator:use`.
    """
    deployment, viewer = info.context.deployment, info.context.require()
    try:
        given = await asked(deployment, viewer, input)
        Report(deployment, viewer, read(given)).statement(1)
    except Unusable as problem:
        return ExportSqlReportPayload(download=None, user_errors=[problem.error])
    except Wrong as problem:
        error = told(problem, "input", "definition")
        return ExportSqlReportPayload(download=None, user_errors=[error])
    info.context.answer_is_secret = True
    download = Download.of(await offer(deployment, viewer, KIND, {"definition": given}))
    return ExportSqlReportPayload(download=download, user_errors=[])


async def make_file(
    deployment: Deployment, viewer: Viewer, arguments: Mapping[str, Any], folder: Path
) -> File:
    """Run a report and write what it gives; NoFile if the viewer may no longer read all of it."""
    require(viewer, SqlGeneratorPermission.USE)
    most = deployment.settings_of(PupesoftToolsSettings).sql_generator.excel_rows
    try:
        report = Report(deployment, viewer, read(arguments["definition"]))
        async with report.batches(most + 1) as batches:
            zone = deployment.settings.time_zone
            return await write_file(folder, KIND, report.columns, batches, zone, most)
    except Wrong as problem:
        raise NoFile(f"The report cannot be run any more: it {problem.message}") from None
