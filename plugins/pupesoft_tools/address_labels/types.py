"""The GraphQL types of labels."""

from decimal import Decimal

import strawberry

from core.downloads.types import Download
from core.scalars import JSON
from core.writing import UserError
from plugins.pupesoft_tools.address_labels.enums import LabelAddress, LabelRecipient
from plugins.pupesoft_tools.address_labels.sheets import Sheet
from plugins.pupesoft_tools.choosing.customers import FILTER


@strawberry.type(description="A sheet of labels on A4, upright.")
class LabelSheet:
    code: str = strawberry.field(description="What `printAddressLabels` calls it.")
    product: str = strawberry.field(description="A product of these measures.")
    columns: int = strawberry.field(description="Labels side by side.")
    rows: int = strawberry.field(description="Labels one below the other.")
    width: Decimal = strawberry.field(description="Width of a label, in millimetres.")
    height: Decimal = strawberry.field(description="Height of a label, in millimetres.")
    gap: Decimal = strawberry.field(
        description="What lies between two columns, in millimetres; nothing lies between rows."
    )
    left: Decimal = strawberry.field(description="Margin left and right, in millimetres.")
    top: Decimal = strawberry.field(description="Margin above and below, in millimetres.")

    @classmethod
    def of(cls, sheet: Sheet) -> "LabelSheet":
        """What clients are told of a sheet."""
        return cls(
            code=sheet.code,
            product=sheet.product,
            columns=sheet.columns,
            rows=sheet.rows,
            width=sheet.width,
            height=sheet.height,
            gap=sheet.gap,
            left=sheet.left,
            top=sheet.top,
        )


@strawberry.input(description="Which labels are printed, on which sheet.")
class PrintAddressLabelsInput:
    filter: JSON = strawberry.field(description=FILTER)
    sheet: str = strawberry.field(
        description="Code of the sheet, such as 24-70x37; see `labelSheets`."
    )
    start_position: int = strawberry.field(
        default=1,
        description="Place of the first label on the first sheet, row by row from 1: those before "
        "are used up.",
    )
    recipient: LabelRecipient = strawberry.field(
        default=LabelRecipient.CUSTOMER, description="For whom labels are."
    )
    contact_filter: JSON | None = strawberry.field(
        default=None,
        description="Which contacts, as `contacts(filter:)` takes it; all if left out. Goes with "
        "CONTACT alone.",
    )
    address: LabelAddress = strawberry.field(
        default=LabelAddress.BILLING, description="Which address they show."
    )
    outlines: bool = strawberry.field(
        default=False,
        description="Whether the edges of the labels are drawn, for a trial on plain paper; "
        "nothing is noted of it.",
    )
    memo: str | None = strawberry.field(
        default=None,
        description="What is noted besides in the memo that each customer gets, at most 2,000 "
        "characters.",
    )
    dry_run: bool = strawberry.field(
        default=False, description="Count, and leave it at that: there is no file."
    )


@strawberry.type(description="The answer to `printAddressLabels`.")
class PrintAddressLabelsPayload:
    download: Download | None = strawberry.field(description="The PDF file; null if there is none.")
    labels: int = strawberry.field(description="How many labels it has.")
    sheets: int = strawberry.field(description="How many sheets they take.")
    left_out: list[strawberry.ID] = strawberry.field(
        description="Ids of the customers that were found and have no town in their address."
    )
    user_errors: list[UserError] = strawberry.field(
        description="Why there is none. INVALID: a sheet that there is not, a place that it has "
        "not, or a filter that cannot be used. NOT_FOUND: no customer with an address is found. "
        "TOO_MANY: more than may be printed at once."
    )
