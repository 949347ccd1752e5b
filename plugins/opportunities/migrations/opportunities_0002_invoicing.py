"""When and how opportunities will be invoiced, and why they were lost."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "opportunities_0002"
down_revision = "opportunities_0001"

CHECKS = {
    "split_method": "split_method IN ('EVEN', 'S_CURVE', 'WEIGHTS')",
    "invoicing_starts_on_range": "invoicing_starts_on BETWEEN '1000-01-01' AND '2999-12-31'",
    "invoicing_months_range": "invoicing_months BETWEEN 1 AND 60",
    "split_weights_usable": "0 <= ALL (split_weights) AND 0 < ANY (split_weights) "
    "AND cardinality(split_weights) <= 60",
    "split_weights_given": "(split_method = 'WEIGHTS') = (split_weights IS NOT NULL)",
}


def columns() -> tuple[sa.Column[Any], ...]:
    return (
        sa.Column("lost_reason_id", sa.BigInteger(), nullable=True),
        sa.Column("invoicing_starts_on", sa.Date(), nullable=True),
        sa.Column("invoicing_months", sa.Integer(), server_default="1", nullable=False),
        sa.Column("split_method", sa.String(length=20), server_default="EVEN", nullable=False),
        sa.Column("split_weights", sa.ARRAY(sa.Numeric(precision=12, scale=4)), nullable=True),
    )


def upgrade() -> None:
    for column in columns():
        op.add_column("opportunity", column)
    for name, condition in CHECKS.items():
        op.create_check_constraint(op.f(f"ck_opportunity_{name}"), "opportunity", condition)
    op.create_index("ix_opportunity_lost_reason_id", "opportunity", ["lost_reason_id"])
    op.create_foreign_key(
        "fk_opportunity_lost_reason_id_keyword",
        "opportunity",
        "keyword",
        ["lost_reason_id"],
        ["id"],
    )


def downgrade() -> None:
    for column in reversed(columns()):
        op.drop_column("opportunity", column.name)
