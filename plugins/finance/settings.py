"""The settings of finance, `[plugins.finance]`."""

from pydantic import BaseModel, ConfigDict, Field


class FinanceSettings(BaseModel):
    """Which systems keep customers and products."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    master_sources: frozenset[str] = Field(
        default=frozenset(),
        description="Sources, such as `erp`, whose feeds alone change what they bring of customers "
        "and products; by hand it is read-only then. What they do not bring stays free.",
    )
