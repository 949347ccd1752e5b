"""JSON from a client."""

import json

import orjson

from schema.http.errors import RequestError

EXACT = 2.0**63


def decode(text: bytes | str, name: str) -> object:
    """Decode JSON with integers of any size; `name` tells a RequestError what is at fault."""
    try:
        value: object = orjson.loads(text)
        return json.loads(text) if has_large_number(value) else value
    except (ValueError, RecursionError) as error:
        raise RequestError.bad(f"{name} is no valid JSON: {error}") from None


def has_large_number(value: object) -> bool:
    """Whether there is a number that orjson may have rounded, an integer beyond 64 bits."""
    stack = [value]
    while stack:
        item = stack.pop()
        if isinstance(item, float) and abs(item) >= EXACT:
            return True
        if isinstance(item, dict):
            stack += item.values()
        elif isinstance(item, list):
            stack += item
    return False
