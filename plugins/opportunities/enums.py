"""What a stage means for the pipeline."""

from enum import Enum

import strawberry


@strawberry.enum(description="What a stage means for the pipeline.")
class StageKind(Enum):
    OPEN = strawberry.enum_value("OPEN", description="Still being sold.")
    WON = strawberry.enum_value("WON", description="Sold; its probability is 100.")
    LOST = strawberry.enum_value("LOST", description="Not sold; its probability is 0.")
