"""Offers, invoices, payments, write-offs, holds and credit rules."""

import sqlalchemy as sa
from alembic import op

revision = "1747d4232d26"
down_revision = None


def upgrade() -> None:
    op.create_table(
        "finance_credit_rule",
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("threshold", sa.Numeric(precision=14, scale=2), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=True),
        sa.Column("hold", sa.String(length=20), server_default="NONE", nullable=False),
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
        sa.CheckConstraint(
            "currency ~ '^[A-Z]{3}$'", name=op.f("ck_finance_credit_rule_currency_iso")
        ),
        sa.CheckConstraint(
            "kind <> 'OVERDUE_AMOUNT' OR currency IS NOT NULL",
            name=op.f("ck_finance_credit_rule_currency_of_amount"),
        ),
        sa.CheckConstraint(
            "threshold >= 0", name=op.f("ck_finance_credit_rule_threshold_not_negative")
        ),
        sa.CheckConstraint(
            "kind IN ('DAYS_OVERDUE', 'OVERDUE_AMOUNT', 'CREDIT_LIMIT')",
            name=op.f("ck_finance_credit_rule_kind"),
        ),
        sa.CheckConstraint(
            "hold IN ('NONE', 'SHIP', 'INVOICE', 'ALL')", name=op.f("ck_finance_credit_rule_hold")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_finance_credit_rule")),
    )
    op.create_table(
        "finance_credit_alarm",
        sa.Column("customer_id", sa.BigInteger(), nullable=False),
        sa.Column("rule_id", sa.BigInteger(), nullable=False),
        sa.Column("raised_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("cleared_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.BigInteger(), sa.Identity(), nullable=False),
        sa.ForeignKeyConstraint(
            ["customer_id"],
            ["customer.id"],
            name=op.f("fk_finance_credit_alarm_customer_id_customer"),
        ),
        sa.ForeignKeyConstraint(
            ["rule_id"],
            ["finance_credit_rule.id"],
            name=op.f("fk_finance_credit_alarm_rule_id_finance_credit_rule"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_finance_credit_alarm")),
    )
    op.create_index("ix_finance_credit_alarm_rule_id", "finance_credit_alarm", ["rule_id"])
    op.create_index(
        "uq_finance_credit_alarm_customer_id_rule_id",
        "finance_credit_alarm",
        ["customer_id", "rule_id"],
        unique=True,
        postgresql_where=sa.text("cleared_at IS NULL"),
    )
    op.create_table(
        "finance_credit_limit",
        sa.Column("customer_id", sa.BigInteger(), nullable=False),
        sa.Column("amount", sa.Numeric(precision=14, scale=2), nullable=False),
        sa.Column("currency", sa.String(length=3), server_default="EUR", nullable=False),
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
            "currency ~ '^[A-Z]{3}$'", name=op.f("ck_finance_credit_limit_currency_iso")
        ),
        sa.CheckConstraint("amount >= 0", name=op.f("ck_finance_credit_limit_amount_not_negative")),
        sa.ForeignKeyConstraint(
            ["customer_id"],
            ["customer.id"],
            name=op.f("fk_finance_credit_limit_customer_id_customer"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_finance_credit_limit")),
        sa.UniqueConstraint("customer_id", name=op.f("uq_finance_credit_limit_customer_id")),
    )
    op.create_table(
        "finance_delivery_hold",
        sa.Column("customer_id", sa.BigInteger(), nullable=False),
        sa.Column("level", sa.String(length=20), nullable=False),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.Column(
            "since", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False
        ),
        sa.Column("set_by_id", sa.BigInteger(), nullable=True),
        sa.Column("rule_id", sa.BigInteger(), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_by_id", sa.BigInteger(), nullable=True),
        sa.Column("id", sa.BigInteger(), sa.Identity(), nullable=False),
        sa.CheckConstraint("level <> 'NONE'", name=op.f("ck_finance_delivery_hold_level_some")),
        sa.CheckConstraint(
            "level IN ('NONE', 'SHIP', 'INVOICE', 'ALL')",
            name=op.f("ck_finance_delivery_hold_level"),
        ),
        sa.ForeignKeyConstraint(
            ["customer_id"],
            ["customer.id"],
            name=op.f("fk_finance_delivery_hold_customer_id_customer"),
        ),
        sa.ForeignKeyConstraint(
            ["ended_by_id"],
            ["employee.id"],
            name=op.f("fk_finance_delivery_hold_ended_by_id_employee"),
        ),
        sa.ForeignKeyConstraint(
            ["rule_id"],
            ["finance_credit_rule.id"],
            name=op.f("fk_finance_delivery_hold_rule_id_finance_credit_rule"),
        ),
        sa.ForeignKeyConstraint(
            ["set_by_id"], ["employee.id"], name=op.f("fk_finance_delivery_hold_set_by_id_employee")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_finance_delivery_hold")),
    )
    op.create_index(
        "ix_finance_delivery_hold_customer_id_since",
        "finance_delivery_hold",
        ["customer_id", "since"],
    )
    op.create_index(
        "ix_finance_delivery_hold_ended_by_id", "finance_delivery_hold", ["ended_by_id"]
    )
    op.create_index("ix_finance_delivery_hold_rule_id", "finance_delivery_hold", ["rule_id"])
    op.create_index("ix_finance_delivery_hold_set_by_id", "finance_delivery_hold", ["set_by_id"])
    op.create_index(
        "uq_finance_delivery_hold_customer_id",
        "finance_delivery_hold",
        ["customer_id"],
        unique=True,
        postgresql_where=sa.text("ended_at IS NULL"),
    )
    op.create_table(
        "finance_invoice",
        sa.Column("number", sa.String(length=40), nullable=False),
        sa.Column("customer_id", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.String(length=20), server_default="INVOICE", nullable=False),
        sa.Column("credited_invoice_id", sa.BigInteger(), nullable=True),
        sa.Column("opportunity_id", sa.BigInteger(), nullable=True),
        sa.Column("seller_id", sa.BigInteger(), nullable=True),
        sa.Column("invoiced_on", sa.Date(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("currency", sa.String(length=3), server_default="EUR", nullable=False),
        sa.Column("net", sa.Numeric(precision=14, scale=2), server_default="0", nullable=False),
        sa.Column("vat", sa.Numeric(precision=14, scale=2), server_default="0", nullable=False),
        sa.Column("total", sa.Numeric(precision=14, scale=2), server_default="0", nullable=False),
        sa.Column("cancelled_on", sa.Date(), nullable=True),
        sa.Column("content_hash", sa.LargeBinary(), nullable=True),
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
            "CASE kind WHEN 'INVOICE' THEN net >= 0 AND total >= 0 ELSE net <= 0 AND total <= 0 "
            "END",
            name=op.f("ck_finance_invoice_net_sign"),
        ),
        sa.CheckConstraint(
            "credited_invoice_id IS NULL OR kind = 'CREDIT_NOTE'",
            name=op.f("ck_finance_invoice_credited_invoice_id_kind"),
        ),
        sa.CheckConstraint("currency ~ '^[A-Z]{3}$'", name=op.f("ck_finance_invoice_currency_iso")),
        sa.CheckConstraint(
            "invoiced_on <= due_on", name=op.f("ck_finance_invoice_invoiced_on_due_on_order")
        ),
        sa.CheckConstraint("total = net + vat", name=op.f("ck_finance_invoice_total_sum")),
        sa.CheckConstraint(
            "kind IN ('INVOICE', 'CREDIT_NOTE')", name=op.f("ck_finance_invoice_kind")
        ),
        sa.ForeignKeyConstraint(
            ["credited_invoice_id"],
            ["finance_invoice.id"],
            name=op.f("fk_finance_invoice_credited_invoice_id_finance_invoice"),
        ),
        sa.ForeignKeyConstraint(
            ["customer_id"], ["customer.id"], name=op.f("fk_finance_invoice_customer_id_customer")
        ),
        sa.ForeignKeyConstraint(
            ["seller_id"], ["employee.id"], name=op.f("fk_finance_invoice_seller_id_employee")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_finance_invoice")),
    )
    op.create_index(
        "ix_finance_invoice_credited_invoice_id", "finance_invoice", ["credited_invoice_id"]
    )
    op.create_index(
        "ix_finance_invoice_customer_id_invoiced_on",
        "finance_invoice",
        ["customer_id", "invoiced_on"],
    )
    op.create_index("ix_finance_invoice_due_on_id", "finance_invoice", ["due_on", "id"])
    op.create_index("ix_finance_invoice_invoiced_on_id", "finance_invoice", ["invoiced_on", "id"])
    op.create_index("ix_finance_invoice_number", "finance_invoice", ["number"])
    op.create_index("ix_finance_invoice_opportunity_id", "finance_invoice", ["opportunity_id"])
    op.create_index("ix_finance_invoice_seller_id", "finance_invoice", ["seller_id"])
    op.create_table(
        "finance_offer",
        sa.Column("number", sa.String(length=40), nullable=False),
        sa.Column("customer_id", sa.BigInteger(), nullable=False),
        sa.Column("opportunity_id", sa.BigInteger(), nullable=True),
        sa.Column("owner_id", sa.BigInteger(), nullable=True),
        sa.Column("amount", sa.Numeric(precision=14, scale=2), nullable=False),
        sa.Column("currency", sa.String(length=3), server_default="EUR", nullable=False),
        sa.Column("sent_on", sa.Date(), nullable=True),
        sa.Column("valid_until", sa.Date(), nullable=True),
        sa.Column("accepted_on", sa.Date(), nullable=True),
        sa.Column("rejected_on", sa.Date(), nullable=True),
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
        sa.CheckConstraint("currency ~ '^[A-Z]{3}$'", name=op.f("ck_finance_offer_currency_iso")),
        sa.CheckConstraint(
            "accepted_on IS NULL OR rejected_on IS NULL",
            name=op.f("ck_finance_offer_rejected_on_or_not"),
        ),
        sa.CheckConstraint("amount >= 0", name=op.f("ck_finance_offer_amount_not_negative")),
        sa.CheckConstraint(
            "sent_on <= accepted_on", name=op.f("ck_finance_offer_sent_on_accepted_on_order")
        ),
        sa.CheckConstraint(
            "sent_on <= rejected_on", name=op.f("ck_finance_offer_sent_on_rejected_on_order")
        ),
        sa.CheckConstraint(
            "sent_on <= valid_until", name=op.f("ck_finance_offer_sent_on_valid_until_order")
        ),
        sa.CheckConstraint(
            "sent_on IS NOT NULL OR (accepted_on IS NULL AND rejected_on IS NULL)",
            name=op.f("ck_finance_offer_sent_on_first"),
        ),
        sa.ForeignKeyConstraint(
            ["customer_id"], ["customer.id"], name=op.f("fk_finance_offer_customer_id_customer")
        ),
        sa.ForeignKeyConstraint(
            ["owner_id"], ["employee.id"], name=op.f("fk_finance_offer_owner_id_employee")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_finance_offer")),
    )
    op.create_index(
        "ix_finance_offer_customer_id_sent_on", "finance_offer", ["customer_id", "sent_on"]
    )
    op.create_index("ix_finance_offer_number", "finance_offer", ["number"])
    op.create_index("ix_finance_offer_opportunity_id", "finance_offer", ["opportunity_id"])
    op.create_index("ix_finance_offer_owner_id", "finance_offer", ["owner_id"])
    op.create_table(
        "finance_invoice_line",
        sa.Column("invoice_id", sa.BigInteger(), nullable=False),
        sa.Column("customer_id", sa.BigInteger(), nullable=False),
        sa.Column("invoiced_on", sa.Date(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("product_id", sa.BigInteger(), nullable=True),
        sa.Column("department_id", sa.BigInteger(), nullable=True),
        sa.Column("group_id", sa.BigInteger(), nullable=True),
        sa.Column("offering_area_id", sa.BigInteger(), nullable=True),
        sa.Column("description", sa.String(length=200), nullable=True),
        sa.Column(
            "quantity", sa.Numeric(precision=14, scale=4), server_default="1", nullable=False
        ),
        sa.Column("unit_price", sa.Numeric(precision=14, scale=4), nullable=True),
        sa.Column(
            "discount", sa.Numeric(precision=14, scale=4), server_default="0", nullable=False
        ),
        sa.Column("net", sa.Numeric(precision=14, scale=2), server_default="0", nullable=False),
        sa.Column("cost", sa.Numeric(precision=14, scale=2), nullable=True),
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
            "discount BETWEEN 0 AND 100", name=op.f("ck_finance_invoice_line_discount_range")
        ),
        sa.CheckConstraint("position >= 1", name=op.f("ck_finance_invoice_line_position_range")),
        sa.ForeignKeyConstraint(
            ["customer_id"],
            ["customer.id"],
            name=op.f("fk_finance_invoice_line_customer_id_customer"),
        ),
        sa.ForeignKeyConstraint(
            ["department_id"],
            ["keyword.id"],
            name=op.f("fk_finance_invoice_line_department_id_keyword"),
        ),
        sa.ForeignKeyConstraint(
            ["group_id"], ["keyword.id"], name=op.f("fk_finance_invoice_line_group_id_keyword")
        ),
        sa.ForeignKeyConstraint(
            ["invoice_id"],
            ["finance_invoice.id"],
            name=op.f("fk_finance_invoice_line_invoice_id_finance_invoice"),
        ),
        sa.ForeignKeyConstraint(
            ["offering_area_id"],
            ["product_basket.id"],
            name=op.f("fk_finance_invoice_line_offering_area_id_product_basket"),
        ),
        sa.ForeignKeyConstraint(
            ["product_id"], ["product.id"], name=op.f("fk_finance_invoice_line_product_id_product")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_finance_invoice_line")),
    )
    op.create_index(
        "ix_finance_invoice_line_customer_id_invoiced_on",
        "finance_invoice_line",
        ["customer_id", "invoiced_on", "offering_area_id"],
    )
    op.create_index(
        "ix_finance_invoice_line_department_id", "finance_invoice_line", ["department_id"]
    )
    op.create_index("ix_finance_invoice_line_group_id", "finance_invoice_line", ["group_id"])
    op.create_index(
        "ix_finance_invoice_line_offering_area_id", "finance_invoice_line", ["offering_area_id"]
    )
    op.create_index("ix_finance_invoice_line_product_id", "finance_invoice_line", ["product_id"])
    op.create_index(
        "uq_finance_invoice_line_invoice_id_position",
        "finance_invoice_line",
        ["invoice_id", "position"],
        unique=True,
    )
    op.create_table(
        "finance_payment",
        sa.Column("invoice_id", sa.BigInteger(), nullable=False),
        sa.Column("customer_id", sa.BigInteger(), nullable=False),
        sa.Column("paid_on", sa.Date(), nullable=False),
        sa.Column("amount", sa.Numeric(precision=14, scale=2), nullable=False),
        sa.Column("reference", sa.String(length=100), nullable=True),
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
        sa.CheckConstraint("amount <> 0", name=op.f("ck_finance_payment_amount_not_zero")),
        sa.ForeignKeyConstraint(
            ["customer_id"], ["customer.id"], name=op.f("fk_finance_payment_customer_id_customer")
        ),
        sa.ForeignKeyConstraint(
            ["invoice_id"],
            ["finance_invoice.id"],
            name=op.f("fk_finance_payment_invoice_id_finance_invoice"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_finance_payment")),
    )
    op.create_index(
        "ix_finance_payment_customer_id_paid_on", "finance_payment", ["customer_id", "paid_on"]
    )
    op.create_index("ix_finance_payment_invoice_id", "finance_payment", ["invoice_id"])
    op.create_table(
        "finance_write_off",
        sa.Column("invoice_id", sa.BigInteger(), nullable=False),
        sa.Column("customer_id", sa.BigInteger(), nullable=False),
        sa.Column("written_off_on", sa.Date(), nullable=False),
        sa.Column("amount", sa.Numeric(precision=14, scale=2), nullable=False),
        sa.Column("reason", sa.String(length=200), nullable=False),
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
        sa.CheckConstraint("amount > 0", name=op.f("ck_finance_write_off_amount_positive")),
        sa.ForeignKeyConstraint(
            ["customer_id"], ["customer.id"], name=op.f("fk_finance_write_off_customer_id_customer")
        ),
        sa.ForeignKeyConstraint(
            ["invoice_id"],
            ["finance_invoice.id"],
            name=op.f("fk_finance_write_off_invoice_id_finance_invoice"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_finance_write_off")),
    )
    op.create_index("ix_finance_write_off_customer_id", "finance_write_off", ["customer_id"])
    op.create_index("ix_finance_write_off_invoice_id", "finance_write_off", ["invoice_id"])


def downgrade() -> None:
    op.drop_table("finance_write_off")
    op.drop_table("finance_payment")
    op.drop_table("finance_invoice_line")
    op.drop_table("finance_offer")
    op.drop_table("finance_invoice")
    op.drop_table("finance_delivery_hold")
    op.drop_table("finance_credit_limit")
    op.drop_table("finance_credit_alarm")
    op.drop_table("finance_credit_rule")
