"""Root fields that find rows of any type."""

from typing import Annotated, Any

import strawberry

from core.context import Info
from core.declare import Node, extend
from core.errors import BadInput
from core.ids import decode
from core.reading import load
from core.roots import Query

MOST_IDS = 500


@extend(Query)
async def node(
    info: Info, id: Annotated[strawberry.ID, strawberry.argument(description="Id of the thing.")]
) -> Node | None:
    """The thing with this id, or null where it is missing or hidden."""
    return await _found(info, id)  # type: ignore[no-any-return]


@extend(Query)
async def nodes(
    info: Info,
    ids: Annotated[list[strawberry.ID], strawberry.argument(description="Ids, at most 500.")],
) -> list[Node | None] | None:
    """The things with these ids, at most 500, in that order; null for missing and hidden."""
    if len(ids) > MOST_IDS:
        raise BadInput(f"'ids' has {len(ids)} ids; {MOST_IDS} are allowed.")
    loading = [_found(info, text) for text in ids]
    return [await row for row in loading]


def _found(info: Info, text: str) -> Any:
    found = decode(text)
    entity = info.context.deployment.registry.by_prefix(found.prefix)
    return load(info, entity.name, found.key)
