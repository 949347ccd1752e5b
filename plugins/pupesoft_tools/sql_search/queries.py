"""Ways to saved searches, to what was run, and to what can be searched."""

from anyio import to_thread

from core.context import Info
from core.declare import by_id, connection, extend
from core.roots import Query
from plugins.pupesoft_tools.results.sql import type_name
from plugins.pupesoft_tools.sql_search.permissions import SqlSearchPermission
from plugins.pupesoft_tools.sql_search.tables import SearchTable
from plugins.pupesoft_tools.sql_search.types import SqlSearchColumn, SqlSearchTable
from plugins.pupesoft_tools.sql_search.views import shape_of

fields = extend(
    Query,
    sql_search=by_id("SqlSearch", "The saved SQL search with an id."),
    sql_searches=connection("SqlSearch", None, "Your saved SQL searches and shared ones, by name."),
    sql_search_run=by_id("SqlSearchRun", "The SQL search that was run, with an id."),
    sql_search_runs=connection(
        "SqlSearchRun", None, "The SQL searches that were run, the latest first."
    ),
)


@extend(Query, permission=SqlSearchPermission.RUN)
async def sql_search_tables(info: Info) -> list[SqlSearchTable] | None:
    """The tables and columns that you may search by SQL, by name. Needs `sql_search:run`."""
    context = info.context
    registry = context.deployment.registry
    shape = await to_thread.run_sync(shape_of, registry, context.require())
    return [_told(shape.tables[name]) for name in sorted(shape.tables)]


def _told(table: SearchTable) -> SqlSearchTable:
    columns = [
        SqlSearchColumn(
            name=column.name,
            type=type_name(column.sql),
            description=column.description,
            leads_to=column.leads_to,
        )
        for column in table.columns.values()
    ]
    return SqlSearchTable(name=table.name, description=table.description, columns=columns)
