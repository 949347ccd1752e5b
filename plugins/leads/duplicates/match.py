"""What was found to resemble a lead, why, and how sure that is."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum

import strawberry


@strawberry.enum(description="Why a record may be of the same company or person as a lead.")
class Reason(Enum):
    BUSINESS_ID = strawberry.enum_value(
        "BUSINESS_ID", description="Same business id, however it is punctuated. 100 points."
    )
    EMAIL = strawberry.enum_value("EMAIL", description="Same e-mail address. 80 points.")
    COMPANY = strawberry.enum_value(
        "COMPANY",
        description="Same company name, apart from case, accents, punctuation, spacing and legal "
        "form. 60 points.",
    )
    NAME = strawberry.enum_value(
        "NAME",
        description="Same name at the same customer: a person without another e-mail address, or "
        "an open opportunity. 60 points. Only conversions look for it.",
    )


POINTS: Mapping[Reason, int] = {
    Reason.BUSINESS_ID: 100,
    Reason.EMAIL: 80,
    Reason.COMPANY: 60,
    Reason.NAME: 60,
}

CONTRADICTED = 50
"""Points off if another key says otherwise: another business id, or for e-mail another company."""

SURE = 60
"""From so many points on a conversion takes a record for the same one."""


@dataclass(frozen=True)
class Match:
    """A record of the entity `kind` that resembles a lead. One that the viewer may not see has no
    key, and stands for all `number` of its kind.
    """

    kind: str
    key: int | None
    reason: Reason
    score: int
    number: int = 1

    @property
    def is_sure(self) -> bool:
        return self.score >= SURE
