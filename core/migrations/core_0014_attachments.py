"""Attachments of e-mails."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "core_0014"
down_revision = "core_0013"


def upgrade() -> None:
    names = postgresql.ARRAY(sa.Text())
    op.add_column("email", sa.Column("attachments", names, server_default="{}", nullable=False))
    op.create_table(
        "email_attachment",
        sa.Column("id", sa.BigInteger(), sa.Identity(), nullable=False),
        sa.Column("email_id", sa.BigInteger(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("media_type", sa.String(length=100), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["email_id"],
            ["email.id"],
            name="fk_email_attachment_email_id_email",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name="pk_email_attachment"),
    )
    op.create_index("ix_email_attachment_email_id", "email_attachment", ["email_id"])


def downgrade() -> None:
    op.drop_table("email_attachment")
    op.drop_column("email", "attachments")
