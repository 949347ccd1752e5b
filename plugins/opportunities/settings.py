"""What a deployment may choose about opportunities."""

from pydantic import BaseModel, ConfigDict, Field, PositiveInt


class OpportunitySettings(BaseModel):
    """The section `[plugins.opportunities]`."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    snapshot_days: PositiveInt = Field(
        default=1_100,
        description="Days after which a daily snapshot of the opportunities is removed; "
        "three years by default.",
    )
