"""Web forms."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "leads_0002"
down_revision = "leads_0001"


def upgrade() -> None:
    now = sa.text("now()")
    op.create_table(
        "lead_form",
        sa.Column("key_hash", sa.LargeBinary(length=32), nullable=True),
        sa.Column("owner_id", sa.BigInteger(), nullable=True),
        sa.Column("lead_source", sa.String(length=100), nullable=True),
        sa.Column("fields", postgresql.JSONB(), server_default="{}", nullable=False),
        sa.Column("honeypot", sa.String(length=100), server_default="homepage_url", nullable=False),
        sa.Column("redirect_url", sa.String(length=500), nullable=True),
        sa.Column("id", sa.BigInteger(), sa.Identity(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=now, nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), server_default=now, nullable=False),
        sa.Column("version", sa.BigInteger(), server_default="1", nullable=False),
        sa.Column("archived_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("name_sort", sa.Text(collation="C"), nullable=False),
        sa.CheckConstraint(
            "jsonb_typeof(fields) = 'object'", name=op.f("ck_lead_form_fields_object")
        ),
        sa.ForeignKeyConstraint(
            ["owner_id"], ["employee.id"], name="fk_lead_form_owner_id_employee"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_lead_form"),
        sa.UniqueConstraint("key_hash", name="uq_lead_form_key_hash"),
    )
    op.create_index("ix_lead_form_name_sort_id", "lead_form", ["name_sort", "id"])
    op.create_index("ix_lead_form_owner_id", "lead_form", ["owner_id"])
    op.create_table(
        "lead_form_use",
        sa.Column("form_id", sa.BigInteger(), nullable=False),
        sa.Column("address", sa.String(length=45), nullable=False),
        sa.Column("minute", sa.DateTime(timezone=True), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["form_id"], ["lead_form.id"], name="fk_lead_form_use_form_id_lead_form"
        ),
        sa.PrimaryKeyConstraint("form_id", "address", "minute", name="pk_lead_form_use"),
    )
    op.create_index("ix_lead_form_use_minute", "lead_form_use", ["minute"])


def downgrade() -> None:
    op.drop_table("lead_form_use")
    op.drop_table("lead_form")
