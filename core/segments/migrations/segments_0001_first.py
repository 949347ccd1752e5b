"""Dimensions of segments; the keyword list SEGMENT is the first one."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "segments_0001"
down_revision = None

LABELS = {"fi": "Segmentti", "hr": "Segment", "en": "Segment"}


def upgrade() -> None:
    op.create_table(
        "segment_dimension",
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("labels", postgresql.JSONB(), server_default="{}", nullable=False),
        sa.Column("position", sa.Integer(), server_default="0", nullable=False),
        sa.Column("id", sa.BigInteger(), sa.Identity(), nullable=False),
        sa.Column(
            "created_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.Column(
            "updated_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.Column("version", sa.BigInteger(), server_default="1", nullable=False),
        sa.Column("archived_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "jsonb_typeof(labels) = 'object'", name=op.f("ck_segment_dimension_labels_object")
        ),
        sa.PrimaryKeyConstraint("id", name="pk_segment_dimension"),
        sa.UniqueConstraint("code", name="uq_segment_dimension_code"),
    )
    dimension = sa.table(
        "segment_dimension",
        sa.column("code"),
        sa.column("labels", postgresql.JSONB()),
        sa.column("position"),
    )
    op.bulk_insert(dimension, [{"code": "SEGMENT", "labels": LABELS, "position": 10}])


def downgrade() -> None:
    op.drop_table("segment_dimension")
