"""What opportunities became, and when; of those that are there it begins today."""

import sqlalchemy as sa
from alembic import op

revision = "opportunities_0003"
down_revision = "opportunities_0002"

BEGINNING = """
INSERT INTO opportunity_change (
    day, opportunity_id, customer_id, via, stage_id, amount, currency, manual_probability,
    probability, expected_close_on, closed_on, owner_id
)
SELECT CURRENT_DATE, opportunity.id, customer_id, 'system', stage_id, amount, currency,
    manual_probability,
    coalesce(CASE kind WHEN 'OPEN' THEN manual_probability END, stage.probability),
    expected_close_on, closed_on, owner_id
FROM opportunity
JOIN opportunity_stage AS stage ON stage.id = stage_id
"""


def upgrade() -> None:
    op.create_table(
        "opportunity_change",
        sa.Column("id", sa.BigInteger(), sa.Identity(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("opportunity_id", sa.BigInteger(), nullable=False),
        sa.Column("customer_id", sa.BigInteger(), nullable=True),
        sa.Column("actor_id", sa.BigInteger(), nullable=True),
        sa.Column("via", sa.String(length=20), nullable=False),
        sa.Column("stage_id", sa.BigInteger(), nullable=False),
        sa.Column("amount", sa.Numeric(precision=14, scale=2), nullable=True),
        sa.Column("currency", sa.String(length=3), server_default="EUR", nullable=False),
        sa.Column("manual_probability", sa.Integer(), nullable=True),
        sa.Column("probability", sa.Integer(), nullable=False),
        sa.Column("expected_close_on", sa.Date(), nullable=True),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.Column("owner_id", sa.BigInteger(), nullable=True),
        sa.Column("old_stage_id", sa.BigInteger(), nullable=True),
        sa.Column("old_amount", sa.Numeric(precision=14, scale=2), nullable=True),
        sa.Column("old_currency", sa.String(length=3), nullable=True),
        sa.Column("old_manual_probability", sa.Integer(), nullable=True),
        sa.Column("old_probability", sa.Integer(), nullable=True),
        sa.Column("old_expected_close_on", sa.Date(), nullable=True),
        sa.Column("old_closed_on", sa.Date(), nullable=True),
        sa.Column("old_owner_id", sa.BigInteger(), nullable=True),
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
        sa.CheckConstraint(
            "currency ~ '^[A-Z]{3}$'", name=op.f("ck_opportunity_change_currency_iso")
        ),
        sa.CheckConstraint("amount >= 0", name=op.f("ck_opportunity_change_amount_not_negative")),
        sa.CheckConstraint(
            "probability BETWEEN 0 AND 100", name=op.f("ck_opportunity_change_probability_range")
        ),
        sa.ForeignKeyConstraint(
            ["opportunity_id"],
            ["opportunity.id"],
            name="fk_opportunity_change_opportunity_id_opportunity",
        ),
        sa.PrimaryKeyConstraint("id", "day", name="pk_opportunity_change"),
    )
    op.create_index(
        "ix_opportunity_change_opportunity_id_day_id",
        "opportunity_change",
        ["opportunity_id", "day", "id"],
    )
    op.execute(BEGINNING)


def downgrade() -> None:
    op.drop_table("opportunity_change")
