"""Create the tables of SQL searches."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "pupesoft_tools_0001"
down_revision = None

INSTANT = sa.DateTime(timezone=True)
OUTCOMES = ("DONE", "REFUSED", "FAILED", "TIMEOUT", "TOO_LARGE")


def upgrade() -> None:
    _create_searches()
    _create_runs()
    op.create_table(
        "sql_search_slot",
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("role", sa.String(63), nullable=False),
        sa.Column("password", sa.Text(), nullable=False),
        sa.Column("lease", postgresql.UUID(as_uuid=False), nullable=True),
        sa.Column("leased_until", INSTANT, nullable=True),
        sa.Column("employee_id", sa.BigInteger(), nullable=True),
        sa.Column("today", sa.Date(), nullable=True),
        sa.PrimaryKeyConstraint("number", name="pk_sql_search_slot"),
        sa.UniqueConstraint("role", name="uq_sql_search_slot_role"),
    )


def downgrade() -> None:
    for table in ("sql_search_slot", "sql_search_run", "sql_search"):
        op.drop_table(table)


def _create_searches() -> None:
    op.create_table(
        "sql_search",
        sa.Column("id", sa.BigInteger(), sa.Identity(), nullable=False),
        sa.Column("owner_id", sa.BigInteger(), nullable=False),
        sa.Column("description", sa.String(500), nullable=True),
        sa.Column("sql", sa.Text(), nullable=False),
        sa.Column("parameters", postgresql.JSONB(), server_default="[]", nullable=False),
        sa.Column("shared", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("name_sort", sa.Text(collation="C"), nullable=False),
        sa.Column("created_at", INSTANT, server_default=sa.func.now(), nullable=False),
        sa.Column("updated_at", INSTANT, server_default=sa.func.now(), nullable=False),
        sa.Column("version", sa.BigInteger(), server_default="1", nullable=False),
        sa.Column("archived_at", INSTANT, nullable=True),
        sa.CheckConstraint("length(sql) <= 20000", name=op.f("ck_sql_search_sql_length")),
        sa.CheckConstraint(
            "jsonb_typeof(parameters) = 'array'", name=op.f("ck_sql_search_parameters_array")
        ),
        sa.ForeignKeyConstraint(
            ["owner_id"], ["employee.id"], name="fk_sql_search_owner_id_employee"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_sql_search"),
    )
    op.create_index("ix_sql_search_owner_id", "sql_search", ["owner_id"])
    op.create_index("ix_sql_search_name_sort_id", "sql_search", ["name_sort", "id"])


def _create_runs() -> None:
    outcomes = ", ".join(f"'{outcome}'" for outcome in OUTCOMES)
    op.create_table(
        "sql_search_run",
        sa.Column("id", sa.BigInteger(), sa.Identity(), nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.Column("employee_id", sa.BigInteger(), nullable=False),
        sa.Column("via", sa.String(20), nullable=False),
        sa.Column("search_id", sa.BigInteger(), nullable=True),
        sa.Column("sql", sa.Text(), nullable=False),
        sa.Column("parameters", postgresql.JSONB(), server_default="{}", nullable=False),
        sa.Column("outcome", sa.String(20), nullable=False),
        sa.Column("message", sa.Text(), nullable=True),
        sa.Column("milliseconds", sa.Integer(), nullable=False),
        sa.Column("rows", sa.Integer(), nullable=False),
        sa.CheckConstraint(f"outcome IN ({outcomes})", name=op.f("ck_sql_search_run_outcome")),
        sa.CheckConstraint(
            "milliseconds >= 0", name=op.f("ck_sql_search_run_milliseconds_not_negative")
        ),
        sa.CheckConstraint("rows >= 0", name=op.f("ck_sql_search_run_rows_not_negative")),
        sa.ForeignKeyConstraint(
            ["employee_id"], ["employee.id"], name="fk_sql_search_run_employee_id_employee"
        ),
        sa.ForeignKeyConstraint(
            ["search_id"],
            ["sql_search.id"],
            name="fk_sql_search_run_search_id_sql_search",
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("id", name="pk_sql_search_run"),
    )
    op.create_index("ix_sql_search_run_employee_id_id", "sql_search_run", ["employee_id", "id"])
    op.create_index("ix_sql_search_run_search_id", "sql_search_run", ["search_id"])
