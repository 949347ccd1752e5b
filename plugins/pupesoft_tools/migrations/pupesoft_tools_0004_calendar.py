"""Create the tables of calendars and their feeds."""

import sqlalchemy as sa
from alembic import op

revision = "pupesoft_tools_0004"
down_revision = "pupesoft_tools_0003"

INSTANT = sa.DateTime(timezone=True)
EITHER = (
    "(starts_at IS NULL) = (ends_at IS NULL) AND (starts_on IS NULL) = (ends_on IS NULL) "
    "AND (starts_at IS NULL) <> (starts_on IS NULL)"
)
BEGINS = "coalesce(starts_at, timezone(time_zone, starts_on::timestamp))"
ENDS = "coalesce(ends_at, timezone(time_zone, (ends_on + 1)::timestamp))"
CHECKS = {
    "times_or_days": EITHER,
    "ends_later": "ends_at > starts_at",
    "days_order": "ends_on >= starts_on",
    "length": "ends - begins <= interval '367 days'",
    "years": "begins >= '1969-12-31 00:00+00' AND ends < '3000-01-02 00:00+00'",
    "contact_customer": "customer_id IS NOT NULL OR contact_id IS NULL",
    "kilometres_range": "kilometres BETWEEN 0 AND 20000",
    "per_diems_range": "per_diems BETWEEN 0 AND 366",
}
KEYS = {
    "owner_id": "employee",
    "author_id": "employee",
    "customer_id": "customer",
    "contact_id": "contact",
    "kind_id": "keyword",
}


def upgrade() -> None:
    op.create_table(
        "calendar_entry",
        sa.Column("owner_id", sa.BigInteger(), nullable=False),
        sa.Column("author_id", sa.BigInteger(), nullable=True),
        sa.Column("customer_id", sa.BigInteger(), nullable=True),
        sa.Column("contact_id", sa.BigInteger(), nullable=True),
        sa.Column("kind_id", sa.BigInteger(), nullable=True),
        sa.Column("title", sa.String(200), nullable=False),
        sa.Column("comment", sa.Text(), nullable=True),
        sa.Column("starts_at", INSTANT, nullable=True),
        sa.Column("ends_at", INSTANT, nullable=True),
        sa.Column("starts_on", sa.Date(), nullable=True),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("time_zone", sa.String(64), nullable=False),
        sa.Column("begins", INSTANT, sa.Computed(BEGINS, persisted=True), nullable=False),
        sa.Column("ends", INSTANT, sa.Computed(ENDS, persisted=True), nullable=False),
        sa.Column("kilometres", sa.Numeric(7, 1), nullable=True),
        sa.Column("per_diems", sa.Numeric(5, 2), nullable=True),
        sa.Column("done", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("uid", sa.Uuid(), server_default=sa.func.gen_random_uuid(), nullable=False),
        sa.Column("id", sa.BigInteger(), sa.Identity(), nullable=False),
        sa.Column("created_at", INSTANT, server_default=sa.func.now(), nullable=False),
        sa.Column("updated_at", INSTANT, server_default=sa.func.now(), nullable=False),
        sa.Column("version", sa.BigInteger(), server_default="1", nullable=False),
        sa.Column("archived_at", INSTANT, nullable=True),
        *(
            sa.CheckConstraint(text, name=op.f(f"ck_calendar_entry_{name}"))
            for name, text in CHECKS.items()
        ),
        *(
            sa.ForeignKeyConstraint(
                [column], [f"{table}.id"], name=f"fk_calendar_entry_{column}_{table}"
            )
            for column, table in KEYS.items()
        ),
        sa.PrimaryKeyConstraint("id", name="pk_calendar_entry"),
    )
    for columns in (["owner_id", "ends"], ["customer_id", "begins"], ["author_id"]):
        op.create_index(f"ix_calendar_entry_{'_'.join(columns)}", "calendar_entry", columns)
    for column in ("contact_id", "kind_id"):
        op.create_index(f"ix_calendar_entry_{column}", "calendar_entry", [column])
    _create_feeds()


def downgrade() -> None:
    op.drop_table("calendar_feed")
    op.drop_table("calendar_entry")


def _create_feeds() -> None:
    op.create_table(
        "calendar_feed",
        sa.Column("id", sa.BigInteger(), sa.Identity(), nullable=False),
        sa.Column("employee_id", sa.BigInteger(), nullable=False),
        sa.Column("secret_hash", sa.LargeBinary(32), nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("revoked_at", INSTANT, nullable=True),
        sa.Column("content_hash", sa.LargeBinary(32), nullable=True),
        sa.Column("changed_at", INSTANT, nullable=True),
        sa.ForeignKeyConstraint(
            ["employee_id"], ["employee.id"], name="fk_calendar_feed_employee_id_employee"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_calendar_feed"),
        sa.UniqueConstraint("secret_hash", name="uq_calendar_feed_secret_hash"),
    )
    op.create_index("ix_calendar_feed_employee_id", "calendar_feed", ["employee_id"])
    op.create_index(
        "uq_calendar_feed_in_use",
        "calendar_feed",
        ["employee_id"],
        unique=True,
        postgresql_where="revoked_at IS NULL",
    )
