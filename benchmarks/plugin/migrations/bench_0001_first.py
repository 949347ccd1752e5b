"""Money cells."""

import sqlalchemy as sa
from alembic import op

revision = "bench_0001"
down_revision = None


def upgrade() -> None:
    op.create_table(
        "bench_money_cell",
        sa.Column("id", sa.BigInteger(), sa.Identity(), primary_key=True),
        sa.Column("customer_id", sa.BigInteger(), sa.ForeignKey("customer.id"), nullable=False),
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column(
            "offering_area_id", sa.BigInteger(), sa.ForeignKey("product_basket.id"), nullable=False
        ),
        sa.Column("amount", sa.Numeric(14, 2), nullable=False),
        sa.Column("currency", sa.String(3), nullable=False),
    )
    op.create_index(
        "ix_bench_money_cell_customer_id_month_id",
        "bench_money_cell",
        ["customer_id", "month", "id"],
    )


def downgrade() -> None:
    op.drop_table("bench_money_cell")
