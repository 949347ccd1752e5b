"""Writing keywords."""

from core.keywords.permissions import KeywordPermission
from core.keywords.rules import KeywordRules
from core.keywords.types import Keyword
from core.writing import writes

keyword_writes = writes(
    Keyword,
    inputs=("list", "code", "labels", "position", "colour"),
    create=KeywordPermission.MANAGE,
    update=KeywordPermission.MANAGE,
    archive=KeywordPermission.MANAGE,
    rules=KeywordRules,
    natural_keys=("code",),
)
