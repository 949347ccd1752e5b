"""The settings of the HTTP layer."""

from urllib.parse import urlsplit

from pydantic import BaseModel, ConfigDict, Field, PositiveInt, field_validator


class HTTPSettings(BaseModel):
    """How the API meets browsers and monitors."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    allowed_origins: tuple[str, ...] = Field(
        default=(), description="Origins of other sites whose pages may call the API with cookies."
    )
    graphiql: bool = Field(default=True, description="Whether browsers get GraphiQL at /graphql.")
    metrics: bool = Field(default=False, description="Whether /metrics tells Prometheus figures.")
    plan_header: bool = Field(
        default=False,
        description="Whether the header X-Kortisto-Plan tells how a query was answered.",
    )
    compress_from: PositiveInt = Field(
        default=8_192,
        description="Bytes from which a response is compressed, if the client asks for it.",
    )

    @field_validator("allowed_origins")
    @classmethod
    def origins_are_complete(cls, origins: tuple[str, ...]) -> tuple[str, ...]:
        """Refuse what is no origin: `*`, a path, a missing scheme."""
        for origin in origins:
            parts = urlsplit(origin)
            if (
                parts.scheme not in ("http", "https")
                or origin != f"{parts.scheme}://{parts.netloc}"
            ):
                raise ValueError(f"{origin!r} is no origin; write it as https://crm.example.com")
        return origins
