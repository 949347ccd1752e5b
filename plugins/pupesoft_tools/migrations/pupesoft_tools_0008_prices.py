"""Create the table of price rules."""

import sqlalchemy as sa
from alembic import op

revision = "pupesoft_tools_0008"
down_revision = "pupesoft_tools_0007"

INSTANT = sa.DateTime(timezone=True)
REFERENCES = {
    "customer_id": "customer",
    "segment_id": "keyword",
    "district_id": "keyword",
    "product_id": "product",
    "product_group_id": "keyword",
    "offering_area_id": "product_basket",
}
CHECKS = {
    "one_whom": "num_nonnulls(customer_id, segment_id, district_id) = 1",
    "one_what": "num_nonnulls(product_id, product_group_id, offering_area_id) <= 1",
    "kind_value": "CASE kind WHEN 'DISCOUNT' THEN percent IS NOT NULL AND price IS NULL "
    "ELSE price IS NOT NULL AND percent IS NULL AND "
    "num_nonnulls(product_id, product_group_id, offering_area_id) = 1 END",
    "percent_range": "percent BETWEEN 0 AND 100",
    "price_not_negative": "price >= 0",
    "minimum_quantity_not_negative": "minimum_quantity >= 0",
    "currency_iso": "currency ~ '^[A-Z]{3}$'",
    "valid_from_valid_to_order": "valid_from <= valid_to",
    "kind": "kind IN ('DISCOUNT', 'NET_PRICE', 'GROSS_PRICE')",
}


def upgrade() -> None:
    op.create_table(
        "customer_price_rule",
        sa.Column("kind", sa.String(20), nullable=False),
        *(sa.Column(name, sa.BigInteger(), nullable=True) for name in REFERENCES),
        sa.Column("percent", sa.Numeric(5, 2), nullable=True),
        sa.Column("price", sa.Numeric(14, 2), nullable=True),
        sa.Column("currency", sa.String(3), server_default="EUR", nullable=False),
        sa.Column("minimum_quantity", sa.Numeric(14, 4), server_default="0", nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=True),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("id", sa.BigInteger(), sa.Identity(), nullable=False),
        sa.Column("created_at", INSTANT, server_default=sa.func.now(), nullable=False),
        sa.Column("updated_at", INSTANT, server_default=sa.func.now(), nullable=False),
        sa.Column("version", sa.BigInteger(), server_default="1", nullable=False),
        sa.Column("archived_at", INSTANT, nullable=True),
        *(
            sa.CheckConstraint(check, name=op.f(f"ck_customer_price_rule_{name}"))
            for name, check in CHECKS.items()
        ),
        *(
            sa.ForeignKeyConstraint(
                [name], [f"{to}.id"], name=f"fk_customer_price_rule_{name}_{to}"
            )
            for name, to in REFERENCES.items()
        ),
        sa.PrimaryKeyConstraint("id", name="pk_customer_price_rule"),
    )
    for name in REFERENCES:
        op.create_index(f"ix_customer_price_rule_{name}", "customer_price_rule", [name])


def downgrade() -> None:
    op.drop_table("customer_price_rule")
