"""What a deployment may choose about the tools; each has a switch."""

from pydantic import BaseModel, ConfigDict, Field, PositiveFloat, PositiveInt

from core.settings.switch import Switch
from plugins.pupesoft_tools.text_message_settings import TextMessagesSettings


class CustomerMemoSettings(Switch):
    """The section `[plugins.pupesoft_tools.customer_memo]`."""

    attachment_megabytes: PositiveInt = Field(
        default=5,
        le=50,
        description="Megabytes of a file that belongs to a memo; a request that brings it in "
        "base64 is a third larger, see `max_known_request_bytes`.",
    )


class AddressLabelSettings(Switch):
    """The section `[plugins.pupesoft_tools.address_labels]`."""

    labels: PositiveInt = Field(
        default=2_000, le=10_000, description="Labels that are printed at once."
    )
    country: str = Field(
        default="FI",
        pattern="^[A-Z]{2}$",
        description="ISO 3166-1 alpha-2 code of the country that letters are posted in; labels "
        "name other ones.",
    )


class AnnualContractSettings(Switch):
    """The section `[plugins.pupesoft_tools.annual_contracts]`."""

    customers: PositiveInt = Field(
        default=500, le=5_000, description="Customers in a file, and in a mailing."
    )


class CustomerListSettings(Switch):
    """The section `[plugins.pupesoft_tools.customer_list]`."""

    states: PositiveInt = Field(
        default=1_000, le=10_000, description="Customers whose state is changed at once."
    )
    rows: PositiveInt = Field(
        default=10_000, le=50_000, description="Customers in a list that is sent by e-mail."
    )


class SqlSearchSettings(Switch):
    """The section `[plugins.pupesoft_tools.sql_search]`."""

    at_once: PositiveInt = Field(
        default=2, le=32, description="Searches that run at the same time in the whole deployment."
    )
    seconds: PositiveFloat = Field(
        default=10, le=600, description="Seconds that a search may take."
    )
    excel_seconds: PositiveFloat = Field(
        default=60, le=600, description="Seconds that a search for an Excel file may take."
    )
    rows: PositiveInt = Field(
        default=1_000, le=10_000, description="Rows that an answer shows; the others are left out."
    )
    excel_rows: PositiveInt = Field(
        default=100_000, le=1_000_000, description="Rows that an Excel file holds."
    )
    megabytes: PositiveInt = Field(
        default=50, le=1_000, description="Megabytes that the values of a search may have."
    )


class SqlGeneratorSettings(Switch):
    """The section `[plugins.pupesoft_tools.sql_generator]`."""

    rows: PositiveInt = Field(
        default=1_000, le=10_000, description="Rows that an answer shows; the others are left out."
    )
    excel_rows: PositiveInt = Field(
        default=100_000, le=1_000_000, description="Rows that an Excel file holds."
    )


class CalendarSettings(Switch):
    """The section `[plugins.pupesoft_tools.calendar]`."""

    feed_days_back: PositiveInt = Field(
        default=90, le=3_660, description="Past days that an iCalendar feed shows."
    )
    feed_days_ahead: PositiveInt = Field(
        default=400, le=3_660, description="Coming days that an iCalendar feed shows."
    )
    feed_entries: PositiveInt = Field(
        default=2_000,
        le=20_000,
        description="Entries that an iCalendar feed shows; of more, the latest.",
    )


class RemindersSettings(Switch):
    """The section `[plugins.pupesoft_tools.reminders]`."""

    digest_hour: int = Field(
        default=7,
        ge=0,
        le=23,
        description="The hour of the day from which overdue reminders are mailed.",
    )


class PupesoftToolsSettings(BaseModel):
    """The section `[plugins.pupesoft_tools]`, with a section below it for each tool."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    customer_memo: CustomerMemoSettings = CustomerMemoSettings()
    calendar: CalendarSettings = CalendarSettings()
    reminders: RemindersSettings = RemindersSettings()
    address_labels: AddressLabelSettings = AddressLabelSettings()
    annual_contracts: AnnualContractSettings = AnnualContractSettings()
    customer_list: CustomerListSettings = CustomerListSettings()
    sql_generator: SqlGeneratorSettings = SqlGeneratorSettings()
    sql_search: SqlSearchSettings = SqlSearchSettings()
    text_messages: TextMessagesSettings = TextMessagesSettings()
