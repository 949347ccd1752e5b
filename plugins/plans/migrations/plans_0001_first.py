"""The rules of planning, and plans with their groups, administrators, rows and cells."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "plans_0001"
down_revision = None

SWITCHES = (
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
)
OFF = ("show_actual_when_locked",)
TABLES = ("plan_cell", "plan_row", "plan_administrator", "plan_group", "plan_settings", "plan")


def upgrade() -> None:
    _plan()
    _settings()
    _people()
    _rows()
    _cells()


def downgrade() -> None:
    for table in TABLES:
        op.drop_table(table)


def _record() -> tuple[sa.Column[Any], ...]:
    now = sa.text("now()")
    return (
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=now, nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), server_default=now, nullable=False),
        sa.Column("version", sa.BigInteger(), server_default="1", nullable=False),
        sa.Column("archived_at", sa.DateTime(timezone=True), nullable=True),
    )


def _switch(name: str) -> sa.Column[Any]:
    default = sa.false() if name in OFF else sa.true()
    return sa.Column(name, sa.Boolean(), server_default=default, nullable=False)


def _checks() -> tuple[sa.CheckConstraint, ...]:
    return (
        sa.CheckConstraint(
            "(horizon = 'ROLLING') = (rolling_months IS NOT NULL)",
            name=op.f("ck_plan_rolling_months_given"),
        ),
        sa.CheckConstraint("currency ~ '^[A-Z]{3}$'", name=op.f("ck_plan_currency_iso")),
        sa.CheckConstraint(
            "first_quarter <= last_quarter", name=op.f("ck_plan_last_quarter_order")
        ),
        sa.CheckConstraint(
            "first_quarter BETWEEN 1 AND 4", name=op.f("ck_plan_first_quarter_range")
        ),
        sa.CheckConstraint("last_quarter BETWEEN 1 AND 4", name=op.f("ck_plan_last_quarter_range")),
        sa.CheckConstraint("origin_id <> id", name=op.f("ck_plan_origin_other")),
        sa.CheckConstraint(
            "rolling_months BETWEEN 1 AND 36", name=op.f("ck_plan_rolling_months_range")
        ),
        sa.CheckConstraint("year BETWEEN 1900 AND 2999", name=op.f("ck_plan_year_range")),
    )


def _plan() -> None:
    op.create_table(
        "plan",
        sa.Column(
            "side",
            sa.Enum(
                "TARGET",
                "FORECAST",
                name="side",
                native_enum=False,
                create_constraint=True,
                length=20,
            ),
            nullable=False,
        ),
        sa.Column(
            "type",
            sa.Enum(
                "SALES_TARGET", name="type", native_enum=False, create_constraint=True, length=20
            ),
            server_default="SALES_TARGET",
            nullable=False,
        ),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("first_quarter", sa.Integer(), server_default="1", nullable=False),
        sa.Column("last_quarter", sa.Integer(), server_default="4", nullable=False),
        sa.Column(
            "horizon",
            sa.Enum(
                "FIXED",
                "ROLLING",
                name="horizon",
                native_enum=False,
                create_constraint=True,
                length=20,
            ),
            server_default="FIXED",
            nullable=False,
        ),
        sa.Column("rolling_months", sa.Integer(), nullable=True),
        sa.Column(
            "first_month",
            sa.Date(),
            sa.Computed("make_date(year, 3 * first_quarter - 2, 1)", persisted=True),
            nullable=False,
        ),
        sa.Column(
            "last_month",
            sa.Date(),
            sa.Computed(
                "CASE WHEN horizon = 'FIXED' THEN make_date(year, 3 * last_quarter, 1) END",
                persisted=True,
            ),
            nullable=True,
        ),
        sa.Column("active", sa.Boolean(), server_default=sa.text("true"), nullable=False),
        sa.Column(
            "in_use",
            sa.Boolean(),
            sa.Computed("active AND archived_at IS NULL", persisted=True),
            nullable=False,
        ),
        sa.Column("currency", sa.String(length=3), server_default="EUR", nullable=False),
        sa.Column("origin_id", sa.BigInteger(), nullable=True),
        *_record(),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("name_sort", sa.Text(collation="C"), nullable=False),
        *_checks(),
        sa.ForeignKeyConstraint(["origin_id"], ["plan.id"], name=op.f("fk_plan_origin_id_plan")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plan")),
        sa.UniqueConstraint("id", "side", "type", "in_use", name="uq_plan_id_side_type_in_use"),
    )
    op.create_index("ix_plan_name_sort_id", "plan", ["name_sort", "id"], unique=False)
    op.create_index(op.f("ix_plan_origin_id"), "plan", ["origin_id"], unique=False)


def _settings() -> None:
    op.create_table(
        "plan_settings",
        sa.Column("lock_day", sa.Integer(), nullable=True),
        sa.Column(
            "lock_scope",
            sa.Enum(
                "PREVIOUS",
                "CURRENT",
                name="lock_scope",
                native_enum=False,
                create_constraint=True,
                length=20,
            ),
            server_default="PREVIOUS",
            nullable=False,
        ),
        *(_switch(name) for name in SWITCHES),
        *_record(),
        sa.CheckConstraint("id = 1", name=op.f("ck_plan_settings_one")),
        sa.CheckConstraint(
            "lock_day BETWEEN 1 AND 31", name=op.f("ck_plan_settings_lock_day_range")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plan_settings")),
    )
    op.execute("INSERT INTO plan_settings (id) VALUES (1)")


def _people() -> None:
    op.create_table(
        "plan_group",
        sa.Column("plan_id", sa.BigInteger(), nullable=False),
        sa.Column("team_id", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["plan_id"], ["plan.id"], name=op.f("fk_plan_group_plan_id_plan")),
        sa.ForeignKeyConstraint(["team_id"], ["team.id"], name=op.f("fk_plan_group_team_id_team")),
        sa.PrimaryKeyConstraint("plan_id", "team_id", name=op.f("pk_plan_group")),
    )
    op.create_index(op.f("ix_plan_group_team_id"), "plan_group", ["team_id"], unique=False)
    op.create_table(
        "plan_administrator",
        sa.Column("plan_id", sa.BigInteger(), nullable=False),
        sa.Column("employee_id", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["employee_id"],
            ["employee.id"],
            name=op.f("fk_plan_administrator_employee_id_employee"),
        ),
        sa.ForeignKeyConstraint(
            ["plan_id"], ["plan.id"], name=op.f("fk_plan_administrator_plan_id_plan")
        ),
        sa.PrimaryKeyConstraint("plan_id", "employee_id", name=op.f("pk_plan_administrator")),
    )
    op.create_index(
        op.f("ix_plan_administrator_employee_id"),
        "plan_administrator",
        ["employee_id"],
        unique=False,
    )


def _rows() -> None:
    op.create_table(
        "plan_row",
        sa.Column("plan_id", sa.BigInteger(), nullable=False),
        sa.Column("customer_id", sa.BigInteger(), nullable=False),
        sa.Column("offering_area_id", sa.BigInteger(), nullable=False),
        sa.Column("planner_id", sa.BigInteger(), nullable=True),
        sa.Column(
            "planned_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.Column("version", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.ForeignKeyConstraint(
            ["customer_id"], ["customer.id"], name=op.f("fk_plan_row_customer_id_customer")
        ),
        sa.ForeignKeyConstraint(
            ["offering_area_id"],
            ["product_basket.id"],
            name=op.f("fk_plan_row_offering_area_id_product_basket"),
        ),
        sa.ForeignKeyConstraint(["plan_id"], ["plan.id"], name=op.f("fk_plan_row_plan_id_plan")),
        sa.ForeignKeyConstraint(
            ["planner_id"], ["employee.id"], name=op.f("fk_plan_row_planner_id_employee")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plan_row")),
        sa.UniqueConstraint(
            "plan_id",
            "customer_id",
            "offering_area_id",
            name=op.f("uq_plan_row_plan_id_customer_id_offering_area_id"),
        ),
    )
    op.create_index("ix_plan_row_customer_id", "plan_row", ["customer_id"], unique=False)
    op.create_index("ix_plan_row_offering_area_id", "plan_row", ["offering_area_id"], unique=False)
    op.create_index(op.f("ix_plan_row_planner_id"), "plan_row", ["planner_id"], unique=False)


def _cells() -> None:
    op.create_table(
        "plan_cell",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("row_id", sa.BigInteger(), nullable=False),
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("plan_id", sa.BigInteger(), nullable=False),
        sa.Column("customer_id", sa.BigInteger(), nullable=False),
        sa.Column("offering_area_id", sa.BigInteger(), nullable=False),
        sa.Column(
            "side",
            sa.Enum(
                "TARGET",
                "FORECAST",
                name="side",
                native_enum=False,
                create_constraint=True,
                length=20,
            ),
            nullable=False,
        ),
        sa.Column(
            "type",
            sa.Enum(
                "SALES_TARGET", name="type", native_enum=False, create_constraint=True, length=20
            ),
            nullable=False,
        ),
        sa.Column("in_use", sa.Boolean(), nullable=False),
        sa.Column("amount", sa.Numeric(precision=14, scale=2), nullable=True),
        sa.CheckConstraint("amount >= 0", name=op.f("ck_plan_cell_amount_not_negative")),
        sa.CheckConstraint(
            "extract(day FROM month) = 1", name=op.f("ck_plan_cell_month_first_day")
        ),
        sa.ForeignKeyConstraint(
            ["plan_id", "side", "type", "in_use"],
            ["plan.id", "plan.side", "plan.type", "plan.in_use"],
            name="fk_plan_cell_plan_id_plan",
            onupdate="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["row_id"], ["plan_row.id"], name=op.f("fk_plan_cell_row_id_plan_row")
        ),
        sa.PrimaryKeyConstraint("row_id", "month", name=op.f("pk_plan_cell")),
    )
    op.create_index("ix_plan_cell_plan_id", "plan_cell", ["plan_id"], unique=False)
    op.create_index(
        "uq_plan_cell_planned_once",
        "plan_cell",
        ["customer_id", "offering_area_id", "month", "side", "type"],
        unique=True,
        postgresql_where=sa.text("in_use AND amount IS NOT NULL"),
    )
