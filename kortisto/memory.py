"""How a process looks for garbage."""

import gc

MADE = 20_000
"""How many more objects are made than freed before Python looks at the new ones; 700 is usual."""


def hurry() -> None:
    """Look for no garbage until all is imported and put together, of which hardly any is garbage.

    Looking takes a quarter of the time of a start.
    """
    gc.disable()


def calm_down() -> None:
    """End the hurry, before a command does what it is for; without a hurry nothing changes."""
    if not gc.isenabled():
        settle()


def settle() -> None:
    """Look for garbage from now on, less often, and never among what lives as long as the process.

    Otherwise the schema, whose objects outnumber those of a request a hundred times, is looked
    through again and again, which takes more time than many requests.
    """
    gc.freeze()
    gc.set_threshold(MADE)
    gc.enable()
