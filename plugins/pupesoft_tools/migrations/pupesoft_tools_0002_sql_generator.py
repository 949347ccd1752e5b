"""Create the tables of saved and pinned reports."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "pupesoft_tools_0002"
down_revision = "pupesoft_tools_0001"

INSTANT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "sql_report",
        sa.Column("owner_id", sa.BigInteger(), nullable=False),
        sa.Column("description", sa.String(500), nullable=True),
        sa.Column("definition", postgresql.JSONB(), nullable=False),
        sa.Column("shared", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("name_sort", sa.Text(collation="C"), nullable=False),
        *_record(),
        sa.CheckConstraint(
            "jsonb_typeof(definition) = 'object'", name=op.f("ck_sql_report_definition_object")
        ),
        sa.ForeignKeyConstraint(
            ["owner_id"], ["employee.id"], name="fk_sql_report_owner_id_employee"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_sql_report"),
    )
    op.create_index("ix_sql_report_owner_id", "sql_report", ["owner_id"])
    op.create_index("ix_sql_report_name_sort_id", "sql_report", ["name_sort", "id"])
    op.create_table(
        "sql_report_pin",
        sa.Column("owner_id", sa.BigInteger(), nullable=False),
        sa.Column("report_id", sa.BigInteger(), nullable=False),
        sa.Column("display", sa.String(20), server_default="TABLE", nullable=False),
        sa.Column("position", sa.Integer(), server_default="0", nullable=False),
        *_record(),
        sa.CheckConstraint(
            "display IN ('TABLE', 'BARS', 'LINES', 'PIE')", name=op.f("ck_sql_report_pin_display")
        ),
        sa.ForeignKeyConstraint(
            ["owner_id"], ["employee.id"], name="fk_sql_report_pin_owner_id_employee"
        ),
        sa.ForeignKeyConstraint(
            ["report_id"], ["sql_report.id"], name="fk_sql_report_pin_report_id_sql_report"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_sql_report_pin"),
    )
    op.create_index("ix_sql_report_pin_report_id", "sql_report_pin", ["report_id"])
    op.create_index(
        "ix_sql_report_pin_owner_id_position", "sql_report_pin", ["owner_id", "position"]
    )


def downgrade() -> None:
    op.drop_table("sql_report_pin")
    op.drop_table("sql_report")


def _record() -> tuple[sa.Column[object], ...]:
    return (
        sa.Column("id", sa.BigInteger(), sa.Identity(), nullable=False),
        sa.Column("created_at", INSTANT, server_default=sa.func.now(), nullable=False),
        sa.Column("updated_at", INSTANT, server_default=sa.func.now(), nullable=False),
        sa.Column("version", sa.BigInteger(), server_default="1", nullable=False),
        sa.Column("archived_at", INSTANT, nullable=True),
    )
