"""The settings that the core knows. The composition root adds those of the server."""

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any, Literal
from zoneinfo import ZoneInfo

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    PositiveInt,
    SecretStr,
)
from pydantic_settings import (
    BaseSettings,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
)
from sqlalchemy import make_url
from sqlalchemy.exc import ArgumentError

from core.settings.mail import MailSettings
from core.settings.names import Names
from core.settings.oidc import OIDCSettings
from core.settings.webhooks import WebhookSettings


def for_asyncpg(secret: SecretStr) -> SecretStr:
    """An address of PostgreSQL in any of its usual spellings, as SQLAlchemy wants it."""
    try:
        url = make_url(secret.get_secret_value())
    except (ArgumentError, ValueError):
        raise ValueError("postgresql://user:password@host:port/name is expected") from None
    if url.drivername not in ("postgres", "postgresql", "postgresql+asyncpg"):
        raise ValueError(f"only PostgreSQL can be used, not {url.drivername}")
    query = {"ssl" if key == "sslmode" else key: value for key, value in url.query.items()}
    url = url.set(drivername="postgresql+asyncpg", query=query)
    return SecretStr(url.render_as_string(hide_password=False))


class PluginSettings(BaseModel):
    """Which plugins are enabled; every other key is a section `[plugins.NAME]` of a plugin."""

    model_config = ConfigDict(frozen=True, extra="allow")
    __pydantic_extra__: dict[str, dict[str, Any]] = Field(init=False)

    enabled: Names = Field(default=(), description="Names of the enabled plugins, in any order.")

    @property
    def sections(self) -> Mapping[str, Mapping[str, Any]]:
        """The sections as they were read; each is checked by its plugin's model."""
        return self.__pydantic_extra__


class Settings(BaseSettings):
    """What the core is told. Making one reads nothing: see `read_settings`."""

    model_config = SettingsConfigDict(
        frozen=True,
        extra="forbid",
        env_prefix="KORTISTO_",
        env_nested_delimiter="__",
        env_ignore_empty=True,
    )

    database_url: Annotated[SecretStr, AfterValidator(for_asyncpg)] | None = Field(
        default=None,
        description="`postgresql://user:password@host/name`; without it, embedded PostgreSQL.",
    )
    pool_size: PositiveInt = Field(
        default=10,
        le=200,
        description="Connections of each worker process for queries, as many for "
        "writes and all else, and half as many for writes of one statement; "
        "opened as they are needed.",
    )
    statement_timeout_ms: PositiveInt = Field(
        default=30_000, description="Milliseconds after which a statement is cancelled."
    )
    time_zone: ZoneInfo = Field(
        default=ZoneInfo("Europe/Helsinki"), description="Where 'today' is."
    )
    language: Literal["fi", "hr", "en"] = Field(default="fi", description="How names sort.")
    currency: str = Field(default="EUR", pattern=r"^[A-Z]{3}$", description="ISO 4217 code.")
    batch_items: PositiveInt = Field(
        default=1_000, le=10_000, description="Items of a batch mutation."
    )
    jobs_at_once: PositiveInt = Field(
        default=5, le=20, description="Jobs that a worker runs at the same time."
    )
    job_patience_seconds: PositiveInt = Field(
        default=30,
        le=3600,
        description="Seconds after which a silent worker counts as dead; its jobs go to others.",
    )
    workflow_depth: PositiveInt = Field(
        default=5, le=50, description="Runs of workflows that may cause each other in a chain."
    )
    session_hours: PositiveInt = Field(default=12, description="Hours until a sign-in ends.")
    token_days: PositiveInt = Field(
        default=90,
        le=3650,
        description="Days an API token is valid unless its maker says otherwise.",
    )
    oidc: OIDCSettings | None = Field(
        default=None, description="The OpenID Connect issuer whose bearer tokens are accepted."
    )
    mail: MailSettings | None = Field(
        default=None, description="The SMTP server; without it no e-mail is sent."
    )
    webhooks: WebhookSettings | None = Field(
        default=None, description="Where the HTTP tool may send requests; without it nowhere."
    )
    data_folder: Path = Field(
        default=Path(".kortisto"), description="Where embedded PostgreSQL keeps data."
    )
    trace_plugins: bool = Field(default=False, description="Log every call of a hook.")
    plugins: PluginSettings = PluginSettings()

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        *_: PydanticBaseSettingsSource,
        **__: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Take values from the caller alone."""
        return (init_settings,)
