"""Daily snapshots of opportunities."""

import sqlalchemy as sa
from alembic import op

revision = "opportunities_0005"
down_revision = "opportunities_0004"


def upgrade() -> None:
    op.create_table(
        "opportunity_snapshot",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("opportunity_id", sa.BigInteger(), nullable=False),
        sa.Column("customer_id", sa.BigInteger(), nullable=True),
        sa.Column("stage_id", sa.BigInteger(), nullable=False),
        sa.Column("owner_id", sa.BigInteger(), nullable=True),
        sa.Column("team_id", sa.BigInteger(), nullable=True),
        sa.Column("offering_area_id", sa.BigInteger(), nullable=True),
        sa.Column("amount", sa.Numeric(precision=14, scale=2), nullable=True),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("probability", sa.Integer(), nullable=False),
        sa.Column("expected_close_on", sa.Date(), nullable=True),
        sa.PrimaryKeyConstraint("day", "opportunity_id", name="pk_opportunity_snapshot"),
    )


def downgrade() -> None:
    op.drop_table("opportunity_snapshot")
