"""For whom labels are, and where they lead."""

from enum import Enum

import strawberry


@strawberry.enum(description="For whom labels are.")
class LabelRecipient(Enum):
    CUSTOMER = strawberry.enum_value("CUSTOMER", description="One for each customer.")
    CONTACT = strawberry.enum_value(
        "CONTACT",
        description="One for each contact in use, with the person's name below the customer's; one "
        "for a customer without any.",
    )


@strawberry.enum(description="Which address labels show.")
class LabelAddress(Enum):
    BILLING = strawberry.enum_value("BILLING", description="The billing address.")
    DELIVERY = strawberry.enum_value(
        "DELIVERY",
        description="The delivery address where it has street, postal code and town; otherwise "
        "the billing address.",
    )
