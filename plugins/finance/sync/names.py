"""The names of inputs in Python."""

import re
from functools import cache
from typing import Any


def snake_case(item: Any) -> Any:
    """An object as GraphQL spells it, `externalId`, with the names that Python uses."""
    if isinstance(item, list):
        return [snake_case(each) for each in item]
    if not isinstance(item, dict):
        return item
    return {_snake(name): snake_case(value) for name, value in item.items()}


@cache
def _snake(name: str) -> str:
    return re.sub(r"(?<!^)(?=[A-Z])", "_", name).lower()
