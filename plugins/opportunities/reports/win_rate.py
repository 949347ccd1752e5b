"""How many of the opportunities that were decided were won."""

from typing import Any

from sqlalchemy import Select, func, select

from core.declare.aliases import alias
from core.reading import Asked
from plugins.opportunities.enums import StageKind
from plugins.opportunities.models import Opportunity, Stage
from plugins.opportunities.reports.grouping import group_of
from plugins.opportunities.reports.periods import within


def win_rate(asked: Asked) -> Select[Any]:
    """The opportunities in use that were closed in the period, as a whole or group by group."""
    row, stage = alias(Opportunity), alias(Stage)
    group = group_of(asked, row, row)
    won = func.count().filter(stage.kind == StageKind.WON)
    columns: list[Any] = [
        func.row_number().over(order_by=group.by or None).label("id"),
        *group.shown,
        won.label("won"),
        (func.count() - won).label("lost"),
        func.round(100 * won / func.count(), 2).label("rate"),
    ]
    found = select(*columns).select_from(row).join(stage, stage.id == row.stage_id)
    decided = row.archived_at.is_(None), stage.kind != StageKind.OPEN
    counted = *decided, *within(asked, row.closed_on), *asked.chosen("Opportunity", row)
    return group.joined(found).where(*counted).group_by(*group.by).having(func.count() > 0)
