"""The statement that reads the rows of a file, and the one that counts them before."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, func, literal_column, outerjoin, select

from core.declare import Entity
from core.reading.ordering import terms
from core.reading.pages import Listing
from core.reading.reports import Asked as ReportAsked
from core.reading.reports import Report
from core.reading.visible import alias_of
from core.viewer import require
from schema.exports.columns import Columns
from schema.exports.operation import Asked


@dataclass(frozen=True)
class Statements:
    """What reads all rows in their order, and what counts them up to one more than allowed."""

    rows: Select[Any]
    count: Select[Any] | None


def statements_of(asked: Asked, columns: Columns, max_rows: int) -> Statements:
    """The statements of a list; they fill the columns. A KortistoError tells what is refused."""
    registry, viewer, field = columns.registry, columns.viewer, asked.field
    entity = registry.entity(field.target)
    require(viewer, field.permission)
    require(viewer, entity.read)
    if isinstance(field, Report):
        row = field.row(ReportAsked(registry, viewer, asked.arguments))
        columns.add(entity, row, asked.rows)
        order = terms(registry, entity, row, viewer, [entity.order])
        rows = _joined(columns, row).order_by(*(term.by() for term in order)).limit(field.limit)
        return Statements(rows, None)
    listing = Listing(registry, viewer, field, entity, asked.arguments)
    row = alias_of(registry, entity, viewer)
    columns.add(entity, row, asked.rows)
    rows = _joined(columns, row).where(*listing.conditions(row, None))
    rows = rows.order_by(*(term.by() for term in listing.order(row)))
    return Statements(rows, _count(listing, entity, max_rows))


def _joined(columns: Columns, row: Any) -> Select[Any]:
    source = row
    for other, on in columns.joins:
        source = outerjoin(source, other, on)
    values = [value.label(f"c{place}") for place, value in enumerate(columns.sql)]
    return select(*values).select_from(source)


def _count(listing: Listing, entity: Entity, max_rows: int) -> Select[Any]:
    row = alias_of(listing.registry, entity, listing.viewer)
    one: ColumnElement[int] = literal_column("1")
    some = select(one.label("n")).select_from(row)
    some = some.where(*listing.conditions(row, None)).limit(max_rows + 1)
    return select(func.count()).select_from(some.subquery())
