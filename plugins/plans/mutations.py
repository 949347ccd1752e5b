"""Writing plans and the rules of planning."""

from core.writing import Links, writes
from plugins.plans.models import PlanAdministrator, PlanGroup
from plugins.plans.permissions import PlanPermission
from plugins.plans.rules import PlanRules, is_target
from plugins.plans.types import Plan, PlanSettings

plan_writes = writes(
    Plan,
    inputs=(
        "name",
        "side",
        "type",
        "year",
        "first_quarter",
        "last_quarter",
        "horizon",
        "rolling_months",
        "active",
        "currency",
        "sales_groups",
        "administrators",
        "origin",
    ),
    create=PlanPermission.MANAGE,
    update=PlanPermission.MANAGE,
    archive=PlanPermission.MANAGE,
    rules=PlanRules,
    links={
        "sales_groups": Links(PlanGroup.plan_id, PlanGroup.team_id),
        "administrators": Links(PlanAdministrator.plan_id, PlanAdministrator.employee_id),
    },
    only={"origin": is_target},
    natural_keys=("name",),
)

settings_writes = writes(
    PlanSettings,
    inputs=(
        "lock_day",
        "lock_scope",
        "copy_target_values",
        "show_actual_when_locked",
        "forecast_customer_rows",
        "forecast_extended_customer_rows",
        "forecast_total_rows",
        "forecast_extended_total_rows",
        "forecast_change",
        "forecast_change_percent",
        "target_customer_rows",
        "target_extended_customer_rows",
        "target_total_rows",
        "target_extended_total_rows",
        "target_change",
        "target_change_percent",
    ),
    update=PlanPermission.MANAGE,
    plural="AllPlanSettings",
)
