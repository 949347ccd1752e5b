"""The GraphQL types of the rows of reports. What they count is visible: all may read them."""

from core.declare import column, entity, one
from core.visibility import everyone
from plugins.opportunities.permissions import OpportunityPermission
from plugins.opportunities.reports import models

OF_STAGE = "The stage, by STAGE; null otherwise."
OF_OWNER = "Who works on them, by OWNER; null also for nobody, and for those you may not see."
OF_TEAM = "The team of who works on them, by TEAM; null also for none."
OF_AREA = "The offering area, by OFFERING_AREA; null also for none."
OF_SEGMENT = "The segment, by SEGMENT; null also for none."
CURRENCY = "Currency of the amounts, ISO 4217; each has rows of its own."
AMOUNT = "Sum of the amounts."
WEIGHTED = "Sum of the amounts times their probabilities, each to the cent."


@entity(models.PipelineRow, read=OpportunityPermission.READ, visible=everyone)
class PipelineRow:
    """What opportunities add up to, of one group and currency."""

    stage = one("Stage", OF_STAGE)
    owner = one("Employee", OF_OWNER)
    team = one("Team", OF_TEAM)
    offering_area = one("ProductBasket", OF_AREA)
    segment = one("Keyword", OF_SEGMENT)
    currency = column(CURRENCY)
    count = column("How many opportunities there are.")
    amount = column(AMOUNT)
    weighted = column(WEIGHTED)


@entity(models.PipelineDay, read=OpportunityPermission.READ, visible=everyone)
class PipelineDay:
    """What opportunities added up to on a day, of one group and currency."""

    day = column("The day of the snapshot.")
    stage = one("Stage", OF_STAGE)
    owner = one("Employee", OF_OWNER)
    team = one("Team", OF_TEAM)
    offering_area = one("ProductBasket", OF_AREA)
    segment = one("Keyword", OF_SEGMENT)
    currency = column(CURRENCY)
    count = column("How many opportunities there were.")
    amount = column(AMOUNT)
    weighted = column(WEIGHTED)


@entity(models.FunnelRow, read=OpportunityPermission.READ, visible=everyone)
class FunnelRow:
    """How opportunities came into a stage, and where they went from there."""

    stage = one("Stage", "The stage.")
    entered = column("How often an opportunity came into it; sums up the four that follow.")
    advanced = column("How often it was won from there, or went on to a later stage.")
    lost = column("How often it was lost from there.")
    returned = column("How often it went back to an earlier stage, or was opened again.")
    remaining = column("How often it is there still.")
    conversion = column("Percent of those that entered which advanced; null where all ends.")
    median_days = column(
        "The median of the days spent in it by those that left, to a tenth; null if none did."
    )


@entity(models.WinRateRow, read=OpportunityPermission.READ, visible=everyone)
class WinRateRow:
    """How many of the opportunities that were decided were won, of one group."""

    stage = one("Stage", OF_STAGE)
    owner = one("Employee", OF_OWNER)
    team = one("Team", OF_TEAM)
    offering_area = one("ProductBasket", OF_AREA)
    segment = one("Keyword", OF_SEGMENT)
    won = column("How many were won.")
    lost = column("How many were lost.")
    rate = column("Percent of them that were won, to a hundredth.")


@entity(models.StaleRow, read=OpportunityPermission.READ, visible=everyone)
class StaleOpportunity:
    """An open opportunity to which nothing has happened for long."""

    opportunity = one("Opportunity", "The opportunity.")
    changed_on = column(
        "The day on which its stage, amount, probability, dates of closing or owner last changed."
    )
