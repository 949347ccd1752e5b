"""What mutations answer: the record, and what the caller can correct."""

from collections.abc import Awaitable, Callable
from functools import cache
from typing import Any

import strawberry
from strawberry.utils.str_converters import to_camel_case

from core.context import Info
from core.declare import Entity
from core.ids import prefix_of
from core.reading import load
from core.writing.user_error import UserError


@strawberry.type(description="What a mutation of one record answers.")
class Payload:
    key: strawberry.Private[int | None]
    user_errors: list[UserError] = strawberry.field(
        description="Empty if the record was written; nothing was written otherwise."
    )


@strawberry.type(description="What a mutation of several records answers.")
class BatchPayload:
    user_errors: list[UserError] = strawberry.field(
        description="What is wrong with the batch as a whole; see also those of each result."
    )


@cache
def payload_of(entity: Entity) -> type[Any]:
    """`CustomerPayload`: the record as the viewer sees it, or null, and user errors."""
    text = f"The {entity.prefix}, or what is wrong with the input."
    named = prefix_of(entity.name)
    field = strawberry.field(
        resolver=_loaded(entity),
        description=f"The {named} as it is now; null with errors, or if the viewer cannot see it.",
    )
    return _made(f"{entity.name}Payload", (Payload,), {named: field}, text)


@cache
def batch_payload_of(entity: Entity) -> type[Any]:
    """`CustomerBatchPayload`: a payload for each item."""
    text = f"What became of each {entity.prefix}."
    results = strawberry.field(description="One for each item, in the order of the items.")
    annotations = {"results": list[payload_of(entity)]}  # type: ignore[misc]
    body = {"results": results, "__annotations__": annotations}
    return _made(f"{entity.name}BatchPayload", (BatchPayload,), body, text)


def _loaded(entity: Entity) -> Callable[..., Awaitable[Any]]:
    async def record(root: Any, info: Info) -> Any:
        return None if root.key is None else await load(info, entity.name, root.key)

    record.__annotations__ = {
        "root": strawberry.Parent[Any],  # type: ignore[misc]
        "info": Info,
        "return": entity.origin | None,
    }
    return record


def _made(name: str, bases: tuple[type, ...], body: dict[str, Any], text: str) -> type[Any]:
    body = {"__module__": __name__, **body}
    return strawberry.type(type(name, bases, body), name=to_camel_case(name), description=text)
