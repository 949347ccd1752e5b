"""What may be searched as views: the only thing that a searching database role can read."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from typing import TYPE_CHECKING, Any
from weakref import WeakKeyDictionary

from sqlalchemy import ColumnElement, Select, func, literal_column, select
from sqlalchemy.sql.elements import BindParameter
from sqlalchemy.sql.visitors import replacement_traverse

from core.migrating.derived import DERIVED
from core.reading.kept import VIEWER, symbolic
from core.reading.today import TODAY
from core.recent import Recent
from core.viewer import Viewer
from plugins.pupesoft_tools.results.sql import DIALECT
from plugins.pupesoft_tools.sql_search.models import SearchSlot
from plugins.pupesoft_tools.sql_search.tables import SearchTable, searchable

if TYPE_CHECKING:
    from core.registry import Registry


MOST_SHAPES = 100


@dataclass(frozen=True)
class Shape:
    """What viewers with the same permissions may search, and the SELECT of each view, by name.

    Who is looking and which day it is the views take from the slot of the role that signed in;
    neither SQL text nor the role can change it.
    """

    tables: Mapping[str, SearchTable]
    views: Mapping[str, str]

    @property
    def columns(self) -> Mapping[str, Iterable[str]]:
        """The names of the columns of each table."""
        return {name: table.columns for name, table in self.tables.items()}

    @cached_property
    def mark(self) -> str:
        """Differs for views that differ."""
        text = "\n".join(f"{name} {self.views[name]}" for name in sorted(self.views))
        return DERIVED + sha256(text.encode()).hexdigest()


_shapes: "WeakKeyDictionary[Registry, Recent[frozenset[str], Shape]]" = WeakKeyDictionary()


def shape_of(registry: "Registry", viewer: Viewer) -> Shape:
    """What a viewer may search; kept, since it takes half a second to find out."""
    kept = _shapes.setdefault(registry, Recent(MOST_SHAPES))
    if viewer.permissions not in kept:
        kept[viewer.permissions] = _made(registry, viewer)
    return kept[viewer.permissions]


def _made(registry: "Registry", viewer: Viewer) -> Shape:
    tables = searchable(registry, symbolic(viewer))
    return Shape(tables, {name: _text(table) for name, table in tables.items()})


def script(schema: str, role: str, shape: Shape) -> str:
    """Statements that make a schema anew, with the views, for a role alone."""
    return ";\n".join(_statements(schema, role, shape))


def _statements(schema: str, role: str, shape: Shape) -> Iterator[str]:
    yield f'DROP SCHEMA IF EXISTS "{schema}" CASCADE'
    yield f'CREATE SCHEMA "{schema}"'
    for name, select_ in shape.views.items():
        yield f'CREATE VIEW "{schema}"."{name}" WITH (security_barrier) AS {select_}'
    yield f"COMMENT ON SCHEMA \"{schema}\" IS '{shape.mark}'"
    yield f'GRANT USAGE ON SCHEMA "{schema}" TO "{role}"'
    yield f'GRANT SELECT ON ALL TABLES IN SCHEMA "{schema}" TO "{role}"'


def _text(found: SearchTable) -> str:
    statement = found.statement.where(_slot(literal_column("true")).is_not(None))
    bound: Any = replacement_traverse(statement, {}, _from_slot)
    return str(bound.compile(dialect=DIALECT, compile_kwargs={"literal_binds": True}))


def _from_slot(element: Any, **_: object) -> Any:
    """What stands for a parameter that is known when a search runs."""
    if not isinstance(element, BindParameter):
        return None
    names = {VIEWER: SearchSlot.employee_id, TODAY: SearchSlot.today}
    return _slot(names[element.key]) if element.key in names else None


def _slot(value: ColumnElement[Any] | Any) -> ColumnElement[Any]:
    """A value of the slot that the role which signed in has taken; null if it has none."""
    taken: Select[Any] = select(value).select_from(SearchSlot)
    signed_in = SearchSlot.role == literal_column("session_user")
    until = SearchSlot.leased_until > func.clock_timestamp()
    return taken.where(signed_in, until).correlate(None).scalar_subquery()
