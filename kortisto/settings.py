"""All settings of a server: the core's, and those of serving."""

from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, PositiveInt

from core.settings import Settings, check, read_settings
from schema.exports import ExportSettings
from schema.http import HTTPSettings
from schema.limits import Limits
from schema.subscriptions import SubscriptionSettings


class LogSettings(BaseModel):
    """What is logged, on standard error."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    format: Literal["auto", "console", "json"] = Field(
        default="auto", description="`auto` is `console` on a terminal and `json` elsewhere."
    )
    level: Literal["debug", "info", "warning", "error"] = Field(
        default="info", description="The least important lines that are shown."
    )


class AppSettings(Settings):
    """What `kortisto.toml` and the environment may say."""

    host: str = Field(default="127.0.0.1", description="Address to listen at.")
    port: int = Field(
        default=8000, ge=0, le=65535, description="TCP port; 0 takes any that is free."
    )
    workers: PositiveInt = Field(default=1, le=64, description="Processes that answer requests.")
    jobs: Literal["auto", "on", "off"] = Field(
        default="auto",
        description="Whether `serve` runs background jobs too; `auto`: if PostgreSQL is embedded, "
        "otherwise run `kortisto worker`.",
    )
    shutdown_seconds: PositiveInt = Field(
        default=20, le=3600, description="Seconds that requests under way get to finish at the end."
    )
    trusted_documents: Path | None = Field(
        default=None,
        description="Manifest of trusted documents: a JSON object of SHA-256 to document.",
    )
    trusted_documents_only: bool = Field(default=False, description="Refuse all other documents.")
    compiled_reads: bool = Field(
        default=True, description="Answer a query by one SQL statement where that can be."
    )
    log: LogSettings = LogSettings()
    http: HTTPSettings = HTTPSettings()
    limits: Limits = Field(default_factory=Limits)
    export: ExportSettings = Field(default_factory=ExportSettings)
    subscriptions: SubscriptionSettings = Field(default_factory=SubscriptionSettings)


def app_settings(**changes: object) -> AppSettings:
    """The settings of this process, with what its command line changes; None changes nothing."""
    settings = read_settings(AppSettings)
    given = {key: value for key, value in changes.items() if value is not None}
    return check(AppSettings, settings.model_dump() | given)
