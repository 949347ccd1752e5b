"""Plans, their rows and cells, and the rules of planning."""

from datetime import date, datetime
from typing import ClassVar

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Computed,
    ForeignKey,
    ForeignKeyConstraint,
    Identity,
    Index,
    Integer,
    UniqueConstraint,
    false,
    func,
    text,
    true,
)
from sqlalchemy.orm import Mapped, mapped_column

from core.columns import EmployeeKey, iso_currency, not_negative, stored
from core.models import Base, Currency, Identified, Money, Record
from core.naming import Named
from plugins.plans.enums import Horizon, LockScope, PlanSide, PlanType

FIRST_MONTH = "make_date(year, 3 * first_quarter - 2, 1)"
LAST_MONTH = "CASE WHEN horizon = 'FIXED' THEN make_date(year, 3 * last_quarter, 1) END"


class PlanSettings(Record):
    """The deployment's rules of planning; there is one row."""

    __tablename__ = "plan_settings"
    __table_args__ = (
        CheckConstraint("id = 1", name="one"),
        CheckConstraint("lock_day BETWEEN 1 AND 31", name="lock_day_range"),
    )

    lock_day: Mapped[int | None] = mapped_column(Integer)
    lock_scope: Mapped[LockScope] = mapped_column(
        stored(LockScope, "lock_scope"), server_default="PREVIOUS"
    )
    copy_target_values: Mapped[bool] = mapped_column(server_default=true())
    show_actual_when_locked: Mapped[bool] = mapped_column(server_default=false())
    forecast_customer_rows: Mapped[bool] = mapped_column(server_default=true())
    forecast_extended_customer_rows: Mapped[bool] = mapped_column(server_default=true())
    forecast_total_rows: Mapped[bool] = mapped_column(server_default=true())
    forecast_extended_total_rows: Mapped[bool] = mapped_column(server_default=true())
    forecast_change: Mapped[bool] = mapped_column(server_default=true())
    forecast_change_percent: Mapped[bool] = mapped_column(server_default=true())
    target_customer_rows: Mapped[bool] = mapped_column(server_default=true())
    target_extended_customer_rows: Mapped[bool] = mapped_column(server_default=true())
    target_total_rows: Mapped[bool] = mapped_column(server_default=true())
    target_extended_total_rows: Mapped[bool] = mapped_column(server_default=true())
    target_change: Mapped[bool] = mapped_column(server_default=true())
    target_change_percent: Mapped[bool] = mapped_column(server_default=true())


class Plan(Record, Named):
    """What customers are to bring, or are expected to, by offering area and month.

    Months are told by their first days. A rolling plan has no last month of its own.
    """

    __tablename__ = "plan"
    __table_args__ = (
        CheckConstraint("year BETWEEN 1900 AND 2999", name="year_range"),
        CheckConstraint("first_quarter BETWEEN 1 AND 4", name="first_quarter_range"),
        CheckConstraint("last_quarter BETWEEN 1 AND 4", name="last_quarter_range"),
        CheckConstraint("first_quarter <= last_quarter", name="last_quarter_order"),
        CheckConstraint("rolling_months BETWEEN 1 AND 36", name="rolling_months_range"),
        CheckConstraint(
            "(horizon = 'ROLLING') = (rolling_months IS NOT NULL)", name="rolling_months_given"
        ),
        CheckConstraint("origin_id <> id", name="origin_other"),
        iso_currency(),
        UniqueConstraint("id", "side", "type", "in_use", name="uq_plan_id_side_type_in_use"),
        Index("ix_plan_name_sort_id", "name_sort", "id"),
    )

    side: Mapped[PlanSide] = mapped_column(stored(PlanSide, "side"))
    type: Mapped[PlanType] = mapped_column(stored(PlanType, "type"), server_default="SALES_TARGET")
    year: Mapped[int] = mapped_column(Integer)
    first_quarter: Mapped[int] = mapped_column(Integer, server_default="1")
    last_quarter: Mapped[int] = mapped_column(Integer, server_default="4")
    horizon: Mapped[Horizon] = mapped_column(stored(Horizon, "horizon"), server_default="FIXED")
    rolling_months: Mapped[int | None] = mapped_column(Integer)
    first_month: Mapped[date] = mapped_column(Computed(FIRST_MONTH, persisted=True))
    last_month: Mapped[date | None] = mapped_column(Computed(LAST_MONTH, persisted=True))
    active: Mapped[bool] = mapped_column(server_default=true())
    in_use: Mapped[bool] = mapped_column(
        Boolean, Computed("active AND archived_at IS NULL", persisted=True)
    )
    currency: Mapped[Currency] = mapped_column(server_default="EUR")
    origin_id: Mapped[int | None] = mapped_column(ForeignKey("plan.id"), index=True)


