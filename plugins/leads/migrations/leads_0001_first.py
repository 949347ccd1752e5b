"""Leads."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "leads_0001"
down_revision = None

NAME = (
    "coalesce(company, nullif(trim(coalesce(first_name, '') || ' ' || coalesce(last_name, '')), "
    "''), email, phone)"
)
SEARCHED = (
    "fold(coalesce(company, '') || ' ' || coalesce(first_name, '') || ' ' || "
    "coalesce(last_name, '') || ' ' || coalesce(business_id, '') || ' ' || coalesce(email, '') "
    "|| ' ' || coalesce(phone, '') || ' ' || coalesce(city, ''))"
)


def upgrade() -> None:
    op.create_table("lead", *_told(), *_kept(), *_became(), *_rules())
    for columns in (
        *(("business_key", "id"), ("company_key", "id"), ("email", "id"), ("created_at", "id")),
        *(("name_sort", "id"), ("status", "created_at", "id"), ("owner_id",)),
        *(("converted_by_id",), ("customer_id",), ("contact_id",), ("opportunity_id",)),
    ):
        op.create_index(f"ix_lead_{'_'.join(columns)}", "lead", list(columns))
    op.create_index(
        "ix_lead_search_text",
        "lead",
        ["search_text"],
        postgresql_using="gin",
        postgresql_ops={"search_text": "gin_trgm_ops"},
    )


def downgrade() -> None:
    op.drop_table("lead")


def _told() -> list[sa.Column[object]]:
    """What is known of the company and the person."""
    return [
        sa.Column("company", sa.String(length=200), nullable=True),
        sa.Column("business_id", sa.String(length=20), nullable=True),
        sa.Column("first_name", sa.String(length=100), nullable=True),
        sa.Column("last_name", sa.String(length=100), nullable=True),
        sa.Column("name", sa.String(length=254), sa.Computed(NAME, persisted=True), nullable=True),
        sa.Column("title", sa.String(length=100), nullable=True),
        sa.Column("email", sa.String(length=254), nullable=True),
        sa.Column("phone", sa.String(length=16), nullable=True),
        sa.Column("website", sa.String(length=200), nullable=True),
        sa.Column("street", sa.String(length=200), nullable=True),
        sa.Column("postal_code", sa.String(length=20), nullable=True),
        sa.Column("city", sa.String(length=100), nullable=True),
        sa.Column("country", sa.String(length=2), nullable=True),
        sa.Column("lead_source", sa.String(length=100), nullable=True),
        sa.Column("status", sa.String(length=20), server_default="NEW", nullable=False),
        sa.Column("disqualified_reason", sa.String(length=200), nullable=True),
        sa.Column("rating", sa.String(length=20), nullable=True),
        sa.Column("amount", sa.Numeric(precision=14, scale=2), nullable=True),
        sa.Column("currency", sa.String(length=3), server_default="EUR", nullable=False),
        sa.Column("notes", sa.Text(), nullable=True),
        sa.Column("owner_id", sa.BigInteger(), nullable=True),
        sa.Column(
            "marketing_consent", sa.String(length=20), server_default="UNKNOWN", nullable=False
        ),
        sa.Column("marketing_consent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("data", postgresql.JSONB(), server_default="{}", nullable=False),
    ]


def _kept() -> list[sa.Column[object]]:
    """What every record has, and what is derived."""
    now = sa.text("now()")
    company_key = sa.Computed("company_key(company)", persisted=True)
    business_key = sa.Computed("identifier_key(business_id)", persisted=True)
    return [
        sa.Column("company_key", sa.Text(), company_key, nullable=True),
        sa.Column("business_key", sa.Text(), business_key, nullable=True),
        sa.Column("search_text", sa.Text(), sa.Computed(SEARCHED, persisted=True), nullable=False),
        sa.Column("name_sort", sa.Text(collation="C"), nullable=False),
        sa.Column("id", sa.BigInteger(), sa.Identity(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=now, nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), server_default=now, nullable=False),
        sa.Column("version", sa.BigInteger(), server_default="1", nullable=False),
        sa.Column("archived_at", sa.DateTime(timezone=True), nullable=True),
    ]


def _became() -> list[sa.Column[object]]:
    """What the lead was converted into."""
    return [
        sa.Column("converted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("converted_by_id", sa.BigInteger(), nullable=True),
        sa.Column("converted_with", sa.String(length=100), nullable=True),
        sa.Column("customer_id", sa.BigInteger(), nullable=True),
        sa.Column("contact_id", sa.BigInteger(), nullable=True),
        sa.Column("opportunity_id", sa.BigInteger(), nullable=True),
    ]


def _rules() -> list[sa.Constraint]:
    rules = {
        "status": "status IN ('NEW', 'WORKING', 'QUALIFIED', 'DISQUALIFIED', 'CONVERTED')",
        "rating": "rating IN ('HOT', 'WARM', 'COLD')",
        "marketing_consent": "marketing_consent IN ('UNKNOWN', 'GIVEN', 'REFUSED')",
        "reason_given": "(status = 'DISQUALIFIED') = (disqualified_reason IS NOT NULL)",
        "status_converted": "status = 'CONVERTED' OR converted_at IS NULL",
        "linked_converted": "converted_at IS NOT NULL OR "
        "NOT (coalesce(customer_id, contact_id, opportunity_id) IS NOT NULL)",
        "data_object": "jsonb_typeof(data) = 'object'",
        "amount_not_negative": "amount >= 0",
        "currency_iso": "currency ~ '^[A-Z]{3}$'",
        "country_iso": "country ~ '^[A-Z]{2}$'",
        "email_lower": "email = lower(email)",
        "phone_e164": r"phone ~ '^\+[1-9][0-9]{1,14}$'",
    }
    keys = {
        "owner_id": "employee",
        "converted_by_id": "employee",
        "customer_id": "customer",
        "contact_id": "contact",
    }
    return [
        *(sa.CheckConstraint(rule, name=op.f(f"ck_lead_{name}")) for name, rule in rules.items()),
        *(
            sa.ForeignKeyConstraint([column], [f"{table}.id"], name=f"fk_lead_{column}_{table}")
            for column, table in keys.items()
        ),
        sa.PrimaryKeyConstraint("id", name="pk_lead"),
    ]
