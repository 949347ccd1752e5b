"""How opportunities pass from stage to stage."""

from typing import Any

from sqlalchemy import Numeric, Select, Subquery, case, cast, func, or_, select

from core.declare.aliases import alias
from core.reading import Asked
from plugins.opportunities.enums import StageKind
from plugins.opportunities.models import Opportunity, OpportunityChange, Stage
from plugins.opportunities.reports.periods import within


def funnel(asked: Asked) -> Select[Any]:
    """Each stage that opportunities came into in the period, and what became of them there."""
    stay, row = _stays(), alias(Opportunity)
    stage, following = alias(Stage), alias(Stage)
    is_open = stage.kind == StageKind.OPEN
    later = (following.kind == StageKind.OPEN) & (following.position > stage.position)
    entered, remaining = func.count(), func.count().filter(stay.c.next_stage_id.is_(None))
    advanced = func.count().filter(is_open, or_(following.kind == StageKind.WON, later))
    lost = func.count().filter(is_open, following.kind == StageKind.LOST)
    days = func.percentile_cont(0.5).within_group(stay.c.until - stay.c.day)
    by = stage.position, stage.code, stage.id
    return (
        select(
            func.row_number().over(order_by=by).label("id"),
            stage.id.label("stage_id"),
            entered.label("entered"),
            advanced.label("advanced"),
            lost.label("lost"),
            (entered - advanced - lost - remaining).label("returned"),
            remaining.label("remaining"),
            case((is_open, func.round(100 * advanced / entered, 2))).label("conversion"),
            cast(days.filter(stay.c.until.is_not(None)), Numeric(10, 1)).label("median_days"),
        )
        .select_from(stay)
        .join(row, row.id == stay.c.opportunity_id)
        .join(stage, stage.id == stay.c.stage_id)
        .outerjoin(following, following.id == stay.c.next_stage_id)
        .where(*within(asked, stay.c.day), row.archived_at.is_(None))
        .where(*asked.chosen("Opportunity", row))
        .group_by(*by, stage.kind)
    )


def _stays() -> Subquery:
    """When each opportunity came into each stage, and when it left it for which one."""
    change = OpportunityChange
    in_order: dict[str, Any] = {
        "partition_by": change.opportunity_id,
        "order_by": (change.day, change.id),
    }
    return (
        select(
            change.opportunity_id,
            change.stage_id,
            change.day,
            func.lead(change.day).over(**in_order).label("until"),
            func.lead(change.stage_id).over(**in_order).label("next_stage_id"),
        )
        .where(change.old_stage_id.is_distinct_from(change.stage_id))
        .subquery("stay")
    )
