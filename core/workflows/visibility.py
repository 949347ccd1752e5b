"""For which reasons a run of a workflow is visible, besides its customer."""

from core.employees.visibility import holding
from core.visibility import Reason
from core.workflows.permissions import WorkflowPermission

REASONS = (
    Reason(
        "WorkflowRun",
        "READ_ALL",
        "Your role shows you every run.",
        holding(WorkflowPermission.READ_ALL),
    ),
)
