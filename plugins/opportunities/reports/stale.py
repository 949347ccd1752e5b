"""Open opportunities to which nothing has happened for long."""

from typing import Any

from sqlalchemy import Date, Select, func, select

from core.declare.aliases import alias
from core.reading import Asked
from plugins.opportunities.enums import StageKind
from plugins.opportunities.models import Opportunity, OpportunityChange, Stage


def stale(asked: Asked) -> Select[Any]:
    """The open opportunities in use whose last change lies before a day, the oldest first."""
    row, stage = alias(Opportunity), alias(Stage)
    change = OpportunityChange
    changed_on = func.max(change.day)
    last = (
        select(change.opportunity_id, changed_on.label("day"))
        .group_by(change.opportunity_id)
        .having(changed_on < asked.sql("since", Date()))
        .subquery("last_change")
    )
    return (
        select(
            func.row_number().over(order_by=(last.c.day, row.id)).label("id"),
            row.id.label("opportunity_id"),
            last.c.day.label("changed_on"),
        )
        .join(stage, stage.id == row.stage_id)
        .join(last, last.c.opportunity_id == row.id)
        .where(stage.kind == StageKind.OPEN, row.archived_at.is_(None))
        .where(*asked.chosen("Opportunity", row))
    )
