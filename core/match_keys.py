"""Stored keys by which two records are found to be of one company; see the revision core_0008."""

from sqlalchemy import Computed


def company_key(column: str) -> Computed:
    """A stored key that two spellings of a company's name share; null for a blank.

    Case, accents, punctuation, spacing and the legal form (Oy, d.o.o., GmbH ...) do not count.
    """
    return Computed(f"company_key({column})", persisted=True)


def identifier_key(column: str) -> Computed:
    """A stored key that two spellings of a number share, `0112038-9` and `01120389`."""
    return Computed(f"identifier_key({column})", persisted=True)
