"""Customers that a filter finds, among those that the viewer sees."""

from sqlalchemy import ColumnElement, not_, true

from core.declare.field import Alias
from core.deployment import Deployment
from core.errors import BadInput
from core.reading import filtered, visible
from core.reading.conditions import parsed
from core.viewer import Viewer, require
from core.writing import Code, UserError

FILTER = (
    "Which customers, as `customers(filter:)` takes it: `{}` for all in use that you see, "
    '`{"id": {"in": [...]}}` for some of them.'
)


class NotChosen(Exception):
    """An input by which nothing can be chosen; `error` tells where and why."""

    def __init__(self, name: str, message: str, code: str = Code.INVALID) -> None:
        super().__init__(message)
        text = f"'{name}' {message}"
        self.error = UserError(code=str(code), message=text, path=["input", name])


def chosen(
    deployment: Deployment, viewer: Viewer, name: str, given: object, row: Alias, kind: str
) -> list[ColumnElement[bool]]:
    """What holds for the rows of a kind in use that the viewer sees and a filter lets through.

    `name` is the input that the filter came in: NotChosen names it. Forbidden as of a list.
    """
    registry = deployment.registry
    entity = registry.entity(kind)
    require(viewer, entity.read)
    try:
        where = filtered(registry, entity, row, viewer, parsed(registry, entity, given))
    except BadInput as problem:
        raise NotChosen(name, f"is not usable: {problem.message}") from None
    seen = visible(registry, entity, row, viewer)
    return [seen, row.archived_at.is_(None), where]


def hidden_among(deployment: Deployment, viewer: Viewer, row: Alias) -> ColumnElement[bool]:
    """Whether the viewer no longer sees a customer."""
    entity = deployment.registry.entity("Customer")
    if entity.read is not None and not viewer.may(entity.read):
        return true()
    return not_(visible(deployment.registry, entity, row, viewer))
