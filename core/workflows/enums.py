"""When a workflow begins, and how its runs ended."""

from enum import Enum

import strawberry


@strawberry.enum(description="Which saves of a record start a workflow.")
class WorkflowTrigger(Enum):
    FIRST_SAVE = strawberry.enum_value(
        "FIRST_SAVE", description="The one that makes the record, if the condition holds then."
    )
    FIRST_TIME = strawberry.enum_value(
        "FIRST_TIME", description="The first after which the condition holds; once per record."
    )
    EVERY_SAVE = strawberry.enum_value(
        "EVERY_SAVE", description="Every one after which the condition holds."
    )


@strawberry.enum(description="How far a run of a workflow is; follows from what happened.")
class WorkflowRunState(Enum):
    QUEUED = strawberry.enum_value("QUEUED", description="It waits for a worker, or is under way.")
    DONE = strawberry.enum_value("DONE", description="The tool ran.")
    FAILED = strawberry.enum_value(
        "FAILED", description="The tool was refused or failed; nothing was written. See `error`."
    )
