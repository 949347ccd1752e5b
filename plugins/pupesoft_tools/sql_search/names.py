"""What the names in a search mean: tables that may be searched, common tables, columns."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches

from sqlglot import exp

from plugins.pupesoft_tools.sql_search.errors import Refused
from plugins.pupesoft_tools.sql_search.functions import FUNCTIONS

Common = Mapping[str, str]
"""The common tables that can be named at a place, with the names that they are run under."""

SCHEMA = "here"
"""Stands for the schema of the views until it is known."""


def resolve(tree: exp.Expr, tables: Mapping[str, Iterable[str]]) -> None:
    """Fix what each name in a tree means; Refused if it is none that may be read.

    Common tables get names that nothing else has, and tables get a schema: should PostgreSQL see a
    name where this does not, or the other way round, it finds nothing.
    """
    _fold(tree)
    names = _Names({name: frozenset(columns) for name, columns in tables.items()})
    names.read_tables(tree)
    names.check_columns(tree)


def _fold(tree: exp.Expr) -> None:
    """Write names as PostgreSQL reads them: in lower case unless they are quoted."""
    for name in tree.find_all(exp.Identifier):
        if not name.args.get("quoted"):
            name.set("this", "".join(c.lower() if c.isascii() else c for c in name.this))
            name.set("quoted", True)


@dataclass
class _Names:
    tables: Mapping[str, frozenset[str]]
    used: set[str] = field(default_factory=set)
    aliases: dict[str, set[str | None]] = field(default_factory=lambda: defaultdict(set))
    """What stands behind each alias of the statement: a table, or None for anything else."""
    count: int = 0

    def read_tables(self, tree: exp.Expr) -> None:
        """Walk down from queries to their tables, with the common tables that are in sight."""
        todo: list[tuple[exp.Expr, Common]] = [(tree, {})]
        while todo:
            node, common = todo.pop()
            if isinstance(with_ := node.args.get("with_"), exp.With):
                common = self._common(with_, common, todo)
            if isinstance(node, exp.Table):
                self._table(node, common)
            children = (child for child in node.iter_expressions() if child is not with_)
            todo.extend((child, common) for child in children)

    def check_columns(self, tree: exp.Expr) -> None:
        """Refuse columns of no table, and what PostgreSQL might read as a call: `t.function`."""
        for alias in tree.find_all(exp.TableAlias):
            if alias.this is not None and not _is_of_table(alias):
                self.aliases[alias.name].add(None)
        known = self._known(tree)
        for column in tree.find_all(exp.Column):
            self._column(column, known)

    def _known(self, tree: exp.Expr) -> frozenset[str]:
        """All that a column without a table may be called."""
        of_tables = {column for table in self.used for column in self.tables[table]}
        own = {alias.alias for alias in tree.find_all(exp.Alias)}
        listed = {c.name for alias in tree.find_all(exp.TableAlias) for c in alias.columns}
        counts = {u.args["offset"].name for u in tree.find_all(exp.Unnest) if u.args.get("offset")}
        return frozenset({*of_tables, *own, *listed, *counts, *self.aliases, *FUNCTIONS})

    def _common(
        self, with_: exp.With, common: Common, todo: list[tuple[exp.Expr, Common]]
    ) -> Common:
        """The common tables in sight below a WITH; each is in sight of those after it."""
        for each in with_.expressions:
            alias: exp.TableAlias = each.args["alias"]
            self.count += 1
            named = {**common, alias.name: f"common_{self.count}"}
            todo.append((each.this, named if with_.args.get("recursive") else common))
            alias.set("this", _quoted(named[alias.name]))
            common = named
        return common

    def _table(self, table: exp.Table, common: Common) -> None:
        if not isinstance(table.this, exp.Identifier):
            return
        name = table.name
        if table.args.get("db") is not None or table.args.get("catalog") is not None:
            raise Refused(f"Write the table '{name[:63]}' without a schema.")
        if name in common:
            table.set("this", _quoted(common[name]))
        elif name in self.tables:
            table.set("db", _quoted(SCHEMA))
            self.used.add(name)
        else:
            raise Refused(f"There is no table '{name[:63]}'.{_like(name, self.tables)}")
        self._name(table, name, None if name in common else name)

    def _name(self, table: exp.Table, name: str, real: str | None) -> None:
        alias = table.args.get("alias")
        if alias is None or alias.this is None:
            columns = alias.columns if alias is not None else []
            made = exp.TableAlias(this=_quoted(name), columns=columns)
            table.set("alias", made)
        self.aliases[table.alias].add(real)

    def _column(self, column: exp.Column, known: frozenset[str]) -> None:
        if column.args.get("db") is not None or column.args.get("catalog") is not None:
            raise Refused(f"Write the column '{column.name[:63]}' with its table alone.")
        if isinstance(column.this, exp.Star):
            return
        of_table = self._columns_of(column.table)
        if column.name not in (known if of_table is None else of_table):
            where = f" in '{column.table[:63]}'" if column.table else ""
            like = _like(column.name, known if of_table is None else of_table)
            raise Refused(f"There is no column '{column.name[:63]}'{where}.{like}")

    def _columns_of(self, alias: str) -> frozenset[str] | None:
        """The columns behind an alias; None where more than tables may stand behind it."""
        found = self.aliases.get(alias, {None})
        if None in found:
            return None
        return frozenset[str]().union(*(self.tables[table] for table in found if table))


def _quoted(name: str) -> exp.Identifier:
    return exp.Identifier(this=name, quoted=True)


def _is_of_table(alias: exp.TableAlias) -> bool:
    return isinstance(alias.parent, exp.Table) and isinstance(alias.parent.this, exp.Identifier)


def _like(name: str, known: Iterable[str]) -> str:
    found = get_close_matches(name, known, n=1)
    return f" Did you mean '{found[0]}'?" if found else ""
