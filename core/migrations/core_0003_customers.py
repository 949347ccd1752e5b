"""Customers, contacts, projects and external ids."""

import sqlalchemy as sa
from alembic import op

revision = "core_0003"
down_revision = "core_0002"


def upgrade() -> None:
    op.create_table(
        "customer",
        sa.Column("number", sa.String(length=40), nullable=False),
        sa.Column("business_id", sa.String(length=20), nullable=True),
        sa.Column("vat_id", sa.String(length=20), nullable=True),
        sa.Column("legal_form", sa.String(length=60), nullable=True),
        sa.Column("prospect", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column(
            "status",
            sa.String(length=20),
            sa.Computed(
                "CASE WHEN archived_at IS NOT NULL THEN 'ARCHIVED' "
                "WHEN prospect THEN 'PROSPECT' ELSE 'ACTIVE' END",
                persisted=True,
            ),
            nullable=False,
        ),
        sa.Column("phone", sa.String(length=16), nullable=True),
        sa.Column("email", sa.String(length=254), nullable=True),
        sa.Column("website", sa.String(length=200), nullable=True),
        sa.Column("language", sa.String(length=10), nullable=True),
        sa.Column("currency", sa.String(length=3), server_default="EUR", nullable=False),
        sa.Column("department_id", sa.BigInteger(), nullable=True),
        sa.Column("district_id", sa.BigInteger(), nullable=True),
        sa.Column("industry_id", sa.BigInteger(), nullable=True),
        sa.Column("annual_revenue", sa.Numeric(precision=14, scale=2), nullable=True),
        sa.Column("employee_count", sa.Integer(), nullable=True),
        sa.Column("founded_year", sa.Integer(), nullable=True),
        sa.Column("owner_id", sa.BigInteger(), nullable=True),
        sa.Column("parent_id", sa.BigInteger(), nullable=True),
        sa.Column(
            "search_text",
            sa.Text(),
            sa.Computed(
                "fold(coalesce(number, '') || ' ' || coalesce(name, '') || ' ' || "
                "coalesce(business_id, '') || ' ' || coalesce(email, '') || ' ' || "
                "coalesce(phone, '') || ' ' || coalesce(billing_city, ''))",
                persisted=True,
            ),
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
        sa.Column("billing_street", sa.String(length=200), nullable=True),
        sa.Column("billing_postal_code", sa.String(length=20), nullable=True),
        sa.Column("billing_city", sa.String(length=100), nullable=True),
        sa.Column("billing_country", sa.String(length=2), nullable=True),
        sa.Column("delivery_street", sa.String(length=200), nullable=True),
        sa.Column("delivery_postal_code", sa.String(length=20), nullable=True),
        sa.Column("delivery_city", sa.String(length=100), nullable=True),
        sa.Column("delivery_country", sa.String(length=2), nullable=True),
        sa.CheckConstraint(
            "billing_country ~ '^[A-Z]{2}$'", name=op.f("ck_customer_billing_country_iso")
        ),
        sa.CheckConstraint("currency ~ '^[A-Z]{3}$'", name=op.f("ck_customer_currency_iso")),
        sa.CheckConstraint(
            "delivery_country ~ '^[A-Z]{2}$'", name=op.f("ck_customer_delivery_country_iso")
        ),
        sa.CheckConstraint("phone ~ '^\\+[1-9][0-9]{1,14}$'", name=op.f("ck_customer_phone_e164")),
        sa.CheckConstraint(
            "annual_revenue >= 0", name=op.f("ck_customer_annual_revenue_not_negative")
        ),
        sa.CheckConstraint("email = lower(email)", name=op.f("ck_customer_email_lower")),
        sa.CheckConstraint(
            "employee_count >= 0", name=op.f("ck_customer_employee_count_not_negative")
        ),
        sa.CheckConstraint(
            "founded_year BETWEEN 1000 AND 2999", name=op.f("ck_customer_founded_year_range")
        ),
        sa.CheckConstraint("parent_id <> id", name=op.f("ck_customer_parent_other")),
        sa.ForeignKeyConstraint(
            ["department_id"], ["keyword.id"], name="fk_customer_department_id_keyword"
        ),
        sa.ForeignKeyConstraint(
            ["district_id"], ["keyword.id"], name="fk_customer_district_id_keyword"
        ),
        sa.ForeignKeyConstraint(
            ["industry_id"], ["keyword.id"], name="fk_customer_industry_id_keyword"
        ),
        sa.ForeignKeyConstraint(
            ["owner_id"], ["employee.id"], name="fk_customer_owner_id_employee"
        ),
        sa.ForeignKeyConstraint(
            ["parent_id"], ["customer.id"], name="fk_customer_parent_id_customer"
        ),
        sa.CheckConstraint(
            "status IN ('PROSPECT', 'ACTIVE', 'ARCHIVED')", name=op.f("ck_customer_status")
        ),
        sa.PrimaryKeyConstraint("id", name="pk_customer"),
        sa.UniqueConstraint("number", name="uq_customer_number"),
    )
    op.create_index("ix_customer_business_id", "customer", ["business_id"])
    op.create_index("ix_customer_department_id", "customer", ["department_id"])
    op.create_index("ix_customer_district_id", "customer", ["district_id"])
    op.create_index("ix_customer_email", "customer", ["email"])
    op.create_index("ix_customer_industry_id", "customer", ["industry_id"])
    op.create_index("ix_customer_name_sort_id", "customer", ["name_sort", "id"])
    op.create_index("ix_customer_owner_id", "customer", ["owner_id"])
    op.create_index("ix_customer_parent_id", "customer", ["parent_id"])
    op.create_index(
        "ix_customer_search_text",
        "customer",
        ["search_text"],
        postgresql_using="gin",
        postgresql_ops={"search_text": "gin_trgm_ops"},
    )
    op.create_index("ix_customer_status", "customer", ["status"])
    op.create_index("ix_customer_vat_id", "customer", ["vat_id"])
    op.create_table(
        "customer_segment",
        sa.Column("customer_id", sa.BigInteger(), nullable=False),
        sa.Column("keyword_id", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["customer_id"],
            ["customer.id"],
            name="fk_customer_segment_customer_id_customer",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["keyword_id"], ["keyword.id"], name="fk_customer_segment_keyword_id_keyword"
        ),
        sa.PrimaryKeyConstraint("customer_id", "keyword_id", name="pk_customer_segment"),
    )
    op.create_index("ix_customer_segment_keyword_id", "customer_segment", ["keyword_id"])
    op.create_table(
        "contact",
        sa.Column("customer_id", sa.BigInteger(), nullable=False),
        sa.Column("first_name", sa.String(length=100), nullable=True),
        sa.Column("last_name", sa.String(length=100), nullable=False),
        sa.Column(
            "name",
            sa.String(length=201),
            sa.Computed("trim(coalesce(first_name, '') || ' ' || last_name)", persisted=True),
            nullable=False,
        ),
        sa.Column("title", sa.String(length=100), nullable=True),
        sa.Column("role_id", sa.BigInteger(), nullable=True),
        sa.Column("email", sa.String(length=254), nullable=True),
        sa.Column("phone", sa.String(length=16), nullable=True),
        sa.Column("mobile", sa.String(length=16), nullable=True),
        sa.Column("language", sa.String(length=10), nullable=True),
        sa.Column("is_primary", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column(
            "marketing_consent", sa.String(length=20), server_default="UNKNOWN", nullable=False
        ),
        sa.Column("marketing_consent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("notes", sa.Text(), nullable=True),
        sa.Column(
            "search_text",
            sa.Text(),
            sa.Computed(
                "fold(coalesce(first_name, '') || ' ' || coalesce(last_name, '') || ' ' || "
                "coalesce(email, '') || ' ' || coalesce(phone, '') || ' ' || "
                "coalesce(mobile, ''))",
                persisted=True,
            ),
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
        sa.Column("name_sort", sa.Text(collation="C"), nullable=False),
        sa.CheckConstraint("mobile ~ '^\\+[1-9][0-9]{1,14}$'", name=op.f("ck_contact_mobile_e164")),
        sa.CheckConstraint("phone ~ '^\\+[1-9][0-9]{1,14}$'", name=op.f("ck_contact_phone_e164")),
        sa.CheckConstraint("email = lower(email)", name=op.f("ck_contact_email_lower")),
        sa.ForeignKeyConstraint(
            ["customer_id"], ["customer.id"], name="fk_contact_customer_id_customer"
        ),
        sa.ForeignKeyConstraint(["role_id"], ["keyword.id"], name="fk_contact_role_id_keyword"),
        sa.CheckConstraint(
            "marketing_consent IN ('UNKNOWN', 'GIVEN', 'REFUSED')",
            name=op.f("ck_contact_marketing_consent"),
        ),
        sa.PrimaryKeyConstraint("id", name="pk_contact"),
    )
    op.create_index("ix_contact_customer_id", "contact", ["customer_id"])
    op.create_index(
        "ix_contact_customer_id_name_sort_id", "contact", ["customer_id", "name_sort", "id"]
    )
    op.create_index("ix_contact_email", "contact", ["email"])
    op.create_index("ix_contact_name_sort_id", "contact", ["name_sort", "id"])
    op.create_index("ix_contact_role_id", "contact", ["role_id"])
    op.create_index(
        "ix_contact_search_text",
        "contact",
        ["search_text"],
        postgresql_using="gin",
        postgresql_ops={"search_text": "gin_trgm_ops"},
    )
    op.create_index(
        "uq_contact_primary",
        "contact",
        ["customer_id"],
        unique=True,
        postgresql_where=sa.text("is_primary AND archived_at IS NULL"),
    )
    op.create_table(
        "project",
        sa.Column("customer_id", sa.BigInteger(), nullable=False),
        sa.Column("number", sa.String(length=40), nullable=False),
        sa.Column("description", sa.Text(), nullable=True),
        sa.Column("starts_on", sa.Date(), nullable=True),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("manager_id", sa.BigInteger(), nullable=True),
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
        sa.CheckConstraint("starts_on <= ends_on", name=op.f("ck_project_starts_on_ends_on_order")),
        sa.ForeignKeyConstraint(
            ["customer_id"], ["customer.id"], name="fk_project_customer_id_customer"
        ),
        sa.ForeignKeyConstraint(
            ["manager_id"], ["employee.id"], name="fk_project_manager_id_employee"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_project"),
        sa.UniqueConstraint("id", "customer_id", name="uq_project_id_customer_id"),
        sa.UniqueConstraint("number", name="uq_project_number"),
    )
    op.create_index("ix_project_customer_id", "project", ["customer_id"])
    op.create_index(
        "ix_project_customer_id_name_sort_id", "project", ["customer_id", "name_sort", "id"]
    )
    op.create_index("ix_project_manager_id", "project", ["manager_id"])
    op.create_index("ix_project_name_sort_id", "project", ["name_sort", "id"])
    op.create_index(
        "ix_project_search_text",
        "project",
        ["search_text"],
        postgresql_using="gin",
        postgresql_ops={"search_text": "gin_trgm_ops"},
    )
    op.create_table(
        "project_participant",
        sa.Column("project_id", sa.BigInteger(), nullable=False),
        sa.Column("customer_id", sa.BigInteger(), nullable=False),
        sa.Column("employee_id", sa.BigInteger(), nullable=False),
        sa.Column("role_id", sa.BigInteger(), nullable=True),
        sa.Column("valid_from", sa.Date(), nullable=True),
        sa.Column("valid_to", sa.Date(), nullable=True),
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
            "valid_from <= valid_to", name=op.f("ck_project_participant_valid_from_valid_to_order")
        ),
        sa.ForeignKeyConstraint(
            ["customer_id"], ["customer.id"], name="fk_project_participant_customer_id_customer"
        ),
        sa.ForeignKeyConstraint(
            ["employee_id"], ["employee.id"], name="fk_project_participant_employee_id_employee"
        ),
        sa.ForeignKeyConstraint(
            ["project_id", "customer_id"],
            ["project.id", "project.customer_id"],
            name="fk_project_participant_project_id_customer_id_project",
            onupdate="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["role_id"], ["keyword.id"], name="fk_project_participant_role_id_keyword"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_project_participant"),
    )
    op.create_index("ix_project_participant_customer_id", "project_participant", ["customer_id"])
    op.create_index("ix_project_participant_employee_id", "project_participant", ["employee_id"])
    op.create_index(
        "ix_project_participant_project_id_customer_id",
        "project_participant",
        ["project_id", "customer_id"],
    )
    op.create_index("ix_project_participant_role_id", "project_participant", ["role_id"])
    op.create_table(
        "external_id",
        sa.Column("entity", sa.String(length=60), nullable=False),
        sa.Column("source", sa.String(length=60), nullable=False),
        sa.Column("external_id", sa.String(length=200), nullable=False),
        sa.Column("record_id", sa.BigInteger(), nullable=False),
        sa.Column("customer_id", sa.BigInteger(), nullable=True),
        sa.Column("source_updated_at", sa.DateTime(timezone=True), nullable=True),
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
        sa.ForeignKeyConstraint(
            ["customer_id"], ["customer.id"], name="fk_external_id_customer_id_customer"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_external_id"),
        sa.UniqueConstraint(
            "entity", "source", "external_id", name="uq_external_id_entity_source_external_id"
        ),
    )
    op.create_index("ix_external_id_customer_id", "external_id", ["customer_id"])
    op.create_index("ix_external_id_entity_record_id", "external_id", ["entity", "record_id"])


def downgrade() -> None:
    op.drop_table("external_id")
    op.drop_table("project_participant")
    op.drop_table("project")
    op.drop_table("contact")
    op.drop_table("customer_segment")
    op.drop_table("customer")
