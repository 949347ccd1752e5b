"""Groups of customers, and who is responsible for them."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "groups_0001"
down_revision = None

TABLES = (
    "responsibility_settings",
    "responsibility_role",
    "responsibility",
    "special_group_member",
    "special_group",
    "customer_group_seller",
    "customer_group_member",
    "customer_group",
)
IN_USE = sa.text("archived_at IS NULL")


def upgrade() -> None:
    _customer_groups()
    _special_groups()
    _responsibilities()
    _settings()


def downgrade() -> None:
    for table in TABLES:
        op.drop_table(table)


def _stamped() -> tuple[sa.Column[Any], ...]:
    now = sa.text("now()")
    return (
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=now, nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), server_default=now, nullable=False),
        sa.Column("version", sa.BigInteger(), server_default="1", nullable=False),
    )


def _named(table: str) -> tuple[Any, ...]:
    return (
        *_stamped(),
        sa.Column("archived_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("name_sort", sa.Text(collation="C"), nullable=False),
        sa.PrimaryKeyConstraint("id", name=f"pk_{table}"),
    )


def _key(table: str, column: str, target: str, **options: Any) -> sa.ForeignKeyConstraint:
    name = f"fk_{table}_{column}_{target}"
    return sa.ForeignKeyConstraint([column], [f"{target}.id"], name=name, **options)


def _indexes(table: str) -> None:
    op.create_index(f"ix_{table}_name_sort_id", table, ["name_sort", "id"])
    op.create_index(f"uq_{table}_name", table, ["name"], unique=True, postgresql_where=IN_USE)


def _pairs(table: str, target: str, keys: tuple[str, ...]) -> None:
    """The table of customers in groups."""
    op.create_table(
        table,
        sa.Column("customer_id", sa.BigInteger(), nullable=False),
        sa.Column("group_id", sa.BigInteger(), nullable=False),
        _key(table, "customer_id", "customer", ondelete="CASCADE"),
        _key(table, "group_id", target),
        sa.PrimaryKeyConstraint(*keys, name=f"pk_{table}"),
    )
    op.create_index(f"ix_{table}_group_id", table, ["group_id"])


def _customer_groups() -> None:
    op.create_table(
        "customer_group",
        sa.Column("number_start", sa.String(length=15), nullable=True),
        sa.Column("ledger_account", sa.String(length=20), nullable=True),
        sa.Column(
            "dimensions", sa.ARRAY(sa.String(length=60)), server_default="{}", nullable=False
        ),
        sa.CheckConstraint(
            "number_start ~ '^[1-9][0-9]{0,14}$'",
            name=op.f("ck_customer_group_number_start_number"),
        ),
        sa.CheckConstraint(
            "cardinality(dimensions) <= 4", name=op.f("ck_customer_group_dimensions_number")
        ),
        *_named("customer_group"),
    )
    _indexes("customer_group")
    _pairs("customer_group_member", "customer_group", ("customer_id",))
    op.create_table(
        "customer_group_seller",
        sa.Column("group_id", sa.BigInteger(), nullable=False),
        sa.Column("employee_id", sa.BigInteger(), nullable=False),
        _key("customer_group_seller", "group_id", "customer_group"),
        _key("customer_group_seller", "employee_id", "employee", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("group_id", "employee_id", name="pk_customer_group_seller"),
    )
    op.create_index(
        "ix_customer_group_seller_employee_id", "customer_group_seller", ["employee_id"]
    )


def _special_groups() -> None:
    op.create_table(
        "special_group",
        sa.Column("description", sa.String(length=500), nullable=True),
        *_named("special_group"),
    )
    _indexes("special_group")
    _pairs("special_group_member", "special_group", ("customer_id", "group_id"))


def _years(column: str) -> sa.CheckConstraint:
    return sa.CheckConstraint(
        f"{column} BETWEEN '1000-01-01' AND '2999-12-31'",
        name=op.f(f"ck_responsibility_{column}_years"),
    )


def _responsibilities() -> None:
    op.create_table(
        "responsibility",
        sa.Column("customer_id", sa.BigInteger(), nullable=False),
        sa.Column("employee_id", sa.BigInteger(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=True),
        sa.Column("valid_to", sa.Date(), nullable=True),
        *_stamped(),
        sa.CheckConstraint(
            "valid_from <= valid_to", name=op.f("ck_responsibility_valid_from_valid_to_order")
        ),
        _years("valid_from"),
        _years("valid_to"),
        _key("responsibility", "customer_id", "customer"),
        _key("responsibility", "employee_id", "employee"),
        sa.PrimaryKeyConstraint("id", name="pk_responsibility"),
        sa.UniqueConstraint(
            "customer_id", "employee_id", name="uq_responsibility_customer_id_employee_id"
        ),
    )
    op.create_index("ix_responsibility_employee_id", "responsibility", ["employee_id"])
    table = "responsibility_role"
    op.create_table(
        table,
        sa.Column("responsibility_id", sa.BigInteger(), nullable=False),
        sa.Column("role_id", sa.BigInteger(), nullable=False),
        sa.Column("customer_id", sa.BigInteger(), nullable=True),
        _key(table, "responsibility_id", "responsibility", ondelete="CASCADE"),
        _key(table, "role_id", "keyword"),
        sa.PrimaryKeyConstraint("responsibility_id", "role_id", name=f"pk_{table}"),
    )
    op.create_index(f"ix_{table}_role_id", table, ["role_id"])


def _settings() -> None:
    settings = op.create_table(
        "responsibility_settings",
        sa.Column("responsible_see", sa.Boolean(), server_default=sa.true(), nullable=False),
        *_stamped(),
        sa.Column("archived_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("id = 1", name=op.f("ck_responsibility_settings_one")),
        sa.PrimaryKeyConstraint("id", name="pk_responsibility_settings"),
    )
    op.bulk_insert(settings, [{"id": 1}])
