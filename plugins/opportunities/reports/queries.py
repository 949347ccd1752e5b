"""Reports as fields of Query."""

from datetime import date

from core.declare import extend
from core.reading import Argument, report
from core.roots import Query
from plugins.opportunities.enums import StageKind
from plugins.opportunities.reports.enums import PipelineGroup
from plugins.opportunities.reports.funnel import funnel
from plugins.opportunities.reports.periods import FROM_DAY, PERIOD, TO_DAY
from plugins.opportunities.reports.pipeline import pipeline, pipeline_history
from plugins.opportunities.reports.stale import stale
from plugins.opportunities.reports.win_rate import win_rate

MOST_DAYS = 5_000
"""Rows of a pipeline over time: three years of weeks of thirty groups, or of days of four."""

BY_STAGE = Argument(PipelineGroup | None, "By what it is divided; STAGE if left out.")
KINDS = Argument(list[StageKind] | None, "Which kinds of stages count; OPEN alone if left out.")

fields = extend(
    Query,
    pipeline=report(
        "PipelineRow",
        pipeline,
        "What the visible opportunities in use add up to, group by group, at most 500 rows.",
        arguments={"by": BY_STAGE, "kinds": KINDS},
        filters="Opportunity",
    ),
    pipeline_history=report(
        "PipelineDay",
        pipeline_history,
        "What the visible opportunities added up to on the days of which a snapshot was kept, day "
        f"by day and group by group, at most {MOST_DAYS:,} rows. Stage, owner, team, offering "
        "area, amount and probability are those of the day; segments, filter and who sees it are "
        "as of now.",
        arguments={
            "from": Argument(date, FROM_DAY),
            "to": Argument(date, TO_DAY),
            "by": BY_STAGE,
            "kinds": KINDS,
            "every": Argument(
                int | None, "Show only every so many days, counted back from `to`; 7 for weeks."
            ),
        },
        filters="Opportunity",
        limit=MOST_DAYS,
    ),
    sales_funnel=report(
        "FunnelRow",
        funnel,
        "How the visible opportunities in use passed through the stages that they came into in a "
        "period, stage by stage, whenever they left them.",
        arguments=PERIOD,
        filters="Opportunity",
    ),
    win_rate=report(
        "WinRateRow",
        win_rate,
        "How many of the visible opportunities in use that were closed in a period were won; "
        "empty if none was closed.",
        arguments={
            **PERIOD,
            "by": Argument(PipelineGroup | None, "By what it is divided; not at all if left out."),
        },
        filters="Opportunity",
    ),
    stale_opportunities=report(
        "StaleOpportunity",
        stale,
        "The visible open opportunities to which nothing has happened for long, those that were "
        "left alone for longest first, at most 500.",
        arguments={"since": Argument(date, "Nothing has happened since before this day.")},
        filters="Opportunity",
    ),
)
