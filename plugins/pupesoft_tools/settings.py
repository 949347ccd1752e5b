"""What a deployment may choose about the tools; each has a switch."""

from pydantic import BaseModel, ConfigDict

from plugins.pupesoft_tools.sql_search.settings import SqlSearchSettings


class PupesoftToolsSettings(BaseModel):
    """The section `[plugins.pupesoft_tools]`, with a section below it for each tool."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    sql_search: SqlSearchSettings = SqlSearchSettings()
