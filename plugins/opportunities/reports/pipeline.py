"""What opportunities add up to now, and added up to on the days of which snapshots are kept."""

from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Date,
    Integer,
    Numeric,
    Select,
    cast,
    func,
    select,
    type_coerce,
)

from core.declare.aliases import alias
from core.declare.field import Alias
from core.reading import Asked
from core.reading.operators import CHOOSING
from plugins.opportunities.enums import StageKind
from plugins.opportunities.models import Opportunity, OpportunitySnapshot, Stage
from plugins.opportunities.reports.enums import PipelineGroup
from plugins.opportunities.reports.grouping import Group, group_of
from plugins.opportunities.reports.periods import within
from plugins.opportunities.totals import total
from plugins.opportunities.weights import weigh

FAR = date(9999, 12, 30)
"""The last day with a distance to others: the database driver stores the next one as infinity."""


def pipeline(asked: Asked) -> Select[Any]:
    """The opportunities in use, group by group."""
    row, stage = alias(Opportunity), alias(Stage)
    group = group_of(asked, row, row, PipelineGroup.STAGE)
    found = _sums(group, row, weigh(row, stage)).select_from(row)
    found = group.joined(found.join(stage, stage.id == row.stage_id))
    kept = row.archived_at.is_(None), _of_kinds(asked, stage)
    return found.where(*kept, *asked.chosen("Opportunity", row))


def pipeline_history(asked: Asked) -> Select[Any]:
    """The snapshots of opportunities, day by day and group by group."""
    then, row, stage = alias(OpportunitySnapshot), alias(Opportunity), alias(Stage)
    group = group_of(asked, then, row, PipelineGroup.STAGE)
    weighted = cast(func.round(then.amount * then.probability / 100, 2), Numeric(14, 2))
    found = _sums(group, then, weighted, then.day).select_from(then)
    found = found.join(row, row.id == then.opportunity_id)
    found = group.joined(found.join(stage, stage.id == then.stage_id))
    kept = *_days(asked, then), _of_kinds(asked, stage)
    return found.where(*kept, *asked.chosen("Opportunity", row))


def _sums(group: Group, row: Alias, weighted: ColumnElement[Decimal], *before: Any) -> Select[Any]:
    by = [*before, *group.by, row.currency]
    shown = [column.label(column.key) for column in before]
    return select(
        func.row_number().over(order_by=by).label("id"),
        *shown,
        *group.shown,
        row.currency.label("currency"),
        func.count().label("count"),
        total(row.amount).label("amount"),
        total(weighted).label("weighted"),
    ).group_by(*by)


def _of_kinds(asked: Asked, stage: Alias) -> ColumnElement[bool]:
    """The kinds of stages that count: open ones unless others are asked for."""
    kinds = asked.get("kinds")
    if kinds is None:
        is_open: ColumnElement[bool] = stage.kind == StageKind.OPEN
        return is_open
    return CHOOSING["in"](stage.kind, kinds)


def _days(asked: Asked, then: Alias) -> list[ColumnElement[bool]]:
    """The days that count: all in the period, or every so many, the last of them among these."""
    found = within(asked, then.day)
    if (every := asked.sql("every", Integer())) is not None:
        last = func.least(asked.sql("to", Date()), FAR)
        before = type_coerce(last - then.day, Integer())
        found.append(func.mod(before, func.greatest(every, 1)) == 0)
    return found
