"""How a process that answers requests looks for garbage."""

import gc

MADE = 20_000
"""How many more objects are made than freed before Python looks at the new ones; 700 is usual."""


def settle() -> None:
    """Look for garbage less often, and never among what lives as long as the process.

    Otherwise the schema, whose objects outnumber those of a request a hundred times, is looked
    through again and again, which takes more time than many requests.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(MADE)
