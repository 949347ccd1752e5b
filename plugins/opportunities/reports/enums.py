"""By what reports are divided."""

from enum import Enum

import strawberry


@strawberry.enum(description="By what a report of opportunities is divided.")
class PipelineGroup(Enum):
    STAGE = strawberry.enum_value("STAGE", description="By stage, in their order.")
    OWNER = strawberry.enum_value("OWNER", description="By who works on them, by name.")
    TEAM = strawberry.enum_value("TEAM", description="By the team of who works on them, by name.")
    OFFERING_AREA = strawberry.enum_value("OFFERING_AREA", description="By offering area.")
    SEGMENT = strawberry.enum_value(
        "SEGMENT",
        description="By segment; what is in several of them counts in each.",
    )
