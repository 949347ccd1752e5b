"""Stages with a default set, and opportunities."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "opportunities_0001"
down_revision = None

COLUMNS = ("code", "position", "probability", "kind", "labels")
STAGES = (
    ("PROSPECTING", 10, 10, "OPEN", {"fi": "Kartoitus", "hr": "Istraživanje", "en": "Prospecting"}),
    ("QUALIFIED", 20, 25, "OPEN", {"fi": "Kartoitettu", "hr": "Kvalificirano", "en": "Qualified"}),
    (
        "OFFERED",
        30,
        50,
        "OPEN",
        {"fi": "Tarjous tehty", "hr": "Poslana ponuda", "en": "Offer sent"},
    ),
    ("NEGOTIATION", 40, 75, "OPEN", {"fi": "Neuvottelu", "hr": "Pregovori", "en": "Negotiation"}),
    ("WON", 50, 100, "WON", {"fi": "Voitettu", "hr": "Dobiveno", "en": "Won"}),
    ("LOST", 60, 0, "LOST", {"fi": "Hävitty", "hr": "Izgubljeno", "en": "Lost"}),
)


def upgrade() -> None:
    op.create_table(
        "opportunity_stage",
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column(
            "labels", postgresql.JSONB(astext_type=sa.Text()), server_default="{}", nullable=False
        ),
        sa.Column("position", sa.Integer(), server_default="0", nullable=False),
        sa.Column("probability", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=20), server_default="OPEN", nullable=False),
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
            "jsonb_typeof(labels) = 'object'", name=op.f("ck_opportunity_stage_labels_object")
        ),
        sa.CheckConstraint(
            "kind = 'OPEN' OR probability = CASE kind WHEN 'WON' THEN 100 ELSE 0 END",
            name=op.f("ck_opportunity_stage_probability_of_kind"),
        ),
        sa.CheckConstraint(
            "probability BETWEEN 0 AND 100", name=op.f("ck_opportunity_stage_probability_range")
        ),
        sa.CheckConstraint(
            "kind IN ('OPEN', 'WON', 'LOST')", name=op.f("ck_opportunity_stage_kind")
        ),
        sa.PrimaryKeyConstraint("id", name="pk_opportunity_stage"),
        sa.UniqueConstraint("code", name="uq_opportunity_stage_code"),
    )
    op.create_table(
        "opportunity",
        sa.Column("customer_id", sa.BigInteger(), nullable=True),
        sa.Column("contact_id", sa.BigInteger(), nullable=True),
        sa.Column("owner_id", sa.BigInteger(), nullable=True),
        sa.Column("stage_id", sa.BigInteger(), nullable=False),
        sa.Column("product_id", sa.BigInteger(), nullable=True),
        sa.Column("offering_area_id", sa.BigInteger(), nullable=True),
        sa.Column("amount", sa.Numeric(precision=14, scale=2), nullable=True),
        sa.Column("currency", sa.String(length=3), server_default="EUR", nullable=False),
        sa.Column("manual_probability", sa.Integer(), nullable=True),
        sa.Column("engaged_on", sa.Date(), nullable=True),
        sa.Column("expected_close_on", sa.Date(), nullable=True),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.Column("lead_source", sa.String(length=100), nullable=True),
        sa.Column(
            "search_text",
            sa.Text(),
            sa.Computed("fold(coalesce(name, ''))", persisted=True),
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
        sa.CheckConstraint("currency ~ '^[A-Z]{3}$'", name=op.f("ck_opportunity_currency_iso")),
        sa.CheckConstraint("amount >= 0", name=op.f("ck_opportunity_amount_not_negative")),
        sa.CheckConstraint(
            "manual_probability BETWEEN 0 AND 100", name=op.f("ck_opportunity_probability_range")
        ),
        sa.ForeignKeyConstraint(
            ["contact_id"], ["contact.id"], name="fk_opportunity_contact_id_contact"
        ),
        sa.ForeignKeyConstraint(
            ["customer_id"], ["customer.id"], name="fk_opportunity_customer_id_customer"
        ),
        sa.ForeignKeyConstraint(
            ["offering_area_id"],
            ["product_basket.id"],
            name="fk_opportunity_offering_area_id_product_basket",
        ),
        sa.ForeignKeyConstraint(
            ["owner_id"], ["employee.id"], name="fk_opportunity_owner_id_employee"
        ),
        sa.ForeignKeyConstraint(
            ["product_id"], ["product.id"], name="fk_opportunity_product_id_product"
        ),
        sa.ForeignKeyConstraint(
            ["stage_id"], ["opportunity_stage.id"], name="fk_opportunity_stage_id_opportunity_stage"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_opportunity"),
    )
    op.create_index("ix_opportunity_contact_id", "opportunity", ["contact_id"])
    op.create_index(
        "ix_opportunity_customer_id_name_sort_id", "opportunity", ["customer_id", "name_sort", "id"]
    )
    op.create_index("ix_opportunity_name_sort_id", "opportunity", ["name_sort", "id"])
    op.create_index("ix_opportunity_offering_area_id", "opportunity", ["offering_area_id"])
    op.create_index("ix_opportunity_owner_id", "opportunity", ["owner_id"])
    op.create_index("ix_opportunity_product_id", "opportunity", ["product_id"])
    op.create_index(
        "ix_opportunity_search_text",
        "opportunity",
        ["search_text"],
        postgresql_using="gin",
        postgresql_ops={"search_text": "gin_trgm_ops"},
    )
    op.create_index("ix_opportunity_stage_id", "opportunity", ["stage_id"])
    labels = postgresql.JSONB()
    stage = sa.table(
        "opportunity_stage",
        *(sa.column(name) for name in ("code", "position", "probability", "kind")),
        sa.column("labels", labels),
    )
    op.bulk_insert(stage, [dict(zip(COLUMNS, row, strict=True)) for row in STAGES])


def downgrade() -> None:
    op.drop_table("opportunity")
    op.drop_table("opportunity_stage")
