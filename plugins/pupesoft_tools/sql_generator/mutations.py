"""Keeping, pinning and running reports."""

from typing import Annotated, Any

import strawberry
from sqlalchemy import select
from sqlalchemy.orm import aliased

from core.context import Info
from core.declare import extend
from core.deployment import Deployment
from core.errors import BadInput
from core.ids import decode_as
from core.reading import visible
from core.roots import Mutation
from core.viewer import Viewer
from core.writing import Code, UserError, writes
from plugins.pupesoft_tools.results.types import SqlResult
from plugins.pupesoft_tools.settings import PupesoftToolsSettings
from plugins.pupesoft_tools.sql_generator.definition import Wrong, read
from plugins.pupesoft_tools.sql_generator.models import SavedReport
from plugins.pupesoft_tools.sql_generator.permissions import SqlGeneratorPermission
from plugins.pupesoft_tools.sql_generator.rules import OwnRules, ReportRules, told
from plugins.pupesoft_tools.sql_generator.running import Report
from plugins.pupesoft_tools.sql_generator.types import RunSqlReportInput, SqlReport, SqlReportPin

report_writes = writes(
    SqlReport,
    inputs=("name", "description", "definition", "shared"),
    create=SqlGeneratorPermission.USE,
    update=SqlGeneratorPermission.USE,
    archive=SqlGeneratorPermission.USE,
    rules=ReportRules,
)

pin_writes = writes(
    SqlReportPin,
    inputs=("report", "display", "position"),
    create=SqlGeneratorPermission.USE,
    update=SqlGeneratorPermission.USE,
    archive=SqlGeneratorPermission.USE,
    rules=OwnRules,
)


@strawberry.type(description="The answer to `runSqlReport`.")
class RunSqlReportPayload:
    result: SqlResult | None = strawberry.field(description="The result; null if there is none.")
    sql: str | None = strawberry.field(
        description="The report as SQL, for people; SQL search reads it as it stands."
    )
    user_errors: list[UserError] = strawberry.field(
        description="Why there is none. INVALID: the definition asks for what there is not, or "
        "what you may not read; the path tells where. NOT_FOUND: no such report."
    )


class Unusable(Exception):
    """The input of a run cannot be used; `error` tells where and why."""

    def __init__(self, name: str, message: str, code: str = Code.INVALID) -> None:
        super().__init__(message)
        path = ["input", name]
        self.error = UserError(code=str(code), message=f"'{name}' {message}", path=path)


@extend(Mutation, permission=SqlGeneratorPermission.USE)
async def run_sql_report(
    info: Info,
    input: Annotated[RunSqlReportInput, strawberry.argument(description="Which report.")],
) -> RunSqlReportPayload | None:
    """Run a report over the rows and fields that you see. It changes nothing.

    Needs `sql_generator:use`.
    """
    deployment, viewer = info.context.deployment, info.context.require()
    rows = deployment.settings_of(PupesoftToolsSettings).sql_generator.rows
    try:
        report = Report(deployment, viewer, read(await asked(deployment, viewer, input)))
        return RunSqlReportPayload(
            result=await report.result(rows), sql=report.sql(rows), user_errors=[]
        )
    except Unusable as problem:
        return RunSqlReportPayload(result=None, sql=None, user_errors=[problem.error])
    except Wrong as problem:
        error = told(problem, "input", "definition")
        return RunSqlReportPayload(result=None, sql=None, user_errors=[error])


async def asked(deployment: Deployment, viewer: Viewer, input: RunSqlReportInput) -> object:
    """The definition of an input; Unusable if there is none."""
    if (input.report_id is None) == (input.definition is None):
        raise Unusable("definition", "and 'reportId': give one of them.")
    if input.report_id is None:
        return input.definition
    entity = deployment.registry.entity("SqlReport")
    try:
        key = decode_as(entity.prefix, str(input.report_id))
    except BadInput as problem:
        raise Unusable("reportId", f"is not usable: {problem.message}") from None
    row: Any = aliased(SavedReport)
    seen = visible(deployment.registry, entity, row, viewer)
    wanted = select(row.definition).where(row.id == key, seen, row.archived_at.is_(None))
    found = await deployment.database.fetch(wanted)
    if not found:
        raise Unusable("reportId", "is no saved report that you see.", Code.NOT_FOUND)
    return found[0].definition
