"""How much is tried of what could go on forever: in CI all of it, where somebody waits a part."""

import os

IS_WHOLE = bool(os.environ.get("CI"))

PART = 8

LEAST = 10
"""Fewer would tell nothing of all."""


def some(examples: int) -> int:
    """Of so many examples as CI tries, how many are tried here."""
    return examples if IS_WHOLE else min(examples, max(examples // PART, LEAST))
