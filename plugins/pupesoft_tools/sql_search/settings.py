"""What a deployment may choose about SQL searches."""

from pydantic import Field, PositiveFloat, PositiveInt

from core.settings.switch import Switch


class SqlSearchSettings(Switch):
    """The section `[plugins.pupesoft_tools.sql_search]`."""

    at_once: PositiveInt = Field(
        default=2, le=32, description="Searches that run at the same time in the whole deployment."
    )
    seconds: PositiveFloat = Field(
        default=10, le=600, description="Seconds that a search may take."
    )
    rows: PositiveInt = Field(
        default=1_000, le=10_000, description="Rows that an answer shows; the others are left out."
    )
    excel_rows: PositiveInt = Field(
        default=100_000, le=1_000_000, description="Rows that an Excel file holds."
    )
    megabytes: PositiveInt = Field(
        default=20, le=1_000, description="Megabytes that the values of a search may have."
    )
