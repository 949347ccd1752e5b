"""Workflows and the log of their runs."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "core_0010"
down_revision = "core_0009"

STATE = (
    "CASE WHEN finished_at IS NULL THEN 'QUEUED' WHEN error IS NULL THEN 'DONE' ELSE 'FAILED' END"
)


def upgrade() -> None:
    op.create_table(
        "workflow",
        sa.Column("module", sa.String(length=60), nullable=False),
        sa.Column("trigger", sa.String(length=20), nullable=False),
        sa.Column("condition", postgresql.JSONB(), nullable=True),
        sa.Column("tool_id", sa.BigInteger(), nullable=False),
        sa.Column("input", postgresql.JSONB(), server_default="{}", nullable=False),
        sa.Column("run_as_id", sa.BigInteger(), nullable=False),
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
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("name_sort", sa.Text(collation="C"), nullable=False),
        sa.CheckConstraint(
            "trigger IN ('FIRST_SAVE', 'FIRST_TIME', 'EVERY_SAVE')",
            name=op.f("ck_workflow_trigger"),
        ),
        sa.ForeignKeyConstraint(
            ["tool_id"], ["module_tool.id"], name="fk_workflow_tool_id_module_tool"
        ),
        sa.ForeignKeyConstraint(
            ["run_as_id"], ["employee.id"], name="fk_workflow_run_as_id_employee"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_workflow"),
    )
    op.create_index("ix_workflow_module", "workflow", ["module"])
    op.create_index("ix_workflow_name_sort_id", "workflow", ["name_sort", "id"])
    op.create_index("ix_workflow_run_as_id", "workflow", ["run_as_id"])
    op.create_index("ix_workflow_tool_id", "workflow", ["tool_id"])
    op.create_table(
        "workflow_run",
        sa.Column("workflow_id", sa.BigInteger(), nullable=False),
        sa.Column("tool_id", sa.BigInteger(), nullable=False),
        sa.Column("record_key", sa.BigInteger(), nullable=False),
        sa.Column("record_id", sa.String(length=80), nullable=False),
        sa.Column("customer_id", sa.BigInteger(), nullable=True),
        sa.Column("cause_id", sa.BigInteger(), nullable=True),
        sa.Column("depth", sa.Integer(), nullable=False),
        sa.Column("once", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("queued_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("error", sa.Text(), nullable=True),
        sa.Column(
            "state", sa.String(length=20), sa.Computed(STATE, persisted=True), nullable=False
        ),
        sa.Column("id", sa.BigInteger(), sa.Identity(), nullable=False),
        sa.CheckConstraint(
            "state IN ('QUEUED', 'DONE', 'FAILED')", name=op.f("ck_workflow_run_state")
        ),
        sa.ForeignKeyConstraint(
            ["workflow_id"], ["workflow.id"], name="fk_workflow_run_workflow_id_workflow"
        ),
        sa.ForeignKeyConstraint(
            ["tool_id"], ["module_tool.id"], name="fk_workflow_run_tool_id_module_tool"
        ),
        sa.ForeignKeyConstraint(
            ["cause_id"], ["workflow_run.id"], name="fk_workflow_run_cause_id_workflow_run"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_workflow_run"),
    )
    op.create_index("ix_workflow_run_cause_id", "workflow_run", ["cause_id"])
    op.create_index("ix_workflow_run_customer_id_id", "workflow_run", ["customer_id", "id"])
    op.create_index("ix_workflow_run_state_id", "workflow_run", ["state", "id"])
    op.create_index("ix_workflow_run_tool_id", "workflow_run", ["tool_id"])
    op.create_index("ix_workflow_run_workflow_id", "workflow_run", ["workflow_id"])
    op.create_index(
        "uq_workflow_run_once",
        "workflow_run",
        ["workflow_id", "record_key"],
        unique=True,
        postgresql_where=sa.text("once"),
    )


def downgrade() -> None:
    op.drop_table("workflow_run")
    op.drop_table("workflow")
