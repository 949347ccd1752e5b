"""Where a customer stands."""

from enum import Enum

import strawberry


@strawberry.enum(
    description="Where a customer stands. It follows from `prospect` and `archivedAt`."
)
class CustomerStatus(Enum):
    PROSPECT = strawberry.enum_value("PROSPECT", description="May become a customer.")
    ACTIVE = strawberry.enum_value("ACTIVE", description="A customer.")
    ARCHIVED = strawberry.enum_value("ARCHIVED", description="Out of use; can be restored.")
