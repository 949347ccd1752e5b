"""The settings of exports."""

from pydantic import BaseModel, ConfigDict, Field, PositiveFloat, PositiveInt


class ExportSettings(BaseModel):
    """What a file may hold, and what it may take to make one."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    max_rows: PositiveInt = Field(
        default=100_000,
        le=1_048_575,
        description="Rows of a file; a list with more is refused. Excel holds 1,048,575.",
    )
    at_once: PositiveInt = Field(
        default=2, le=50, description="Files that a worker makes at the same time."
    )
    seconds: PositiveFloat = Field(
        default=300, le=3600, description="Seconds that a file may take to be made."
    )
