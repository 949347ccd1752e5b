"""The keys of the lines read so far."""

import sqlite3
from hashlib import blake2b
from types import TracebackType
from typing import Self


class Seen:
    """Remembers keys with their lines and what they said; on disk when they are many."""

    def __init__(self) -> None:
        self._table = sqlite3.connect("", isolation_level=None)
        self._table.execute("PRAGMA journal_mode = OFF")
        self._table.execute(
            "CREATE TABLE seen (key TEXT PRIMARY KEY, line INTEGER, said BLOB) WITHOUT ROWID"
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        self._table.close()

    def before(self, key: str, line: int, said: str) -> tuple[int, bool] | None:
        """Where the key stood first, and whether that line said the same; None for a new key."""
        digest = blake2b(said.encode(), digest_size=16).digest()
        added = self._table.execute(
            "INSERT INTO seen VALUES (?, ?, ?) ON CONFLICT DO NOTHING", (key, line, digest)
        )
        if added.rowcount:
            return None
        row = self._table.execute("SELECT line, said FROM seen WHERE key = ?", (key,))
        first, told = row.fetchone()
        return first, told == digest
