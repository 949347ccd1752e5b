"""The GraphQL types of SQL searches."""

import strawberry
from sqlalchemy import ColumnElement, or_, true

from core.declare import Node, column, entity, one
from core.declare.field import Alias
from core.scalars import JSON
from core.viewer import Viewer
from plugins.pupesoft_tools.sql_search import models
from plugins.pupesoft_tools.sql_search.enums import ParameterKind
from plugins.pupesoft_tools.sql_search.permissions import SqlSearchPermission


def own_or_shared(row: Alias, viewer: Viewer) -> ColumnElement[bool]:
    """What the viewer keeps, and what others share."""
    return or_(row.owner_id == viewer.employee_id, row.shared)


def own_or_audited(row: Alias, viewer: Viewer) -> ColumnElement[bool]:
    """What the viewer ran himself; all for auditors."""
    if viewer.may(SqlSearchPermission.AUDIT):
        return true()
    own: ColumnElement[bool] = row.employee_id == viewer.employee_id
    return own


@entity(
    models.SavedSearch,
    read=SqlSearchPermission.RUN,
    visible=own_or_shared,
    order={"name": "ASC"},
)
class SqlSearch(Node):
    """A saved SQL search. Others see it if it is shared; each sees his own rows in it."""

    name = column("Name, at most 200 characters.", sort="name_sort")
    owner = one("Employee", "Who keeps it.")
    description = column("What it is for, at most 500 characters.")
    sql = column("The SELECT statement, with parameters as `:name`; at most 20,000 characters.")
    parameters = column(
        'Its parameters, `[{"name": "since", "kind": "DATE"}]`; kinds as in ParameterKind.'
    )
    shared = column("Whether all who may run searches see it.")
    created_at = column("When it was made.")
    updated_at = column("When it was last changed.")
    archived_at = column("When it was archived; null while it is in use.")
    version = column("Grows with every change; name it in `expectedVersion`.")


@entity(
    models.SearchRun,
    read=SqlSearchPermission.RUN,
    visible=own_or_audited,
    order={"id": "DESC"},
)
class SqlSearchRun(Node):
    """A search that was run, or refused. One sees one's own; `sql_search:audit` shows all."""

    at = column("When it began.")
    employee = one("Employee", "Who ran it.")
    via = column("How he came in: session, token or jwt.")
    search = one("SqlSearch", "The saved search; null if it was typed.")
    sql = column("The statement, as it was written.")
    parameters = column("The values of its parameters, by name.")
    outcome = column("How it ended.")
    message = column("What its runner was told; null if all went well.")
    milliseconds = column("How long it took.")
    rows = column("How many rows it gave.")


@strawberry.type(description="A column that can be searched.")
class SqlSearchColumn:
    name: str = strawberry.field(description="Its name in SQL.")
    type: str = strawberry.field(description="PostgreSQL's type of its values.")
    description: str = strawberry.field(description="What it holds.")
    leads_to: str | None = strawberry.field(
        description="The table whose `id` it holds, to be joined; null if it is no key."
    )


@strawberry.type(description="A table that can be searched: the rows that you see of a type.")
class SqlSearchTable:
    name: str = strawberry.field(description="Its name in SQL.")
    description: str = strawberry.field(
        description="What its rows are. Archived rows are among them, with `archived_at`."
    )
    columns: list[SqlSearchColumn] = strawberry.field(description="The columns that you may read.")


@strawberry.input(description="A parameter of a search.")
class SqlParameterInput:
    name: str = strawberry.field(
        description="Its name, `since` for `:since`: lower-case letters, digits, underscores."
    )
    kind: ParameterKind = strawberry.field(description="What it holds.")


@strawberry.input(
    description="A search to run: a saved one by its id, or one that you write. Which of them is "
    "run is logged, with the values."
)
class RunSqlSearchInput:
    search_id: strawberry.ID | None = strawberry.field(
        default=None, description="Id of a saved search; then `sql` and `parameters` are its own."
    )
    sql: str | None = strawberry.field(
        default=None,
        description="A SELECT statement in PostgreSQL's dialect over the tables of "
        "`sqlSearchTables`; it needs `sql_search:write`. At most 20,000 characters.",
    )
    parameters: list[SqlParameterInput] = strawberry.field(
        default_factory=list, description="The parameters of `sql`, at most 20."
    )
    values: JSON | None = strawberry.field(
        default=None, description='The values of the parameters by name, {"since": "2026-01-31"}.'
    )
