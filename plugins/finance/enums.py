"""The states of offers, invoices and opportunities, and what holds and rules do."""

from enum import Enum

import strawberry


@strawberry.enum(description="Where an offer stands; it follows from its dates.")
class OfferState(Enum):
    DRAFT = strawberry.enum_value("DRAFT", description="Not sent yet.")
    SENT = strawberry.enum_value("SENT", description="Sent, and awaiting an answer.")
    ACCEPTED = strawberry.enum_value("ACCEPTED", description="Accepted by the customer.")
    REJECTED = strawberry.enum_value("REJECTED", description="Turned down by the customer.")
    EXPIRED = strawberry.enum_value(
        "EXPIRED", description="Its last day has passed without an answer."
    )


@strawberry.enum(description="What a bill is.")
class InvoiceKind(Enum):
    INVOICE = strawberry.enum_value("INVOICE", description="Asks for money.")
    CREDIT_NOTE = strawberry.enum_value(
        "CREDIT_NOTE", description="Gives money back: its amounts are negative."
    )


@strawberry.enum(
    description="Where an invoice stands. It follows from its payments, credit notes, write-offs "
    "and due date, on the day the question is asked."
)
class InvoiceState(Enum):
    OPEN = strawberry.enum_value("OPEN", description="Nothing is paid, and it is not due yet.")
    PARTIALLY_PAID = strawberry.enum_value(
        "PARTIALLY_PAID", description="A part is paid, credited or written off; not due yet."
    )
    PAID = strawberry.enum_value("PAID", description="Nothing is open any more.")
    OVERDUE = strawberry.enum_value(
        "OVERDUE", description="Something is open, and its due date has passed."
    )
    CREDITED = strawberry.enum_value(
        "CREDITED",
        description="Credit notes took all of it back; a credit note: set against its invoice.",
    )
    WRITTEN_OFF = strawberry.enum_value(
        "WRITTEN_OFF", description="What was not paid or credited was written off."
    )
    CANCELLED = strawberry.enum_value("CANCELLED", description="Void; nothing counts.")


@strawberry.enum(description="How far an opportunity has come on its way to cash.")
class WayToCash(Enum):
    OFFER_SENT = strawberry.enum_value("OFFER_SENT", description="An offer was sent.")
    OFFER_ACCEPTED = strawberry.enum_value("OFFER_ACCEPTED", description="An offer was accepted.")
    INVOICED = strawberry.enum_value("INVOICED", description="Invoiced; nothing is paid yet.")
    PARTLY_PAID = strawberry.enum_value("PARTLY_PAID", description="A part is paid.")
    PAID = strawberry.enum_value("PAID", description="All that was invoiced is settled.")
    OVERDUE = strawberry.enum_value("OVERDUE", description="An invoice is overdue.")
    DELIVERY_STOPPED = strawberry.enum_value(
        "DELIVERY_STOPPED", description="Something is open, and deliveries are stopped."
    )


@strawberry.enum(description="What may not be done for a customer until the hold ends.")
class HoldLevel(Enum):
    NONE = strawberry.enum_value("NONE", description="Nothing is held.")
    SHIP = strawberry.enum_value("SHIP", description="No new shipments.")
    INVOICE = strawberry.enum_value("INVOICE", description="No new invoices; shipments go on.")
    ALL = strawberry.enum_value("ALL", description="Neither shipments nor invoices.")


@strawberry.enum(description="What a credit rule watches.")
class RuleKind(Enum):
    DAYS_OVERDUE = strawberry.enum_value(
        "DAYS_OVERDUE", description="An invoice is more than `threshold` days overdue."
    )
    OVERDUE_AMOUNT = strawberry.enum_value(
        "OVERDUE_AMOUNT", description="More than `threshold` is overdue in one currency."
    )
    CREDIT_LIMIT = strawberry.enum_value(
        "CREDIT_LIMIT", description="More than `threshold` percent of the credit limit is open."
    )


@strawberry.enum(description="How old a receivable is, in days after its due date.")
class AgeBand(Enum):
    NOT_DUE = strawberry.enum_value("NOT_DUE", description="0: not due before today.")
    DAYS_1_TO_30 = strawberry.enum_value("DAYS_1_TO_30", description="1 to 30 days overdue.")
    DAYS_31_TO_60 = strawberry.enum_value("DAYS_31_TO_60", description="31 to 60 days overdue.")
    DAYS_61_TO_90 = strawberry.enum_value("DAYS_61_TO_90", description="61 to 90 days overdue.")
    OVER_90 = strawberry.enum_value("OVER_90", description="91 days overdue or more.")
