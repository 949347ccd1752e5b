"""Create the tables of comparisons of sales that are sent by e-mail."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "pupesoft_tools_0006"
down_revision = "pupesoft_tools_0005"

INSTANT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "annual_contract_mailing",
        sa.Column("id", sa.BigInteger(), sa.Identity(), nullable=False),
        sa.Column("sender_id", sa.BigInteger(), nullable=False),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=False),
        sa.Column("threshold", sa.Numeric(20, 2), nullable=True),
        sa.Column("format", sa.String(20), nullable=False),
        sa.Column("recipients", sa.String(20), nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("finished_at", INSTANT, nullable=True),
        sa.CheckConstraint(
            "format IN ('PDF', 'EXCEL')", name=op.f("ck_annual_contract_mailing_format")
        ),
        sa.CheckConstraint(
            "recipients IN ('ONESELF', 'ACCOUNT_MANAGERS', 'CUSTOMERS')",
            name=op.f("ck_annual_contract_mailing_recipients"),
        ),
        sa.ForeignKeyConstraint(
            ["sender_id"], ["employee.id"], name="fk_annual_contract_mailing_sender_id_employee"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_annual_contract_mailing"),
    )
    op.create_index(
        "ix_annual_contract_mailing_sender_id", "annual_contract_mailing", ["sender_id"]
    )
    _create_letters()


def downgrade() -> None:
    op.drop_table("annual_contract_letter")
    op.drop_table("annual_contract_mailing")


def _create_letters() -> None:
    table = "annual_contract_letter"
    op.create_table(
        table,
        sa.Column("id", sa.BigInteger(), sa.Identity(), nullable=False),
        sa.Column("mailing_id", sa.BigInteger(), nullable=False),
        sa.Column("customer_id", sa.BigInteger(), nullable=True),
        sa.Column("employee_id", sa.BigInteger(), nullable=True),
        sa.Column("customers", postgresql.ARRAY(sa.BigInteger()), nullable=False),
        sa.Column("address", sa.String(254), nullable=False),
        sa.Column("language", sa.String(10), nullable=False),
        sa.Column("idempotency_key", sa.String(400), nullable=False),
        sa.Column("email_id", sa.BigInteger(), nullable=True),
        sa.Column("error", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["mailing_id"],
            ["annual_contract_mailing.id"],
            name=f"fk_{table}_mailing_id_annual_contract_mailing",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["customer_id"],
            ["customer.id"],
            name=f"fk_{table}_customer_id_customer",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["employee_id"], ["employee.id"], name=f"fk_{table}_employee_id_employee"
        ),
        sa.ForeignKeyConstraint(["email_id"], ["email.id"], name=f"fk_{table}_email_id_email"),
        sa.PrimaryKeyConstraint("id", name=f"pk_{table}"),
        sa.UniqueConstraint("idempotency_key", name=f"uq_{table}_idempotency_key"),
    )
    for column in ("mailing_id", "customer_id", "employee_id", "email_id"):
        op.create_index(f"ix_{table}_{column}", table, [column])
