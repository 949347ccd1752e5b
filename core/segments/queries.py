"""Ways to dimensions."""

from core.declare import by_id, connection, extend
from core.roots import Query

fields = extend(
    Query,
    segment_dimension=by_id("SegmentDimension", "The dimension of segments with an id."),
    segment_dimensions=connection(
        "SegmentDimension", None, "The dimensions of segments, in their order."
    ),
)
