"""What is asked: each scenario has a document for Kortisto and SQL by hand, of the same name."""

SELLER = "seller"
"""The scenario in which somebody looks who sees only his own."""

SCENARIOS = (
    "stage",
    "owner",
    "team",
    "area",
    "segment",
    SELLER,
    "history",
    "funnel",
    "win_rate",
    "stale",
)
