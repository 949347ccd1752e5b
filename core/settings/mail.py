"""The SMTP server that e-mails are handed to."""

from typing import Annotated, Literal

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    PositiveFloat,
    PositiveInt,
    SecretStr,
)


def address(text: str) -> str:
    """An e-mail address."""
    from email_validator import (  # noqa: PLC0415 - it has tables of characters
        EmailNotValidError,
        validate_email,
    )

    try:
        found = validate_email(text, check_deliverability=False, test_environment=True)
    except EmailNotValidError as error:
        raise ValueError(str(error)) from None
    return found.normalized


class MailSettings(BaseModel):
    """Where e-mails go out, and from whom they are."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    host: str = Field(min_length=1, description="Name of the SMTP server.")
    port: int = Field(default=587, ge=1, le=65535, description="Its TCP port.")
    security: Literal["starttls", "tls", "none"] = Field(
        default="starttls",
        description="`starttls` begins in clear and refuses to go on so; `tls` is encrypted from "
        "the start; `none` is for a server on this machine.",
    )
    username: str | None = Field(default=None, description="To sign in with, if it asks.")
    password: SecretStr | None = Field(default=None, description="The same.")
    sender: Annotated[str, AfterValidator(address)] = Field(
        description="Address that all e-mails are from."
    )
    sender_name: str = Field(default="", max_length=100, description="Name beside that address.")
    timeout_seconds: PositiveFloat = Field(
        default=30, le=600, description="Seconds that the server may be silent."
    )
    attempts: PositiveInt = Field(
        default=8, le=20, description="Attempts until an e-mail is given up."
    )
    retry_seconds: PositiveFloat = Field(
        default=60, description="Seconds until the second attempt; each further pause doubles."
    )
