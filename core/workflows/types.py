"""The GraphQL types of workflows and their runs."""

from core.declare import Node, column, connection, entity, one
from core.visibility import WithParent, everyone
from core.workflows import models
from core.workflows.permissions import WorkflowPermission


@entity(models.Workflow, read=WorkflowPermission.READ, visible=everyone, order={"name": "ASC"})
class Workflow(Node):
    """A module tool that runs by itself, as a job, when records of its module are saved."""

    name = column("Name, at most 200 characters.", sort="name_sort")
    module = column("The type of the records, such as Customer.")
    trigger = column("Which saves start it.")
    condition = column(
        "What must hold for a record after the save; as JSON, a filter as the list of the module "
        "takes it, over everything there is. Null holds for every record."
    )
    tool = one("ModuleTool", "What it runs; a tool of the same module.")
    input = column("What the tool asks for, as its `inputSchema` says.")
    run_as = one(
        "Employee",
        "With whose rights it runs, and what it sees; he may hold nothing that you do not hold.",
    )
    active = column("Whether saves start it.")
    runs = connection("WorkflowRun", models.WorkflowRun.workflow_id, "Its runs, the latest first.")
    created_at = column("When it was made.")
    updated_at = column("When it was last changed.")
    archived_at = column("When it was archived; null while it is in use.")
    version = column("Grows with every change; name it in `expectedVersion`.")


@entity(
    models.WorkflowRun,
    read=WorkflowPermission.READ,
    visible=WithParent("Customer", "customer_id"),
    order={"id": "DESC"},
)
class WorkflowRun(Node):
    """A run of a workflow on one record. Visible with the customer that the record hangs on."""

    workflow = one("Workflow", "What was started.")
    tool = one("ModuleTool", "What ran, or was to run.")
    record_id = column("Id of the record; find it with `node`.")
    customer = one("Customer", "The customer that the record is or hangs on.")
    cause = one("WorkflowRun", "The run whose write started this one; null if it was somebody's.")
    depth = column(
        "How many runs caused each other up to this one; beyond the setting `workflow_depth` (5) "
        "a run is logged as failed and nothing is run."
    )
    state = column("How far it is.")
    error = column("Why it failed; null otherwise.")
    queued_at = column("When a save started it.")
    started_at = column("When a worker began; null before.")
    finished_at = column("When it was done or failed; null before.")