class PlanGroup(Base):
    """A plan covers the customers of a sales group, which is a team, and of the teams below it."""

    __tablename__ = "plan_group"

    plan_id: Mapped[int] = mapped_column(ForeignKey("plan.id"), primary_key=True)
    team_id: Mapped[int] = mapped_column(ForeignKey("team.id"), primary_key=True, index=True)


class PlanAdministrator(Base):
    """An employee may edit all rows of a plan."""

    __tablename__ = "plan_administrator"

    plan_id: Mapped[int] = mapped_column(ForeignKey("plan.id"), primary_key=True)
    employee_id: Mapped[int] = mapped_column(
        ForeignKey("employee.id"), primary_key=True, index=True
    )


class PlanRow(Base, Identified):
    """A customer and an offering area in a plan, once something was planned for them.

    `planner_id` is who planned last; a new owner of the customer does not change it.
    """

    __tablename__ = "plan_row"
    __log__: ClassVar[bool] = False
    __table_args__ = (
        UniqueConstraint("plan_id", "customer_id", "offering_area_id"),
        Index("ix_plan_row_customer_id", "customer_id"),
        Index("ix_plan_row_offering_area_id", "offering_area_id"),
    )

    plan_id: Mapped[int] = mapped_column(ForeignKey("plan.id"))
    customer_id: Mapped[int] = mapped_column(ForeignKey("customer.id"))
    offering_area_id: Mapped[int] = mapped_column(ForeignKey("product_basket.id"))
    planner_id: Mapped[EmployeeKey | None]
    planned_at: Mapped[datetime] = mapped_column(server_default=func.now())
    version: Mapped[int] = mapped_column(server_default="0")


class PlanCell(Base):
    """What a row plans for a month; an emptied cell has no amount.

    `side`, `type` and `in_use` are the plan's, so that PostgreSQL can see to it that a customer's
    month is planned once.
    """

    __tablename__ = "plan_cell"
    __log__: ClassVar[bool] = False
    __table_args__ = (
        ForeignKeyConstraint(
            ["plan_id", "side", "type", "in_use"],
            ["plan.id", "plan.side", "plan.type", "plan.in_use"],
            name="fk_plan_cell_plan_id_plan",
            onupdate="CASCADE",
        ),
        CheckConstraint("extract(day FROM month) = 1", name="month_first_day"),
        not_negative("amount"),
        Index("ix_plan_cell_plan_id", "plan_id"),
        Index(
            "uq_plan_cell_planned_once",
            "customer_id",
            "offering_area_id",
            "month",
            "side",
            "type",
            unique=True,
            postgresql_where=text("in_use AND amount IS NOT NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(Identity(always=False))
    row_id: Mapped[int] = mapped_column(ForeignKey("plan_row.id"), primary_key=True)
    month: Mapped[date] = mapped_column(primary_key=True)
    plan_id: Mapped[int]
    customer_id: Mapped[int]
    offering_area_id: Mapped[int]
    side: Mapped[PlanSide] = mapped_column(stored(PlanSide, "side"))
    type: Mapped[PlanType] = mapped_column(stored(PlanType, "type"))
    in_use: Mapped[bool] = mapped_column(Boolean)
    amount: Mapped[Money | None]
