"""What leaves for other systems: kept in a table first, then delivered by a job."""

from core.outgoing.delivering import Delivery, deliver, send_later
from core.outgoing.enums import OutgoingState
from core.outgoing.models import Outgoing
from core.outgoing.problems import Permanent, Temporary

__all__ = [
    "Delivery",
    "Outgoing",
    "OutgoingState",
    "Permanent",
    "Temporary",
    "deliver",
    "send_later",
]
