"""Workflows, and the log of their runs."""

from datetime import datetime
from typing import Any, ClassVar

from sqlalchemy import Boolean, Computed, ForeignKey, Index, Integer, String, Text, false, true
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from core.columns import EmployeeKey, stored
from core.models import Base, Identified, Record
from core.naming import Named
from core.workflows.enums import WorkflowRunState, WorkflowTrigger

STATE = (
    "CASE WHEN finished_at IS NULL THEN 'QUEUED' WHEN error IS NULL THEN 'DONE' ELSE 'FAILED' END"
)


class Workflow(Record, Named):
    """A tool that runs by itself on records of a module, with the rights of an employee."""

    __tablename__ = "workflow"
    __table_args__ = (Index("ix_workflow_name_sort_id", "name_sort", "id"),)

    module: Mapped[str] = mapped_column(String(60), index=True)
    trigger: Mapped[WorkflowTrigger] = mapped_column(stored(WorkflowTrigger, "trigger"))
    condition: Mapped[dict[str, Any] | None] = mapped_column(JSONB(none_as_null=True))
    tool_id: Mapped[int] = mapped_column(ForeignKey("module_tool.id"), index=True)
    input: Mapped[dict[str, Any]] = mapped_column(JSONB, server_default="{}")
    run_as_id: Mapped[EmployeeKey]
    active: Mapped[bool] = mapped_column(server_default=true())


class WorkflowRun(Base, Identified):
    """One run on one record. The log only grows; `once` is the claim to be the only one."""

    __tablename__ = "workflow_run"
    __log__: ClassVar[bool] = False
    __table_args__ = (
        Index(
            "uq_workflow_run_once",
            "workflow_id",
            "record_key",
            unique=True,
            postgresql_where="once",
        ),
        Index("ix_workflow_run_customer_id_id", "customer_id", "id"),
        Index("ix_workflow_run_state_id", "state", "id"),
    )

    workflow_id: Mapped[int] = mapped_column(ForeignKey("workflow.id"), index=True)
    tool_id: Mapped[int] = mapped_column(ForeignKey("module_tool.id"), index=True)
    record_key: Mapped[int]
    record_id: Mapped[str] = mapped_column(String(80))
    customer_id: Mapped[int | None]
    cause_id: Mapped[int | None] = mapped_column(ForeignKey("workflow_run.id"), index=True)
    depth: Mapped[int] = mapped_column(Integer)
    once: Mapped[bool] = mapped_column(Boolean, server_default=false())
    queued_at: Mapped[datetime]
    started_at: Mapped[datetime | None]
    finished_at: Mapped[datetime | None]
    error: Mapped[str | None] = mapped_column(Text)
    state: Mapped[WorkflowRunState] = mapped_column(
        stored(WorkflowRunState, "state"), Computed(STATE, persisted=True)
    )
