"""The segments that opportunities belong to."""

import sqlalchemy as sa
from alembic import op

revision = "opportunities_0004"
down_revision = "opportunities_0003"


def upgrade() -> None:
    op.create_table(
        "opportunity_segment",
        sa.Column("opportunity_id", sa.BigInteger(), nullable=False),
        sa.Column("keyword_id", sa.BigInteger(), nullable=False),
        sa.Column("customer_id", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(
            ["opportunity_id"],
            ["opportunity.id"],
            name="fk_opportunity_segment_opportunity_id_opportunity",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["keyword_id"], ["keyword.id"], name="fk_opportunity_segment_keyword_id_keyword"
        ),
        sa.PrimaryKeyConstraint("opportunity_id", "keyword_id", name="pk_opportunity_segment"),
    )
    op.create_index("ix_opportunity_segment_keyword_id", "opportunity_segment", ["keyword_id"])


def downgrade() -> None:
    op.drop_table("opportunity_segment")
