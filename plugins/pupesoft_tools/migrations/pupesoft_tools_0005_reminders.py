"""Create the table of reminders."""

import sqlalchemy as sa
from alembic import op

revision = "pupesoft_tools_0005"
down_revision = "pupesoft_tools_0004"

INSTANT = sa.DateTime(timezone=True)
KEYS = {
    "employee_id": "employee",
    "author_id": "employee",
    "customer_id": "customer",
    "contact_id": "contact",
    "acknowledged_by_id": "employee",
}


def upgrade() -> None:
    op.create_table(
        "reminder",
        sa.Column("employee_id", sa.BigInteger(), nullable=False),
        sa.Column("author_id", sa.BigInteger(), nullable=True),
        sa.Column("customer_id", sa.BigInteger(), nullable=True),
        sa.Column("contact_id", sa.BigInteger(), nullable=True),
        sa.Column("text", sa.String(2000), nullable=False),
        sa.Column("due_at", INSTANT, nullable=False),
        sa.Column("snoozed_until", INSTANT, nullable=True),
        sa.Column(
            "remind_at",
            INSTANT,
            sa.Computed("coalesce(snoozed_until, due_at)", persisted=True),
            nullable=False,
        ),
        sa.Column("acknowledged_at", INSTANT, nullable=True),
        sa.Column("acknowledged_by_id", sa.BigInteger(), nullable=True),
        sa.Column("note", sa.String(2000), nullable=True),
        sa.Column("mailed_at", INSTANT, nullable=True),
        sa.Column("id", sa.BigInteger(), sa.Identity(), nullable=False),
        sa.Column("created_at", INSTANT, server_default=sa.func.now(), nullable=False),
        sa.Column("updated_at", INSTANT, server_default=sa.func.now(), nullable=False),
        sa.Column("version", sa.BigInteger(), server_default="1", nullable=False),
        sa.Column("archived_at", INSTANT, nullable=True),
        sa.CheckConstraint(
            "customer_id IS NOT NULL OR contact_id IS NULL",
            name=op.f("ck_reminder_contact_customer"),
        ),
        sa.CheckConstraint(
            "(acknowledged_at IS NULL) = (note IS NULL)",
            name=op.f("ck_reminder_acknowledged_with_note"),
        ),
        *(
            sa.ForeignKeyConstraint([column], [f"{table}.id"], name=f"fk_reminder_{column}_{table}")
            for column, table in KEYS.items()
        ),
        sa.PrimaryKeyConstraint("id", name="pk_reminder"),
    )
    op.create_index("ix_reminder_employee_id_remind_at", "reminder", ["employee_id", "remind_at"])
    op.create_index(
        "ix_reminder_remind_at",
        "reminder",
        ["remind_at"],
        postgresql_where="acknowledged_at IS NULL",
    )
    for column in ("author_id", "customer_id", "contact_id", "acknowledged_by_id"):
        op.create_index(f"ix_reminder_{column}", "reminder", [column])


def downgrade() -> None:
    op.drop_table("reminder")
