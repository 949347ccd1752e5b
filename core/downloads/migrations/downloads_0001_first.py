"""Create the tables of downloads."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "downloads_0001"
down_revision = None


def upgrade() -> None:
    op.create_table(
        "download",
        sa.Column("id", sa.BigInteger(), sa.Identity(), nullable=False),
        sa.Column("kind", sa.String(60), nullable=False),
        sa.Column("employee_id", sa.BigInteger(), nullable=False),
        sa.Column("arguments", postgresql.JSONB(), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["employee_id"], ["employee.id"], name="fk_download_employee_id_employee"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_download"),
    )
    op.create_index("ix_download_employee_id", "download", ["employee_id"])
    op.create_index("ix_download_expires_at", "download", ["expires_at"])
    op.create_table(
        "download_key",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.CheckConstraint("id = 1", name=op.f("ck_download_key_one")),
        sa.PrimaryKeyConstraint("id", name="pk_download_key"),
    )


def downgrade() -> None:
    op.drop_table("download_key")
    op.drop_table("download")
