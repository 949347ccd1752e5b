"""The change log, and number series."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "core_0005"
down_revision = "core_0004"


def upgrade() -> None:
    op.create_table(
        "change_log",
        sa.Column("id", sa.BigInteger(), sa.Identity(), nullable=False),
        sa.Column(
            "at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False
        ),
        sa.Column("actor_id", sa.BigInteger(), nullable=True),
        sa.Column("via", sa.String(length=20), nullable=False),
        sa.Column("entity", sa.String(length=60), nullable=False),
        sa.Column("record_id", sa.BigInteger(), nullable=False),
        sa.Column("customer_id", sa.BigInteger(), nullable=True),
        sa.Column("action", sa.String(length=20), nullable=False),
        sa.Column("old", postgresql.JSONB(none_as_null=True, astext_type=sa.Text()), nullable=True),
        sa.Column("new", postgresql.JSONB(none_as_null=True, astext_type=sa.Text()), nullable=True),
        sa.CheckConstraint(
            "action IN ('CREATE', 'UPDATE', 'ARCHIVE', 'RESTORE', 'DELETE')",
            name=op.f("ck_change_log_action"),
        ),
        sa.PrimaryKeyConstraint("id", "at", name="pk_change_log"),
    )
    op.create_index("ix_change_log_actor_id_at", "change_log", ["actor_id", "at"])
    op.create_index("ix_change_log_at_id", "change_log", ["at", "id"])
    op.create_index("ix_change_log_customer_id_at", "change_log", ["customer_id", "at"])
    op.create_index(
        "ix_change_log_entity_record_id_at", "change_log", ["entity", "record_id", "at"]
    )
    op.create_table(
        "number_series",
        sa.Column("code", sa.String(length=60), nullable=False),
        sa.Column("next_number", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("code", name="pk_number_series"),
    )


def downgrade() -> None:
    op.drop_table("number_series")
    op.drop_table("change_log")
