"""Create the tables of memos and their files."""

import sqlalchemy as sa
from alembic import op

revision = "pupesoft_tools_0003"
down_revision = "pupesoft_tools_0002"

INSTANT = sa.DateTime(timezone=True)
KINDS = (
    "MEMO",
    "CALL",
    "VISIT",
    "MEETING",
    "RECEIVABLES",
    "LABELS",
    "TEXT_MESSAGE",
    "ANNUAL_REPORT",
    "SENT",
)


def upgrade() -> None:
    _create_memos()
    op.create_table(
        "memo_attachment",
        sa.Column("memo_id", sa.BigInteger(), nullable=False),
        sa.Column("customer_id", sa.BigInteger(), nullable=False),
        sa.Column("author_id", sa.BigInteger(), nullable=True),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("media_type", sa.String(100), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        *_record(),
        sa.CheckConstraint(
            "size = length(content) AND size > 0", name=op.f("ck_memo_attachment_size_of_content")
        ),
        *_references(
            "memo_attachment", memo_id="memo", customer_id="customer", author_id="employee"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_memo_attachment"),
    )
    for column in ("memo_id", "customer_id", "author_id"):
        op.create_index(f"ix_memo_attachment_{column}", "memo_attachment", [column])


def downgrade() -> None:
    op.drop_table("memo_attachment")
    op.drop_table("memo")


def _create_memos() -> None:
    kinds = ", ".join(f"'{kind}'" for kind in KINDS)
    op.create_table(
        "memo",
        sa.Column("customer_id", sa.BigInteger(), nullable=False),
        sa.Column("contact_id", sa.BigInteger(), nullable=True),
        sa.Column("author_id", sa.BigInteger(), nullable=True),
        sa.Column("parent_id", sa.BigInteger(), nullable=True),
        sa.Column("kind", sa.String(20), server_default="MEMO", nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        *_record(),
        sa.CheckConstraint("length(text) BETWEEN 1 AND 20000", name=op.f("ck_memo_text_length")),
        sa.CheckConstraint("parent_id <> id", name=op.f("ck_memo_parent_other")),
        sa.CheckConstraint(f"kind IN ({kinds})", name=op.f("ck_memo_kind")),
        *_references(
            "memo",
            customer_id="customer",
            contact_id="contact",
            author_id="employee",
            parent_id="memo",
        ),
        sa.PrimaryKeyConstraint("id", name="pk_memo"),
    )
    op.create_index("ix_memo_customer_id_at_id", "memo", ["customer_id", "at", "id"])
    for column in ("contact_id", "author_id", "parent_id"):
        op.create_index(f"ix_memo_{column}", "memo", [column])


def _references(table: str, **targets: str) -> tuple[sa.ForeignKeyConstraint, ...]:
    return tuple(
        sa.ForeignKeyConstraint([column], [f"{to}.id"], name=f"fk_{table}_{column}_{to}")
        for column, to in targets.items()
    )


def _record() -> tuple[sa.Column[object], ...]:
    return (
        sa.Column("id", sa.BigInteger(), sa.Identity(), nullable=False),
        sa.Column("created_at", INSTANT, server_default=sa.func.now(), nullable=False),
        sa.Column("updated_at", INSTANT, server_default=sa.func.now(), nullable=False),
        sa.Column("version", sa.BigInteger(), server_default="1", nullable=False),
        sa.Column("archived_at", INSTANT, nullable=True),
    )
