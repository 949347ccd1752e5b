"""Keywords, employees, teams, roles and what proves who somebody is."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "core_0002"
down_revision = "core_0001"


def upgrade() -> None:
    op.create_table(
        "keyword",
        sa.Column("list", sa.String(length=40), nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column(
            "labels", postgresql.JSONB(astext_type=sa.Text()), server_default="{}", nullable=False
        ),
        sa.Column("position", sa.Integer(), server_default="0", nullable=False),
        sa.Column("colour", sa.String(length=7), nullable=True),
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
        sa.CheckConstraint("colour ~ '^#[0-9A-F]{6}$'", name=op.f("ck_keyword_colour_rgb")),
        sa.CheckConstraint(
            "jsonb_typeof(labels) = 'object'", name=op.f("ck_keyword_labels_object")
        ),
        sa.PrimaryKeyConstraint("id", name="pk_keyword"),
        sa.UniqueConstraint("list", "code", name="uq_keyword_list_code"),
    )
    op.create_table(
        "team",
        sa.Column("lead_id", sa.BigInteger(), nullable=True),
        sa.Column("parent_id", sa.BigInteger(), nullable=True),
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
        sa.CheckConstraint("parent_id <> id", name=op.f("ck_team_parent_other")),
        sa.ForeignKeyConstraint(["parent_id"], ["team.id"], name="fk_team_parent_id_team"),
        sa.PrimaryKeyConstraint("id", name="pk_team"),
    )
    op.create_index("ix_team_lead_id", "team", ["lead_id"])
    op.create_index("ix_team_name_sort_id", "team", ["name_sort", "id"])
    op.create_index("ix_team_parent_id", "team", ["parent_id"])
    op.create_table(
        "employee",
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("password_hash", sa.Text(), nullable=True),
        sa.Column("first_name", sa.String(length=100), nullable=False),
        sa.Column("last_name", sa.String(length=100), nullable=False),
        sa.Column(
            "name",
            sa.String(length=201),
            sa.Computed("trim(first_name || ' ' || last_name)", persisted=True),
            nullable=False,
        ),
        sa.Column("phone", sa.String(length=16), nullable=True),
        sa.Column("is_seller", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("sales_right", sa.String(length=20), server_default="NONE", nullable=False),
        sa.Column("locale", sa.String(length=10), server_default="en", nullable=False),
        sa.Column("team_id", sa.BigInteger(), nullable=True),
        sa.Column("active", sa.Boolean(), server_default=sa.text("true"), nullable=False),
        sa.Column(
            "search_text",
            sa.Text(),
            sa.Computed(
                "fold(coalesce(first_name, '') || ' ' || coalesce(last_name, '') || ' ' || "
                "coalesce(email, '') || ' ' || coalesce(phone, ''))",
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
        sa.CheckConstraint("phone ~ '^\\+[1-9][0-9]{1,14}$'", name=op.f("ck_employee_phone_e164")),
        sa.CheckConstraint("email = lower(email)", name=op.f("ck_employee_email_lower")),
        sa.ForeignKeyConstraint(["team_id"], ["team.id"], name="fk_employee_team_id_team"),
        sa.CheckConstraint(
            "sales_right IN ('NONE', 'SELLER', 'MANAGER', 'DIRECTOR')",
            name=op.f("ck_employee_sales_right"),
        ),
        sa.PrimaryKeyConstraint("id", name="pk_employee"),
        sa.UniqueConstraint("email", name="uq_employee_email"),
    )
    op.create_index("ix_employee_name_sort_id", "employee", ["name_sort", "id"])
    op.create_index(
        "ix_employee_search_text",
        "employee",
        ["search_text"],
        postgresql_using="gin",
        postgresql_ops={"search_text": "gin_trgm_ops"},
    )
    op.create_index("ix_employee_team_id", "employee", ["team_id"])
    op.create_table(
        "role",
        sa.Column("description", sa.String(length=500), nullable=True),
        sa.Column("permissions", sa.ARRAY(sa.Text()), server_default="{}", nullable=False),
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
        sa.PrimaryKeyConstraint("id", name="pk_role"),
    )
    op.create_index("uq_role_name", "role", ["name"], unique=True)
    op.create_table(
        "employee_role",
        sa.Column("employee_id", sa.BigInteger(), nullable=False),
        sa.Column("role_id", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["employee_id"],
            ["employee.id"],
            name="fk_employee_role_employee_id_employee",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["role_id"], ["role.id"], name="fk_employee_role_role_id_role", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("employee_id", "role_id", name="pk_employee_role"),
    )
    op.create_index("ix_employee_role_role_id", "employee_role", ["role_id"])
    op.create_table(
        "sign_in_session",
        sa.Column("id_hash", sa.LargeBinary(length=32), nullable=False),
        sa.Column("employee_id", sa.BigInteger(), nullable=False),
        sa.Column(
            "created_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["employee_id"], ["employee.id"], name="fk_sign_in_session_employee_id_employee"
        ),
        sa.PrimaryKeyConstraint("id_hash", name="pk_sign_in_session"),
    )
    op.create_index("ix_sign_in_session_employee_id", "sign_in_session", ["employee_id"])
    op.create_index("ix_sign_in_session_expires_at", "sign_in_session", ["expires_at"])
    op.create_table(
        "api_token",
        sa.Column("employee_id", sa.BigInteger(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("token_hash", sa.LargeBinary(length=32), nullable=False),
        sa.Column("scopes", sa.ARRAY(sa.Text()), nullable=False),
        sa.Column(
            "created_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_used_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.BigInteger(), sa.Identity(), nullable=False),
        sa.CheckConstraint("expires_at > created_at", name=op.f("ck_api_token_expires_later")),
        sa.ForeignKeyConstraint(
            ["employee_id"], ["employee.id"], name="fk_api_token_employee_id_employee"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_api_token"),
        sa.UniqueConstraint("token_hash", name="uq_api_token_token_hash"),
    )
    op.create_index("ix_api_token_employee_id", "api_token", ["employee_id"])
    op.create_table(
        "sign_in_attempt",
        sa.Column("id", sa.BigInteger(), sa.Identity(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("address", sa.String(length=45), nullable=False),
        sa.Column("succeeded", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_sign_in_attempt"),
    )
    op.create_index("ix_sign_in_attempt_address_at", "sign_in_attempt", ["address", "at"])
    op.create_index("ix_sign_in_attempt_at", "sign_in_attempt", ["at"])
    op.create_index("ix_sign_in_attempt_email_at", "sign_in_attempt", ["email", "at"])
    op.create_foreign_key("fk_team_lead_id_employee", "team", "employee", ["lead_id"], ["id"])


def downgrade() -> None:
    op.drop_constraint("fk_team_lead_id_employee", "team")
    op.drop_table("sign_in_attempt")
    op.drop_table("api_token")
    op.drop_table("sign_in_session")
    op.drop_table("employee_role")
    op.drop_table("role")
    op.drop_table("employee")
    op.drop_table("team")
    op.drop_table("keyword")
