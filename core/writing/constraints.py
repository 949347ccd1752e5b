"""What a constraint of a table says to the caller whose row it refuses."""

from typing import Any

from sqlalchemy import Index, Table
from sqlalchemy.exc import DBAPIError
from sqlalchemy.sql.schema import ColumnCollectionConstraint

from core.writing.draft import Draft
from core.writing.rules import Rules
from core.writing.user_error import Code

UNIQUE, FOREIGN_KEY, MISSING = "23505", "23503", "23502"


def explain(draft: Draft, error: DBAPIError, rules: Rules) -> None:
    """Refuse a draft for what PostgreSQL said of its row."""
    cause: Any = getattr(error.orig, "__cause__", None)
    state, name = getattr(cause, "sqlstate", ""), getattr(cause, "constraint_name", None) or ""
    if clash := rules.clashes.get(name):
        draft.refuse(*clash)
    elif state == MISSING:
        draft.refuse(_told(draft, [cause.column_name]), "is required.", Code.REQUIRED)
    else:
        attribute = _told(draft, _columns(draft.writes.model.__table__, name))
        message, code = MESSAGES.get(state, (f"breaks the rule {name or 'of its column'}.", None))
        draft.refuse(attribute, message, code or Code.INVALID)


def taken_meanwhile(draft: Draft, error: DBAPIError) -> str | None:
    """The attribute of a new row that rules filled with what another row has got since."""
    cause: Any = getattr(error.orig, "__cause__", None)
    if getattr(cause, "sqlstate", "") != UNIQUE or not draft.creating:
        return None
    columns = _columns(draft.writes.model.__table__, cause.constraint_name or "")
    filled = [c for c in columns if c in draft.writes.inputs and not draft.given.get(c)]
    return filled[0] if len(columns) == len(filled) == 1 else None


MESSAGES = {
    UNIQUE: ("is taken by another record: use another value.", Code.TAKEN),
    FOREIGN_KEY: ("names a record that is not there.", Code.NOT_FOUND),
}


def _columns(table: Table, name: str) -> list[str]:
    """The columns of a constraint or unique index; for a check, those that it is named after."""
    for found in (*table.constraints, *table.indexes):
        if isinstance(found, ColumnCollectionConstraint | Index) and str(found.name) == name:
            return [c.name for c in found.columns]
    rule = name.removeprefix(f"ck_{table.name}_")
    return [c.name for c in table.c if rule.startswith(c.name)]


def _told(draft: Draft, columns: list[str]) -> str:
    """The column to blame: the last one that the caller may set."""
    settable = [c for c in columns if c in draft.writes.inputs]
    return (settable or columns or ["id"])[-1]
