"""Ways to workflows and their runs."""

from core.declare import by_id, connection, extend
from core.roots import Query

fields = extend(
    Query,
    workflow=by_id("Workflow", "The workflow with an id."),
    workflows=connection("Workflow", None, "The workflows, by name."),
    workflow_run=by_id("WorkflowRun", "The run with an id."),
    workflow_runs=connection("WorkflowRun", None, "The runs of all workflows, the latest first."),
)
