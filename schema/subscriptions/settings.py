"""The settings of subscriptions."""

from pydantic import BaseModel, ConfigDict, Field, PositiveFloat, PositiveInt


class SubscriptionSettings(BaseModel):
    """How many may follow, and how long a connection may be silent or stuck."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    connections: PositiveInt = Field(
        default=20, description="Connections of one person to a worker, of either kind."
    )
    operations: PositiveInt = Field(
        default=50, description="Operations under way on one WebSocket connection."
    )
    init_seconds: PositiveFloat = Field(
        default=10, le=300, description="Seconds in which a WebSocket must say who it is."
    )
    check_seconds: PositiveFloat = Field(
        default=5,
        le=300,
        description="Seconds between two looks at whether somebody may still come in.",
    )
    heartbeat_seconds: PositiveFloat = Field(
        default=12, le=300, description="Seconds after which a silent event stream says so."
    )
    send_seconds: PositiveFloat = Field(
        default=30,
        le=600,
        description="Seconds in which a client must take what is sent, or else is cut off.",
    )
