"""The first wall: a search is parsed, and only what is known to be harmless is let through."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import sqlglot
from sqlglot import exp
from sqlglot.errors import ErrorLevel, SqlglotError
from sqlglot.tokenizer_core import TokenType

from plugins.pupesoft_tools.sql_search.dialect import SearchDialect
from plugins.pupesoft_tools.sql_search.errors import Refused
from plugins.pupesoft_tools.sql_search.functions import FUNCTIONS, TYPES
from plugins.pupesoft_tools.sql_search.models import LONGEST_SQL
from plugins.pupesoft_tools.sql_search.names import resolve
from plugins.pupesoft_tools.sql_search.nodes import ALLOWED, called
from plugins.pupesoft_tools.sql_search.parameters import Parameter

MOST_TOKENS = 4_000
DEEPEST = 50
"""How many brackets may stand within each other."""

ROW_BYTES = 262_144
"""The most bytes that a row of a result may have."""

PLAIN = re.compile(r"[A-Za-z_ ]*")
"""What may stand in a tree as bare text, such as LEFT or MONTH."""

WRAPPED = """SELECT q.* FROM (
{sql}
) AS q
WHERE CASE WHEN pg_column_size(q) > {bytes}
THEN ('kortisto: a row of ' || pg_column_size(q))::boolean ELSE true END
LIMIT {rows}"""
"""Ends a search at a row that is too large before it is sent, and when there are enough rows."""

Columns = Mapping[str, Iterable[str]]
"""The columns of the tables that may be searched, by name."""


@dataclass(frozen=True)
class Checked:
    """A search that may be run, and its parameters in the order of their values."""

    tree: exp.Expr
    parameters: Sequence[Parameter]

    def sql(self, schema: str, rows: int) -> str:
        """The statement that gives at most so many rows, from the views of a schema."""
        tree = self.tree.copy()
        for table in tree.find_all(exp.Table):
            if table.args.get("db") is not None:
                table.set("db", exp.Identifier(this=schema, quoted=True))
        return WRAPPED.format(sql=rendered(tree), bytes=ROW_BYTES, rows=rows)


def check(sql: str, tables: Columns, parameters: Sequence[Parameter]) -> Checked:
    """The search as it may be run; Refused says what may not be, in words."""
    _check_size(sql)
    try:
        tree = _parsed(sql)
        for node in tree.walk():
            _check_node(node)
        resolve(tree, tables)
        used = _bind(tree, parameters)
        rendered(tree)
    except RecursionError:
        raise Refused("The search is nested too deeply: make it simpler.") from None
    return Checked(tree, used)


def rendered(tree: exp.Expr) -> str:
    """A tree as text: all names quoted, no comments. What was checked is what is run."""
    try:
        return tree.sql(
            dialect=SearchDialect,
            comments=False,
            identify=True,
            normalize_functions=False,
            unsupported_level=ErrorLevel.RAISE,
        )
    except SqlglotError as error:
        raise Refused(f"The search cannot be understood: {_first_line(error)}") from None


def _check_size(sql: str) -> None:
    if len(sql) > LONGEST_SQL:
        raise Refused(f"The search has {len(sql)} characters; {LONGEST_SQL} are allowed.")
    if "\x00" in sql:
        raise Refused("The search has a NUL character in it.")
    try:
        sql.encode()
    except UnicodeEncodeError:
        raise Refused("The search has half a surrogate pair in it.") from None


def _parsed(sql: str) -> exp.Expr:
    try:
        _check_tokens(sql)
        found = [tree for tree in sqlglot.parse(sql, dialect=SearchDialect) if tree is not None]
    except SqlglotError as error:
        raise Refused(f"The search cannot be understood: {_first_line(error)}") from None
    if not found:
        raise Refused("There is no statement: write a SELECT.")
    if len(found) > 1:
        raise Refused("There are several statements: write one SELECT.")
    if not isinstance(found[0], exp.Query):
        raise Refused(f"Only SELECT is allowed, not {called(found[0])}.")
    return found[0]


def _check_tokens(sql: str) -> None:
    tokens = sqlglot.tokenize(sql, dialect=SearchDialect)
    if len(tokens) > MOST_TOKENS:
        raise Refused(f"The search has {len(tokens)} words; {MOST_TOKENS} are allowed.")
    depth = 0
    for token in tokens:
        depth += _step(token.token_type)
        if depth > DEEPEST:
            raise Refused(f"The search is nested too deeply: {DEEPEST} brackets are allowed.")


def _step(kind: TokenType) -> int:
    opens = kind in (TokenType.L_PAREN, TokenType.L_BRACKET, TokenType.L_BRACE)
    closes = kind in (TokenType.R_PAREN, TokenType.R_BRACKET, TokenType.R_BRACE)
    return int(opens) - int(closes)


def _check_node(node: exp.Expr) -> None:
    if type(node) not in ALLOWED:
        raise Refused(f"A search may not use {called(node)}.")
    if isinstance(node, exp.Anonymous):
        _check_call(node)
    elif isinstance(node, exp.DataType):
        _check_type(node)
    elif not isinstance(node, exp.Literal | exp.Identifier | exp.JSONPathKey | exp.Placeholder):
        _check_texts(node)


def _check_call(node: exp.Anonymous) -> None:
    name = node.this
    if not isinstance(name, str) or name.lower() not in FUNCTIONS:
        raise Refused(f"A search may not call {str(node.name)[:63]}.")


def _check_type(node: exp.DataType) -> None:
    kind = node.this
    name = kind.value.lower() if isinstance(kind, exp.DType) else str(kind)
    if name != "array" and name not in TYPES:
        raise Refused(f"A search may not cast to {rendered(node)[:63]}.")


def _check_texts(node: exp.Expr) -> None:
    """Bare text goes into the statement as it is."""
    for value in node.args.values():
        for text in value if isinstance(value, list) else [value]:
            if isinstance(text, str) and not PLAIN.fullmatch(text):
                raise Refused(f"A search may not have {text[:63]!r} in it.")


def _bind(tree: exp.Expr, parameters: Sequence[Parameter]) -> Sequence[Parameter]:
    """Put numbered, typed parameters in the places of named ones; tell those that are used."""
    known = {parameter.name: parameter for parameter in parameters}
    used: list[Parameter] = []
    for place in [*tree.find_all(exp.Placeholder)]:
        name = str(place.this or "")
        if name not in known:
            raise Refused(f"There is no parameter '{name[:63]}': tell its kind in `parameters`.")
        if known[name] not in used:
            used.append(known[name])
        number = exp.Parameter(this=exp.Literal.number(used.index(known[name]) + 1))
        place.replace(exp.cast(number, known[name].type, dialect=SearchDialect))
    return used


def _first_line(error: SqlglotError) -> str:
    return re.sub(r"\x1b\[\d+m", "", str(error)).partition("\n")[0][:200]
