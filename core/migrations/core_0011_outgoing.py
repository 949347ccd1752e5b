"""What leaves for other systems, and notifications."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "core_0011"
down_revision = "core_0010"

STATE = (
    "CASE WHEN sent_at IS NOT NULL THEN 'SENT' WHEN failed_at IS NOT NULL THEN 'FAILED' "
    "ELSE 'QUEUED' END"
)


def upgrade() -> None:
    _create_outgoing(
        "email",
        sa.Column("recipients", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column("subject", sa.String(length=500), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("html", sa.Text(), nullable=True),
        sa.Column("message_id", sa.String(length=200), nullable=False),
    )
    _create_outgoing(
        "webhook_call",
        sa.Column("method", sa.String(length=10), nullable=False),
        sa.Column("url", sa.String(length=2000), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("status_code", sa.Integer(), nullable=True),
    )
    op.create_table(
        "notification",
        sa.Column("employee_id", sa.BigInteger(), nullable=False),
        sa.Column("sender_id", sa.BigInteger(), nullable=True),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("text", sa.Text(), nullable=True),
        sa.Column("record_id", sa.String(length=80), nullable=True),
        sa.Column("customer_id", sa.BigInteger(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.BigInteger(), sa.Identity(), nullable=False),
        sa.ForeignKeyConstraint(
            ["employee_id"], ["employee.id"], name="fk_notification_employee_id_employee"
        ),
        sa.ForeignKeyConstraint(
            ["sender_id"], ["employee.id"], name="fk_notification_sender_id_employee"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_notification"),
    )
    op.create_index("ix_notification_customer_id", "notification", ["customer_id"])
    op.create_index("ix_notification_employee_id_id", "notification", ["employee_id", "id"])
    op.create_index("ix_notification_sender_id", "notification", ["sender_id"])
    op.create_index(
        "ix_notification_employee_id_unread",
        "notification",
        ["employee_id"],
        postgresql_where=sa.text("read_at IS NULL"),
    )


def downgrade() -> None:
    op.drop_table("notification")
    op.drop_table("webhook_call")
    op.drop_table("email")


def _create_outgoing(table: str, *columns: sa.Column[object]) -> None:
    instant = sa.DateTime(timezone=True)
    op.create_table(
        table,
        *columns,
        sa.Column("sender_id", sa.BigInteger(), nullable=True),
        sa.Column("record_id", sa.String(length=80), nullable=True),
        sa.Column("customer_id", sa.BigInteger(), nullable=True),
        sa.Column("idempotency_key", sa.String(length=200), nullable=False),
        sa.Column("attempts", sa.Integer(), server_default="0", nullable=False),
        sa.Column("created_at", instant, nullable=False),
        sa.Column("claimed_at", instant, nullable=True),
        sa.Column("next_attempt_at", instant, nullable=True),
        sa.Column("sent_at", instant, nullable=True),
        sa.Column("failed_at", instant, nullable=True),
        sa.Column("error", sa.Text(), nullable=True),
        sa.Column(
            "state", sa.String(length=20), sa.Computed(STATE, persisted=True), nullable=False
        ),
        sa.Column("id", sa.BigInteger(), sa.Identity(), nullable=False),
        sa.CheckConstraint("state IN ('QUEUED', 'SENT', 'FAILED')", name=op.f(f"ck_{table}_state")),
        sa.ForeignKeyConstraint(
            ["sender_id"], ["employee.id"], name=f"fk_{table}_sender_id_employee"
        ),
        sa.PrimaryKeyConstraint("id", name=f"pk_{table}"),
        sa.UniqueConstraint("idempotency_key", name=f"uq_{table}_idempotency_key"),
    )
    for column in ("customer_id", "sender_id", "state"):
        op.create_index(f"ix_{table}_{column}", table, [column])
