"""How many parts a text message is sent in: GSM 03.38 where its letters allow it, else UCS-2."""

from dataclasses import dataclass
from enum import Enum

import strawberry

BASIC = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
EXTENDED = frozenset("\f^{}\\[~]|€")
"""Letters that an escape stands before: they count as two."""


@strawberry.enum(description="How the letters of a text message are sent.")
class TextEncoding(Enum):
    GSM_7 = strawberry.enum_value(
        "GSM_7",
        description="160 letters, or 153 in each of several parts; ^ { } \\ [ ~ ] | and € count "
        "as two.",
    )
    UCS_2 = strawberry.enum_value(
        "UCS_2",
        description="70 letters, or 67 in each of several parts; needed for š č ć đ ž and emoji, "
        "of which most count as two.",
    )


@dataclass(frozen=True)
class Segmented:
    """How a text is sent: its encoding, its letters as they count, and its parts."""

    encoding: TextEncoding
    length: int
    segments: int


WHOLE = {TextEncoding.GSM_7: 160, TextEncoding.UCS_2: 70}
PART = {TextEncoding.GSM_7: 153, TextEncoding.UCS_2: 67}


def segmented(text: str) -> Segmented:
    """The parts of a text; no letter that counts as two is divided between parts."""
    gsm = BASIC.union(EXTENDED).issuperset(text)
    encoding = TextEncoding.GSM_7 if gsm else TextEncoding.UCS_2
    widths = [2 if (c in EXTENDED if gsm else ord(c) > 0xFFFF) else 1 for c in text]
    length = sum(widths)
    if length <= WHOLE[encoding]:
        return Segmented(encoding, length, 1)
    segments, left = 0, 0
    for width in widths:
        if width > left:
            segments, left = segments + 1, PART[encoding]
        left -= width
    return Segmented(encoding, length, segments)
