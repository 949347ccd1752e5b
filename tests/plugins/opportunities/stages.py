"""Keys of the stages that the migration makes, in their order."""

PROSPECTING, QUALIFIED, OFFERED, NEGOTIATION, WON, LOST = range(1, 7)
