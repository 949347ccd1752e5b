"""Customers that a filter finds, among those that the viewer sees."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import aliased

from core.declare.field import Alias
from core.deployment import Deployment
from core.errors import BadInput
from core.reading import filtered, visible
from core.reading.conditions import parsed
from core.reading.rows import keys_parameter
from core.viewer import Viewer, require
from core.writing.refusing import refusal

FILTER = (
    "Which customers, as `customers(filter:)` takes it: `{}` for all in use that you see, "
    '`{"id": {"in": [...]}}` for some of them.'
)


def chosen(
    deployment: Deployment, viewer: Viewer, name: str, given: object, row: Alias, kind: str
) -> list[ColumnElement[bool]]:
    """What holds for the rows of a kind in use that the viewer sees and a filter lets through.

    `name` is the input that the filter came in: Refusal names it. Forbidden as of a list.
    """
    registry = deployment.registry
    entity = registry.entity(kind)
    require(viewer, entity.read)
    try:
        where = filtered(registry, entity, row, viewer, parsed(registry, entity, given))
    except BadInput as problem:
        raise refusal(name, f"is not usable: {problem.message}") from None
    seen = visible(registry, entity, row, viewer)
    return [seen, row.archived_at.is_(None), where]


async def sees_all(deployment: Deployment, viewer: Viewer, keys: Sequence[int]) -> bool:
    """Whether the viewer still sees all customers with these keys."""
    entity = deployment.registry.entity("Customer")
    row: Any = aliased(entity.model)
    require(viewer, entity.read)
    seen = visible(deployment.registry, entity, row, viewer)
    wanted = select(func.count()).select_from(row).where(row.id == keys_parameter(keys), seen)
    return bool((await deployment.database.fetch(wanted))[0][0] == len(set(keys)))
