"""The label of a keyword in one language."""

from typing import Annotated

import strawberry
from strawberry import Parent

from core.declare import extend
from core.keywords import models
from core.keywords.types import Keyword
from core.naming import labelled


@extend(Keyword, needs=("labels", "code"))
def label(
    keyword: Parent[models.Keyword],
    language: Annotated[str, strawberry.argument(description="fi, hr or en.")] = "en",
) -> str:
    """What people read in a language (`fi`, `hr`, `en`), else in English, else the code."""
    return labelled(keyword.labels, language, keyword.code)
