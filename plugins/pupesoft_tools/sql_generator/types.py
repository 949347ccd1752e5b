"""The GraphQL types of reports."""

import strawberry
from sqlalchemy import ColumnElement, or_

from core.declare import Node, column, entity, one
from core.declare.field import Alias
from core.scalars import JSON
from core.viewer import Viewer
from plugins.pupesoft_tools.sql_generator import models
from plugins.pupesoft_tools.sql_generator.permissions import SqlGeneratorPermission

DEFINITION = (
    'What it asks: `{"entity": "Product", "columns": [{"field": "name"}, {"field": "price"}], '
    '"where": {"field": "price", "operator": "gt", "value": "100"}, "orderBy": [{"column": 2, '
    '"descending": true}], "limit": 100}`. A field may lead through to-one relations, '
    '`owner.team.name`. Conditions nest, `{"all": [...]}` and `{"any": [...]}`. A column may have '
    "an `aggregate` (COUNT, COUNT_DISTINCT, SUM, AVERAGE, MIN, MAX) and a `label`; those without "
    "are then grouped by. `archived` is EXCLUDE, INCLUDE or ONLY. At most 40 columns, "
    "50 conditions, 8 steps of order."
)


def own_or_shared(row: Alias, viewer: Viewer) -> ColumnElement[bool]:
    """What the viewer keeps, and what others share."""
    return or_(row.owner_id == viewer.employee_id, row.shared)


def own(row: Alias, viewer: Viewer) -> ColumnElement[bool]:
    """What the viewer pinned himself."""
    found: ColumnElement[bool] = row.owner_id == viewer.employee_id
    return found


@entity(
    models.SavedReport,
    read=SqlGeneratorPermission.USE,
    visible=own_or_shared,
    order={"name": "ASC"},
)
class SqlReport(Node):
    """A saved report. Others see it if it is shared; each sees his own rows in it."""

    name = column("Name, at most 200 characters.", sort="name_sort")
    owner = one("Employee", "Who keeps it.")
    description = column("What it is for, at most 500 characters.")
    definition = column(DEFINITION)
    shared = column("Whether all who may use reports see it.")
    created_at = column("When it was made.")
    updated_at = column("When it was last changed.")
    archived_at = column("When it was archived; null while it is in use.")
    version = column("Grows with every change; name it in `expectedVersion`.")


@entity(
    models.ReportPin,
    read=SqlGeneratorPermission.USE,
    visible=own,
    order={"position": "ASC"},
)
class SqlReportPin(Node):
    """A report that you pinned to your home page. Nobody sees those of others."""

    report = one("SqlReport", "The report; null if it is no longer shared with you.")
    display = column("How it is shown.")
    position = column("Where it stands on the page; small numbers first.")
    created_at = column("When it was pinned.")
    updated_at = column("When it was last changed.")
    archived_at = column("When it was taken off the page; null while it is there.")
    version = column("Grows with every change; name it in `expectedVersion`.")


@strawberry.type(description="A field that reports may show or compare.")
class SqlReportField:
    name: str = strawberry.field(description="Its name in definitions.")
    description: str = strawberry.field(description="What it holds.")
    type: str | None = strawberry.field(
        description="What its values are: String, Int, Decimal, Boolean, Date, DateTime, an enum, "
        "a list of one of them, ID or JSON; null for a relation."
    )
    values: list[str] | None = strawberry.field(description="The values of an enum.")
    operators: list[str] = strawberry.field(description="What it can be compared by.")
    leads_to: str | None = strawberry.field(
        description="The entity that a relation leads to; its fields follow after a dot."
    )


@strawberry.type(description="What reports can be made of.")
class SqlReportEntity:
    name: str = strawberry.field(description="Its name in definitions.")
    description: str = strawberry.field(description="What its rows are.")
    fields: list[SqlReportField] = strawberry.field(description="The fields that you may read.")


@strawberry.input(description="A report to run: a saved one, or one that you define.")
class RunSqlReportInput:
    report_id: strawberry.ID | None = strawberry.field(
        default=None, description="Id of a saved report."
    )
    definition: JSON | None = strawberry.field(default=None, description=DEFINITION)
