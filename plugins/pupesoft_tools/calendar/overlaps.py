"""Which entries of a calendar take the same time."""

from datetime import timedelta

from sqlalchemy import ColumnElement, and_

from core.declare.field import Alias

LONGEST = timedelta(days=367)
"""No entry is longer: so PostgreSQL finds those at a time without reading all that follow."""


def meets(row: Alias, other: Alias) -> ColumnElement[bool]:
    """Whether two times share a moment; one may begin when the other ends."""
    near = other.ends < row.ends + LONGEST
    return and_(other.begins < row.ends, other.ends > row.begins, near)


def beside(entry: Alias, other: Alias) -> ColumnElement[bool]:
    """Whether an entry in use takes time of another one of the same calendar."""
    return and_(
        entry.archived_at.is_(None),
        other.archived_at.is_(None),
        other.owner_id == entry.owner_id,
        other.id != entry.id,
        meets(entry, other),
    )


def beside_slot(slot: Alias, entry: Alias) -> ColumnElement[bool]:
    """The same of a slot of a window."""
    return and_(
        entry.archived_at.is_(None),
        entry.owner_id == slot.employee_id,
        entry.id != slot.entry_id,
        meets(slot, entry),
    )
