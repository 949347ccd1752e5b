"""What a deployment may choose about text messages; without a gateway none are sent."""

from typing import Literal, Self

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    PositiveFloat,
    PositiveInt,
    SecretStr,
    model_validator,
)

from core.settings.switch import Switch
from core.webhooks.target import NotAllowed, Target


class HttpGatewaySettings(BaseModel):
    """The section `[plugins.pupesoft_tools.text_messages.http]`: a gateway that takes requests."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    url: str = Field(description="Where messages are sent by POST; it begins with https://.")
    private: bool = Field(
        default=False,
        description="Whether its address may be of a private network, and be reached by http.",
    )
    authorization: SecretStr | None = Field(
        default=None, description="Value of the header Authorization, such as `Bearer …`."
    )
    format: Literal["json", "form"] = Field(
        default="json", description="How a message is written: a JSON object, or a form."
    )
    number_field: str = Field(default="to", min_length=1, description="Field of the number, E.164.")
    text_field: str = Field(default="text", min_length=1, description="Field of the text.")
    sender_field: str = Field(default="from", min_length=1, description="Field of `sender`.")
    sender: str | None = Field(
        default=None, max_length=16, description="Who it is from: a number, or a name."
    )
    id_field: str | None = Field(
        default=None,
        description="Field of the answer, a JSON object, that holds what the gateway calls the "
        "message; with it an answer without one is a failure.",
    )
    taken: str | None = Field(
        default=None,
        description="Text that answers have in them if a message was taken, where a status of 200 "
        "to 299 alone does not tell.",
    )
    seconds: PositiveFloat = Field(
        default=10, le=120, description="Seconds that a whole request may take."
    )
    answer_bytes: PositiveInt = Field(
        default=65_536, le=1_000_000, description="Bytes of an answer; a longer one is a failure."
    )

    @model_validator(mode="after")
    def url_is_usable(self) -> Self:
        """Refuse what no request could go to, and http to public addresses."""
        try:
            scheme = Target.of(self.url).scheme
        except NotAllowed as problem:
            raise ValueError(str(problem)) from None
        if scheme != "https" and not self.private:
            raise ValueError("write a URL that begins with https://")
        return self


class TextMessagesSettings(Switch):
    """The section `[plugins.pupesoft_tools.text_messages]`."""

    gateway: str | None = Field(
        default=None,
        description="Name of the gateway: `http`, or one that a plugin brings; without it no text "
        "messages are sent.",
    )
    most_segments: PositiveInt = Field(
        default=6, le=20, description="Parts that a text may have; each is paid for."
    )
    attempts: PositiveInt = Field(default=5, le=20, description="Attempts until one is given up.")
    retry_seconds: PositiveFloat = Field(
        default=60, description="Seconds until the second attempt; each further pause doubles."
    )
    http: HttpGatewaySettings | None = Field(
        default=None, description="The gateway `http`; needed if it is chosen."
    )
