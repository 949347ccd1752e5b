"""Writing dimensions."""

from core.keywords.permissions import KeywordPermission
from core.segments.rules import DimensionRules
from core.segments.types import SegmentDimension
from core.writing import writes

dimension_writes = writes(
    SegmentDimension,
    inputs=("code", "labels", "position"),
    create=KeywordPermission.MANAGE,
    update=KeywordPermission.MANAGE,
    archive=KeywordPermission.MANAGE,
    rules=DimensionRules,
    natural_keys=("code",),
)
