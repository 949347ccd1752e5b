"""A session that keeps a log of what is written through it."""

from collections.abc import Callable, Mapping, Sequence
from functools import cache
from typing import TYPE_CHECKING, Any

import orjson
from sqlalchemy import Integer, LargeBinary, inspect, text
from sqlalchemy.event import listen
from sqlalchemy.orm import DeclarativeBase, Session, SessionTransaction
from sqlalchemy.orm.attributes import History

from core.writing.change import SECRET, Action, Change, as_json, join

if TYPE_CHECKING:
    from core.viewer import Viewer

UNLOGGED = frozenset({"id", "version", "created_at", "updated_at"})
SYSTEM = "system"
LOG = text(
    """
    INSERT INTO change_log (actor_id, via, entity, record_id, customer_id, action, old, new)
    SELECT CAST(:actor AS bigint), :via, entity, record_id, customer_id, action,
      CAST(old AS jsonb), CAST(new AS jsonb)
    FROM unnest(
      CAST(:entities AS text[]), CAST(:keys AS bigint[]), CAST(:customers AS bigint[]),
      CAST(:actions AS text[]), CAST(:olds AS text[]), CAST(:news AS text[])
    ) WITH ORDINALITY AS entry (entity, record_id, customer_id, action, old, new, place)
    ORDER BY place
    """
)
"""Writes any number of entries."""


class WriteSession(Session):
    """Notes each row that is made, changed or deleted through the ORM, and logs them in the end.

    Statements that change rows without loading them are not seen: `note` their changes.
    """

    viewer: "Viewer | None" = None

    def __init__(self, *arguments: Any, **keywords: Any) -> None:
        super().__init__(*arguments, **keywords)
        self.changes: list[Change] = []
        self.marks: dict[SessionTransaction, int] = {}

    def note(self, change: Change) -> None:
        """Add a change to the log of this transaction."""
        self.changes.append(change)

    def take_changes(self) -> list[Change]:
        """Write what was noted since the last time to the log, and return it."""
        self.flush()
        found = join(self.changes)
        self.changes.clear()
        if found:
            self.execute(LOG, self._entries(found))
        return found

    def _entries(self, changes: Sequence[Change]) -> dict[str, object]:
        viewer = self.viewer
        known = viewer is not None and viewer.via != SYSTEM
        return {
            "actor": viewer.employee_id if viewer and known else None,
            "via": viewer.via if viewer else SYSTEM,
            "entities": [change.entity for change in changes],
            "keys": [change.key for change in changes],
            "customers": [change.customer_id for change in changes],
            "actions": [change.action.value for change in changes],
            "olds": [_json(change.old) for change in changes],
            "news": [_json(change.new) for change in changes],
        }


def _json(values: Mapping[str, object]) -> str | None:
    return orjson.dumps(values).decode() if values else None


def _flushed(session: WriteSession, context: object) -> None:
    for row in session.new:
        _note(session, row, Action.CREATE, lambda h: (None, (*h.added, None)[0]))
    for row in session.dirty:
        if session.is_modified(row):
            _note(session, row, Action.UPDATE, _both)
    for row in session.deleted:
        _note(session, row, Action.DELETE, lambda h: ((*h.unchanged, *h.deleted, None)[0], None))


def _both(history: History) -> tuple[object, object]:
    if not history.has_changes():
        return None, None
    return (*history.deleted, None)[0], (*history.added, None)[0]


def _note(
    session: WriteSession,
    row: DeclarativeBase,
    action: Action,
    values: Callable[[History], tuple[object, object]],
) -> None:
    attributes = logged(type(row))
    if not attributes:
        return
    state = inspect(row)
    found = {name: values(state.attrs[name].history) for name in attributes if name in state.dict}
    session.note(change_of(row, action, {n: v for n, v in found.items() if v[0] != v[1]}))


def change_of(row: Any, action: Action, values: dict[str, tuple[object, object]]) -> Change:
    """The change that sets attributes of a row from old to new values."""
    model: type[DeclarativeBase] = type(row)
    secret = secrets(model)
    shown = {n: v if n not in secret else (v[0] and SECRET, SECRET) for n, v in values.items()}
    if action is Action.UPDATE and "archived_at" in values:
        action = Action.RESTORE if values["archived_at"][1] is None else Action.ARCHIVE
    entity = type(row).__name__
    return Change(
        entity,
        row.id,
        row.id if entity == "Customer" else getattr(row, "customer_id", None),
        action,
        {n: as_json(v[0]) for n, v in shown.items()} if action is not Action.CREATE else {},
        {n: as_json(v[1]) for n, v in shown.items()} if action is not Action.DELETE else {},
    )


@cache
def logged(model: type[DeclarativeBase]) -> tuple[str, ...]:
    """The attributes of a model that the log keeps; none for models without a numeric key."""
    mapper = inspect(model)
    table = mapper.local_table
    key = table.c.get("id")
    if key is None or not isinstance(key.type, Integer) or not getattr(model, "__log__", True):
        return ()
    return tuple(
        a.key for a in mapper.column_attrs if a.key not in UNLOGGED and _worth(table, a.key)
    )


@cache
def secrets(model: type[DeclarativeBase]) -> frozenset[str]:
    """The attributes whose values never leave the table: `info={"secret": True}`, and hashes."""
    columns = inspect(model).column_attrs
    return frozenset(
        a.key for a in columns if a.columns[0].info.get("secret") or a.key.endswith("_hash")
    )


def _worth(table: Any, name: str) -> bool:
    column = table.c[name]
    derived = column.computed is not None or name.endswith("_sort")
    return not derived and not isinstance(column.type, LargeBinary)


def _before_commit(session: WriteSession) -> None:
    if not session.in_nested_transaction():
        session.take_changes()


def _transaction_begun(session: WriteSession, transaction: SessionTransaction) -> None:
    session.marks[transaction] = len(session.changes)


def _rolled_back(session: WriteSession, transaction: SessionTransaction) -> None:
    del session.changes[session.marks.get(transaction, 0) :]


listen(WriteSession, "after_flush", _flushed)
listen(WriteSession, "before_commit", _before_commit)
listen(WriteSession, "after_transaction_create", _transaction_begun)
listen(WriteSession, "after_soft_rollback", _rolled_back)
