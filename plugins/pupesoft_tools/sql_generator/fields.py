"""What pinned reports show."""

from strawberry import Parent

from core.context import Info
from core.declare import extend
from plugins.pupesoft_tools.results.types import SqlResult
from plugins.pupesoft_tools.sql_generator import models
from plugins.pupesoft_tools.sql_generator.definition import Wrong, read
from plugins.pupesoft_tools.sql_generator.mutations import Unusable, asked
from plugins.pupesoft_tools.sql_generator.running import Report
from plugins.pupesoft_tools.sql_generator.types import RunSqlReportInput, SqlReportPin

MOST_ROWS = 500


@extend(SqlReportPin, needs=("report_id",))
async def result(pin: Parent[models.ReportPin], info: Info) -> SqlResult | None:
    """The first 500 rows of the report, now; null if it can no longer be run as it is."""
    deployment, viewer = info.context.deployment, info.context.require()
    wanted = RunSqlReportInput(report_id=f"sql_report_{pin.report_id}")  # type: ignore[arg-type]
    try:
        definition = read(await asked(deployment, viewer, wanted))
        return await Report(deployment, viewer, definition).result(MOST_ROWS)
    except (Unusable, Wrong):
        return None
