"""What happened to customers, told by whoever knows it, as one list."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    ColumnElement,
    CompoundSelect,
    DateTime,
    Select,
    String,
    Text,
    cast,
    false,
    func,
    literal,
    null,
    select,
    true,
    union_all,
)
from sqlalchemy.types import TypeEngine

from core.declare.aliases import alias
from core.declare.field import Alias
from core.ids import encode_sql
from core.reading.visible import visible
from core.viewer import Viewer

if TYPE_CHECKING:
    from core.registry import Registry


@dataclass(frozen=True)
class Moment:
    """What a timeline tells of a row, as SQL over it.

    `kind` is one of the source's codes; `at` is when it happened; `visit` is whether somebody went
    to see the customer; `holds` is whether there is anything to tell. `memo_id` is for memos alone.
    """

    customer_id: ColumnElement[int]
    at: ColumnElement[Any]
    kind: ColumnElement[str]
    title: ColumnElement[Any] = field(default_factory=null)
    text: ColumnElement[Any] = field(default_factory=null)
    author_id: ColumnElement[Any] = field(default_factory=null)
    contact_id: ColumnElement[Any] = field(default_factory=null)
    memo_id: ColumnElement[Any] = field(default_factory=null)
    visit: ColumnElement[bool] = field(default_factory=false)
    holds: ColumnElement[bool] = field(default_factory=true)


@dataclass(frozen=True)
class TimelineSource:
    """Rows of an entity that stand in the timelines of customers; return it from
    `register_timeline`.

    `kinds` are upper-case words with their descriptions; no two sources share one. `tell(row)` says
    what a row tells. Rows that are archived, or that the viewer does not see, are left out, and all
    of them for whoever may not read the entity.
    """

    entity: str
    kinds: Mapping[str, str]
    tell: Callable[[Alias], Moment]


def beginning_of(day: ColumnElement[Any]) -> ColumnElement[Any]:
    """When a day begins, in UTC: for what has a day alone."""
    return func.timezone("UTC", cast(day, DateTime))


def amount_text(amount: ColumnElement[Any], currency: ColumnElement[str]) -> ColumnElement[str]:
    """An amount and its currency as `1200.00 EUR`; null without an amount."""
    return cast(amount, Text) + literal(" ", String) + currency


def timeline(registry: "Registry", viewer: Viewer) -> CompoundSelect[Any]:
    """Selects what all sources tell the viewer; `id` tells the entries apart."""
    parts = (_of(registry, viewer, source) for source in registry.timeline_sources)
    return union_all(*(part for part in parts if part is not None))


def _of(registry: "Registry", viewer: Viewer, source: TimelineSource) -> Select[Any] | None:
    entity = registry.entity(source.entity)
    if entity.read is not None and not viewer.may(entity.read):
        return None
    row: Any = alias(entity.model)
    told = source.tell(row)
    record = encode_sql(entity.prefix, row.id)
    in_use = (row.archived_at.is_(None),) if entity.archivable else ()
    seen = visible(registry, entity, row, viewer)
    values: Mapping[str, ColumnElement[Any]] = {
        **{name: getattr(told, name) for name in KINDS if hasattr(told, name)},
        "id": record + literal(":", String) + told.kind,
        "record_id": record,
    }
    # PostgreSQL looks into the parts of a union whose columns are of the same types alone
    columns = (cast(values[name], kind).label(name) for name, kind in KINDS.items())
    return select(*columns).where(told.customer_id.is_not(None), told.holds, seen, *in_use)


KINDS: Mapping[str, TypeEngine[Any]] = {
    "id": Text(),
    "customer_id": BigInteger(),
    "contact_id": BigInteger(),
    "author_id": BigInteger(),
    "memo_id": BigInteger(),
    "record_id": Text(),
    "kind": Text(),
    "at": DateTime(timezone=True),
    "title": Text(),
    "text": Text(),
    "visit": Boolean(),
}
"""The columns of a timeline, and their types."""
