"""Create the outbox of text messages, and the consents of customers."""

import sqlalchemy as sa
from alembic import op

revision = "pupesoft_tools_0007"
down_revision = "pupesoft_tools_0006"

INSTANT = sa.DateTime(timezone=True)
STATE = (
    "CASE WHEN sent_at IS NOT NULL THEN 'SENT' WHEN failed_at IS NOT NULL THEN 'FAILED' "
    "ELSE 'QUEUED' END"
)


def upgrade() -> None:
    _create_messages()
    _create_consents()


def downgrade() -> None:
    op.drop_table("text_message_consent")
    op.drop_table("text_message")


def _create_messages() -> None:
    op.create_table(
        "text_message",
        sa.Column("contact_id", sa.BigInteger(), nullable=True),
        sa.Column("number", sa.String(16), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("encoding", sa.String(20), nullable=False),
        sa.Column("segments", sa.Integer(), nullable=False),
        sa.Column("gateway", sa.String(60), nullable=False),
        sa.Column("gateway_id", sa.String(200), nullable=True),
        sa.Column("sender_id", sa.BigInteger(), nullable=True),
        sa.Column("record_id", sa.String(80), nullable=True),
        sa.Column("customer_id", sa.BigInteger(), nullable=True),
        sa.Column("idempotency_key", sa.String(200), nullable=False),
        sa.Column("attempts", sa.Integer(), server_default="0", nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("claimed_at", INSTANT, nullable=True),
        sa.Column("next_attempt_at", INSTANT, nullable=True),
        sa.Column("sent_at", INSTANT, nullable=True),
        sa.Column("failed_at", INSTANT, nullable=True),
        sa.Column("error", sa.Text(), nullable=True),
        sa.Column("state", sa.String(20), sa.Computed(STATE, persisted=True), nullable=False),
        sa.Column("id", sa.BigInteger(), sa.Identity(), nullable=False),
        sa.CheckConstraint(
            "state IN ('QUEUED', 'SENT', 'FAILED')", name=op.f("ck_text_message_state")
        ),
        sa.CheckConstraint("encoding IN ('GSM_7', 'UCS_2')", name=op.f("ck_text_message_encoding")),
        sa.ForeignKeyConstraint(
            ["contact_id"], ["contact.id"], name="fk_text_message_contact_id_contact"
        ),
        sa.ForeignKeyConstraint(
            ["sender_id"], ["employee.id"], name="fk_text_message_sender_id_employee"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_text_message"),
        sa.UniqueConstraint("idempotency_key", name="uq_text_message_idempotency_key"),
    )
    for column in ("contact_id", "customer_id", "sender_id", "state"):
        op.create_index(f"ix_text_message_{column}", "text_message", [column])


def _create_consents() -> None:
    op.create_table(
        "text_message_consent",
        sa.Column("customer_id", sa.BigInteger(), nullable=False),
        sa.Column("consent", sa.String(20), server_default="UNKNOWN", nullable=False),
        sa.Column("given_at", INSTANT, nullable=True),
        sa.Column("basis", sa.String(200), nullable=True),
        sa.Column("id", sa.BigInteger(), sa.Identity(), nullable=False),
        sa.Column("created_at", INSTANT, server_default=sa.func.now(), nullable=False),
        sa.Column("updated_at", INSTANT, server_default=sa.func.now(), nullable=False),
        sa.Column("version", sa.BigInteger(), server_default="1", nullable=False),
        sa.Column("archived_at", INSTANT, nullable=True),
        sa.CheckConstraint(
            "consent IN ('UNKNOWN', 'GIVEN', 'REFUSED')",
            name=op.f("ck_text_message_consent_consent"),
        ),
        sa.CheckConstraint(
            "consent <> 'UNKNOWN' OR given_at IS NULL",
            name=op.f("ck_text_message_consent_given_at_known"),
        ),
        sa.ForeignKeyConstraint(
            ["customer_id"], ["customer.id"], name="fk_text_message_consent_customer_id_customer"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_text_message_consent"),
    )
    op.create_index("ix_text_message_consent_customer_id", "text_message_consent", ["customer_id"])
    op.create_index(
        "uq_text_message_consent_customer_id",
        "text_message_consent",
        ["customer_id"],
        unique=True,
        postgresql_where=sa.text("archived_at IS NULL"),
    )
