"""Products and product baskets."""

import sqlalchemy as sa
from alembic import op

revision = "core_0004"
down_revision = "core_0003"


def upgrade() -> None:
    op.create_table(
        "product",
        sa.Column("number", sa.String(length=40), nullable=False),
        sa.Column("price", sa.Numeric(precision=14, scale=2), nullable=True),
        sa.Column("currency", sa.String(length=3), server_default="EUR", nullable=False),
        sa.Column("unit", sa.String(length=20), nullable=True),
        sa.Column("department_id", sa.BigInteger(), nullable=True),
        sa.Column("group_id", sa.BigInteger(), nullable=True),
        sa.Column("active", sa.Boolean(), server_default=sa.text("true"), nullable=False),
        sa.Column(
            "search_text",
            sa.Text(),
            sa.Computed("fold(coalesce(number, '') || ' ' || coalesce(name, ''))", persisted=True),
            nullable=False,
        ),
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
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("name_sort", sa.Text(collation="C"), nullable=False),
        sa.CheckConstraint("currency ~ '^[A-Z]{3}$'", name=op.f("ck_product_currency_iso")),
        sa.CheckConstraint("price >= 0", name=op.f("ck_product_price_not_negative")),
        sa.ForeignKeyConstraint(
            ["department_id"], ["keyword.id"], name="fk_product_department_id_keyword"
        ),
        sa.ForeignKeyConstraint(["group_id"], ["keyword.id"], name="fk_product_group_id_keyword"),
        sa.PrimaryKeyConstraint("id", name="pk_product"),
        sa.UniqueConstraint("number", name="uq_product_number"),
    )
    op.create_index("ix_product_department_id", "product", ["department_id"])
    op.create_index("ix_product_group_id", "product", ["group_id"])
    op.create_index("ix_product_name_sort_id", "product", ["name_sort", "id"])
    op.create_index(
        "ix_product_search_text",
        "product",
        ["search_text"],
        postgresql_using="gin",
        postgresql_ops={"search_text": "gin_trgm_ops"},
    )
    op.create_table(
        "product_basket",
        sa.Column("type", sa.String(length=20), server_default="GENERAL", nullable=False),
        sa.Column("active", sa.Boolean(), server_default=sa.text("true"), nullable=False),
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
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("name_sort", sa.Text(collation="C"), nullable=False),
        sa.CheckConstraint(
            "type IN ('GENERAL', 'WALLET_SHARE')", name=op.f("ck_product_basket_type")
        ),
        sa.PrimaryKeyConstraint("id", name="pk_product_basket"),
    )
    op.create_index("ix_product_basket_name_sort_id", "product_basket", ["name_sort", "id"])
    op.create_table(
        "basket_product",
        sa.Column("basket_id", sa.BigInteger(), nullable=False),
        sa.Column("product_id", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["basket_id"],
            ["product_basket.id"],
            name="fk_basket_product_basket_id_product_basket",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["product_id"],
            ["product.id"],
            name="fk_basket_product_product_id_product",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("basket_id", "product_id", name="pk_basket_product"),
    )
    op.create_index("ix_basket_product_product_id", "basket_product", ["product_id"])


def downgrade() -> None:
    op.drop_table("basket_product")
    op.drop_table("product_basket")
    op.drop_table("product")
