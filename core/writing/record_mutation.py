"""Mutations of one's own that answer with a record, as those that are declared do."""

from collections.abc import Awaitable, Callable
from enum import StrEnum
from typing import Annotated, Any

import strawberry

from core.context import Info
from core.declare import Contribution, entity_of, extend
from core.roots import Mutation
from core.writing.payloads import payload_of
from core.writing.refusing import Refusal

Work = Callable[[Info, Any], Awaitable[int]]
"""Does what an input asks; the key of the record, or a Refusal."""


def record_mutation(
    origin: type, given: type, description: str, permission: StrEnum
) -> Callable[[Work], Contribution]:
    """Make a mutation of the record type `origin` whose `input` is `given`; its docstring tells
    clients what it does.
    """
    entity = entity_of(origin)
    if entity is None:
        raise TypeError(f"{origin.__name__} is not declared with @entity.")
    payload = payload_of(entity)

    def contribute(work: Work) -> Contribution:
        async def resolve(info: Info, input: Any) -> Any:
            try:
                key = await work(info, input)
            except Refusal as refused:
                return payload(key=None, user_errors=[refused.error])
            info.context.loaders.clear()
            return payload(key=key, user_errors=[])

        resolve.__name__, resolve.__doc__ = work.__name__, work.__doc__
        resolve.__annotations__ = {
            "info": Info,
            "input": Annotated[given, strawberry.argument(description=description)],
            "return": payload | None,
        }
        return extend(Mutation, permission=permission)(resolve)

    return contribute
