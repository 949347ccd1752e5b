"""The GraphQL types of plans, their rows and cells, and of the rules of planning."""

from decimal import Decimal

from sqlalchemy import ColumnElement, Numeric, cast, func, select

from core.declare import Node, column, connection, entity, expression, many, one, through
from core.declare.aliases import alias
from core.declare.field import Alias
from core.reading import visible_because
from core.viewer import Viewer
from core.visibility import WithParent, everyone
from plugins.plans import models
from plugins.plans.permissions import PlanPermission


def total(row: Alias, viewer: Viewer) -> ColumnElement[Decimal]:
    """What the cells of a row add up to."""
    cell = alias(models.PlanCell)
    added = cast(func.coalesce(func.sum(cell.amount), 0), Numeric(20, 2))
    return select(added).where(cell.row_id == row.id).scalar_subquery()


@entity(models.PlanSettings, read=PlanPermission.READ, visible=everyone)
class PlanSettings(Node):
    """The deployment's rules of planning, and what grids of forecasts and targets show."""

    lock_day = column(
        "Day of the month, 1 to 31 and at most the last, after which months of forecasts are "
        "locked; null locks nothing. Earlier months are locked too."
    )
    lock_scope = column("What that day closes.")
    copy_target_values = column("Whether a new forecast begins with the values of its origin.")
    show_actual_when_locked = column(
        "Whether locked cells of forecasts show actual invoicing; what was planned is kept."
    )
    forecast_customer_rows = column("Whether grids of forecasts show customers.")
    forecast_extended_customer_rows = column("Whether these rows of forecasts are extended.")
    forecast_total_rows = column("Whether grids of forecasts show totals.")
    forecast_extended_total_rows = column("Whether totals of forecasts are extended.")
    forecast_change = column("Whether totals of forecasts show the change.")
    forecast_change_percent = column("Whether totals of forecasts show the change in percent.")
    target_customer_rows = column("Whether grids of targets show customers.")
    target_extended_customer_rows = column("Whether these rows of targets are extended.")
    target_total_rows = column("Whether grids of targets show totals.")
    target_extended_total_rows = column("Whether totals of targets are extended.")
    target_change = column("Whether totals of targets show the change.")
    target_change_percent = column("Whether totals of targets show the change in percent.")
    created_at = column("When it was made.")
    updated_at = column("When it was last changed.")
    version = column("Grows with every change; name it in `expectedVersion`.")


@entity(models.Plan, read=PlanPermission.READ, visible=everyone, order={"name": "ASC"})
class Plan(Node):
    """A target or a forecast: money by customer, offering area and month."""

    name = column("Name, at most 200 characters.", sort="name_sort")
    side = column("Whether it is a target or a forecast.")
    type = column("What its rows are.")
    year = column("The year it begins in, 1900 to 2999.")
    first_quarter = column("Its first quarter, 1 to 4.")
    last_quarter = column("Its last quarter, 1 to 4; those between belong to it.")
    horizon = column("Whether its months stand still.")
    rolling_months = column("Months in the window of a rolling plan, 1 to 36; null for others.")
    first_month = column("The first day of its first month.")
    last_month = column("The first day of its last month; null if it is rolling.")
    active = column("Whether it counts: in totals, and as the one plan of its cells.")
    currency = column("Currency of all its amounts, ISO 4217.")
    sales_groups = many(
        "Team",
        through(models.PlanGroup.plan_id, models.PlanGroup.team_id),
        "The sales groups whose customers, with those of the groups below, it covers.",
    )
    administrators = many(
        "Employee",
        through(models.PlanAdministrator.plan_id, models.PlanAdministrator.employee_id),
        "Those who may edit all its rows.",
    )
    origin = one("Plan", "The target that a forecast was made from.")
    rows = connection("PlanRow", models.PlanRow.plan_id, "Its rows in which something is planned.")
    created_at = column("When it was made.")
    updated_at = column("When it was last changed.")
    archived_at = column("When it was archived; null while it is in use.")
    version = column("Grows with every change; name it in `expectedVersion`.")


@entity(
    models.PlanRow,
    read=PlanPermission.READ,
    visible=WithParent("Customer", "customer_id", PlanPermission.READ_ALL),
)
class PlanRow(Node):
    """A customer and an offering area in a plan. It follows the customer to a new owner."""

    plan = one("Plan", "The plan.")
    customer = one("Customer", "The customer.")
    offering_area = one("ProductBasket", "The offering area.")
    planner = one("Employee", "Who planned last.")
    planned_at = column("When it was planned last.")
    total = expression(Decimal, "Sum of its cells, in the plan's currency.", total)
    cells = many(
        "PlanCell",
        models.PlanCell.row_id,
        "What is planned, by month.",
        order={"month": "ASC"},
    )
    visible_because = visible_because("All reasons for which the viewer sees the row.")
    version = column("Grows with every change; name it in `expectedVersion`.")


@entity(
    models.PlanCell,
    read=PlanPermission.READ,
    visible=WithParent("PlanRow", "row_id"),
    order={"month": "ASC"},
)
class PlanCell:
    """What a row plans for a month."""

    month = column("The first day of the month.")
    planned = column(
        "Amount in the plan's currency, at least 0; null if the cell was emptied.",
        attribute="amount",
    )
