"""What the HTTP tool may reach, and how its requests are signed."""

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    PositiveFloat,
    PositiveInt,
    SecretStr,
)

from core.settings.names import Names


class WebhookSettings(BaseModel):
    """Where requests may go; without this section none go anywhere."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    hosts: Names = Field(
        description="Hosts that requests may go to: `erp.example.com` over https, or with a port "
        "`erp.example.com:8443`.",
    )
    private_hosts: Names = Field(
        default=(),
        description="Hosts that may have private addresses, and be reached by http too, with "
        "their ports: `127.0.0.1:9000`.",
    )
    secret: SecretStr = Field(
        min_length=16,
        description="What bodies are signed with, HMAC-SHA256; 16 characters at least.",
    )
    timeout_seconds: PositiveFloat = Field(
        default=10, le=120, description="Seconds that a whole request may take."
    )
    answer_bytes: PositiveInt = Field(
        default=65_536, le=10_000_000, description="Bytes of an answer; a longer one is a failure."
    )
    attempts: PositiveInt = Field(default=5, le=20, description="Attempts until one is given up.")
    retry_seconds: PositiveFloat = Field(
        default=30, description="Seconds until the second attempt; each further pause doubles."
    )
