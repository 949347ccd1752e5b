"""The GraphQL type of dimensions."""

from core.declare import Node, column, connection, entity
from core.keywords.permissions import KeywordPermission
from core.segments import models
from core.visibility import everyone


@entity(
    models.SegmentDimension,
    read=KeywordPermission.READ,
    visible=everyone,
    order={"position": "ASC", "code": "ASC"},
)
class SegmentDimension(Node):
    """A way to divide records into segments, such as by size; administrators make them.

    Its segments are the keywords of the list that bears its code.
    """

    code = column("Its code, unique, at most 40 characters; also the name of the keywords' list.")
    labels = column('What people read, by language: {"fi": "Koko", "en": "Size"}.')
    position = column("Where it stands in the list; small numbers first.")
    segments = connection(
        "Keyword",
        lambda dimension, keyword: keyword.list == dimension.code,
        "Its segments: make them as keywords of the list with its code.",
    )
    created_at = column("When it was made.")
    updated_at = column("When it was last changed.")
    archived_at = column(
        "When it was archived; its segments stay where they are, and are given to nothing else."
    )
    version = column("Grows with every change; name it in `expectedVersion`.")
