"""What an entity declares whose records carry segments.

It has a table of pairs, shows `segments(Pair.own_id, Pair.keyword_id)`, and takes in `writes`
`links={"segments": Links(Pair.own_id, Pair.keyword_id)}` and `only={"segments": is_segment}`.
"""

from typing import Any

from sqlalchemy import ColumnElement, exists
from sqlalchemy.orm import InstrumentedAttribute

from core.declare import many, through
from core.declare.aliases import alias
from core.declare.field import Alias
from core.segments.models import SegmentDimension


def segments(own: InstrumentedAttribute[Any], keyword: InstrumentedAttribute[Any]) -> Any:
    """Show the segments of a record, dimension by dimension; a table of pairs has both columns."""
    return many(
        "Keyword",
        through(own, keyword),
        "The segments it belongs to, any number in each dimension (see segmentDimensions).",
        order={"list": "ASC", "position": "ASC", "code": "ASC"},
    )


def is_segment(row: Alias) -> ColumnElement[bool]:
    """The keywords that are segments of a dimension in use, for references to them."""
    dimension = alias(SegmentDimension)
    in_use = dimension.code == row.list, dimension.archived_at.is_(None)
    return exists().where(*in_use).correlate_except(dimension)
