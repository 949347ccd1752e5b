"""PostgreSQL's dialect without knowledge of its functions, so that calls keep their names."""

import logging

from sqlglot.dialects.postgres import Postgres
from sqlglot.parsers.postgres import PostgresParser

logging.getLogger("sqlglot").setLevel(logging.ERROR)


class SearchDialect(Postgres):
    """Calls are not rewritten for other databases: one list of names says what is allowed."""

    class Parser(PostgresParser):
        """Knows the calls alone whose arguments have a grammar of their own."""

        FUNCTIONS = {}  # noqa: RUF012 - as sqlglot declares it
