"""When an entry is: from an instant to another, or on whole days."""

from datetime import timedelta

from core.writing import Code, Draft
from plugins.pupesoft_tools.calendar.window import FIRST_YEAR, LAST_YEAR

TIMES = ("starts_at", "ends_at")
DAYS = ("starts_on", "ends_on")

LONGEST = timedelta(days=366)


def settle(draft: Draft) -> None:
    """Forget the times of an entry that gets days, and its days if it gets times."""
    timed, whole = (
        any(draft.values.get(name) is not None for name in names) for names in (TIMES, DAYS)
    )
    if timed and whole:
        draft.refuse("starts_on", "cannot stand beside times: a whole day has none.")
    for name in (*(DAYS if timed else ()), *(TIMES if whole else ())):
        draft.values[name] = None
    if whole and draft.get("ends_on") is None:
        draft.values["ends_on"] = draft.get("starts_on")


def check(draft: Draft) -> None:
    """Refuse what is no period."""
    whole = any(draft.get(name) is not None for name in DAYS)
    first, last = DAYS if whole else TIMES
    start, end = draft.get(first), draft.get(last)
    if start is None or end is None:
        text = "is required: give 'startsAt' and 'endsAt', or 'startsOn' for whole days."
        draft.refuse(first if start is None else last, text, Code.REQUIRED)
        return
    outside = [n for n in (first, last) if not FIRST_YEAR <= draft.get(n).year <= LAST_YEAR]
    if outside:
        draft.refuse(outside[0], f"must be in the years {FIRST_YEAR} to {LAST_YEAR}.")
    elif end < start or (end == start and not whole):
        draft.refuse(last, f"must {'not be before' if whole else 'be after'} the beginning.")
    elif end - start + timedelta(days=whole) > LONGEST:
        draft.refuse(last, f"is too late: an entry lasts at most {LONGEST.days} days.")
