"""Switches of the parts of a plugin."""

from pydantic import BaseModel, ConfigDict, Field


class Switch(BaseModel):
    """The section of a part of a plugin; switched off, the part is as good as not installed."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    enabled: bool = Field(default=True, description="Whether there is this part of the plugin.")
