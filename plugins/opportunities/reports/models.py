"""The rows of reports; statements compute them."""

from datetime import date
from decimal import Decimal

from sqlalchemy import Integer, Numeric
from sqlalchemy.orm import Mapped, mapped_column

from core.models import Computed, Currency, Identified


class Grouped:
    """What a row is of; all are null but for that by which the report is divided."""

    stage_id: Mapped[int | None]
    owner_id: Mapped[int | None]
    team_id: Mapped[int | None]
    offering_area_id: Mapped[int | None]
    segment_id: Mapped[int | None]


class Summed:
    """How many opportunities there are, and what they add up to."""

    currency: Mapped[Currency]
    count: Mapped[int] = mapped_column(Integer)
    amount: Mapped[Decimal] = mapped_column(Numeric(20, 2))
    weighted: Mapped[Decimal] = mapped_column(Numeric(20, 2))


class PipelineRow(Computed, Identified, Grouped, Summed):
    """What opportunities add up to."""

    __tablename__ = "pipeline_row"


class PipelineDay(Computed, Identified, Grouped, Summed):
    """What opportunities added up to on a day."""

    __tablename__ = "pipeline_day"

    day: Mapped[date]


class FunnelRow(Computed, Identified):
    """How opportunities came into a stage and left it."""

    __tablename__ = "funnel_row"

    stage_id: Mapped[int]
    entered: Mapped[int] = mapped_column(Integer)
    advanced: Mapped[int] = mapped_column(Integer)
    lost: Mapped[int] = mapped_column(Integer)
    returned: Mapped[int] = mapped_column(Integer)
    remaining: Mapped[int] = mapped_column(Integer)
    conversion: Mapped[Decimal | None] = mapped_column(Numeric(5, 2))
    median_days: Mapped[Decimal | None] = mapped_column(Numeric(10, 1))


class WinRateRow(Computed, Identified, Grouped):
    """How many opportunities were won and lost."""

    __tablename__ = "win_rate_row"

    won: Mapped[int] = mapped_column(Integer)
    lost: Mapped[int] = mapped_column(Integer)
    rate: Mapped[Decimal] = mapped_column(Numeric(5, 2))


class StaleRow(Computed, Identified):
    """An open opportunity to which nothing has happened for long."""

    __tablename__ = "stale_row"

    opportunity_id: Mapped[int]
    changed_on: Mapped[date]
