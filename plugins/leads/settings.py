"""The settings of leads, `[plugins.leads]`."""

from pydantic import BaseModel, ConfigDict, Field, PositiveFloat, PositiveInt


class LeadSettings(BaseModel):
    """How much web forms may send."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    capture_bytes: PositiveInt = Field(
        default=64_000, le=1_000_000, description="Bytes of what a web form sends."
    )
    capture_fields: PositiveInt = Field(
        default=100, le=1_000, description="Fields of what a web form sends."
    )
    capture_seconds: PositiveFloat = Field(
        default=10, le=300, description="Seconds until it must have arrived."
    )
    capture_per_address: PositiveInt = Field(
        default=10, description="Times a minute that one address may send to one form."
    )
    capture_per_form: PositiveInt = Field(
        default=300, description="Times a minute that all together may send to one form."
    )
