"""Connections that keep statements prepared."""

from collections.abc import Sequence
from typing import Any, cast

import asyncpg
from asyncpg.prepared_stmt import PreparedStatement

from core.recent import Recent

MOST = 100
"""Statements kept prepared per connection, as many as asyncpg keeps itself."""

Rows = Sequence[Sequence[Any]]


class PreparedConnection:
    """A connection whose statements are at hand: asyncpg takes longer to find them."""

    def __init__(self, connection: asyncpg.Connection) -> None:
        self.connection = connection
        self._statements: Recent[str, PreparedStatement] = Recent(MOST)

    async def fetch(self, sql: str, arguments: Sequence[Any]) -> Rows:
        """The rows of a statement, which is prepared the first time."""
        statement = self._statements.get(sql) or await self._prepared(sql)
        try:
            return cast(Rows, await statement.fetch(*arguments))
        except asyncpg.InvalidCachedStatementError:
            # a migration changed what it gives; nothing was executed yet
            anew = await self._prepared(sql)
            return cast(Rows, await anew.fetch(*arguments))

    async def _prepared(self, sql: str) -> PreparedStatement:
        statement: PreparedStatement = await self.connection.prepare(sql)
        self._statements[sql] = statement
        return statement
