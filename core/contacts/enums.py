"""Whether a person may be sent marketing."""

from enum import Enum

import strawberry


@strawberry.enum(description="Whether a person agreed to marketing messages.")
class Consent(Enum):
    UNKNOWN = strawberry.enum_value("UNKNOWN", description="Not asked, or no answer.")
    GIVEN = strawberry.enum_value("GIVEN", description="Agreed.")
    REFUSED = strawberry.enum_value("REFUSED", description="Refused, or withdrew the consent.")
