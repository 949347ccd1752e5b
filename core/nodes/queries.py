"""Root fields that find rows of any type."""

from core.declare import AnyByKey, AnyByKeys, extend
from core.roots import Query

fields = extend(
    Query,
    node=AnyByKey("The thing with this id, or null where it is missing or hidden."),
    nodes=AnyByKeys(
        "The things with these ids, at most 500, in that order; null for missing and hidden."
    ),
)
