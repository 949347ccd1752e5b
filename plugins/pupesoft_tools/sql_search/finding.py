"""Which search somebody means: a saved one that he sees, or one that he writes."""

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import aliased

from core.deployment import Deployment
from core.errors import BadInput
from core.ids import decode_as
from core.reading import visible
from core.viewer import Viewer, require
from core.writing import Code, UserError
from plugins.pupesoft_tools.sql_search.models import SavedSearch
from plugins.pupesoft_tools.sql_search.parameters import Parameter
from plugins.pupesoft_tools.sql_search.permissions import SqlSearchPermission
from plugins.pupesoft_tools.sql_search.rules import parsed
from plugins.pupesoft_tools.sql_search.running import Search
from plugins.pupesoft_tools.sql_search.types import RunSqlSearchInput


class Unusable(Exception):
    """The input of a run cannot be used; `error` tells where and why."""

    def __init__(self, name: str, message: str, code: str = Code.INVALID) -> None:
        super().__init__(message)
        path = ["input", name]
        self.error = UserError(code=str(code), message=f"'{name}' {message}", path=path)


async def asked(deployment: Deployment, viewer: Viewer, input: RunSqlSearchInput) -> Search:
    """The search of an input; Unusable if there is none, Forbidden if he may not write one."""
    values: object = {} if input.values is None else input.values
    if not isinstance(values, dict):
        raise Unusable("values", 'is not an object of values by name, {"since": "2026-01-31"}.')
    if (input.search_id is None) == (input.sql is None):
        raise Unusable("sql", "and 'searchId': give one of them.")
    if input.search_id is not None:
        return await saved(deployment, viewer, str(input.search_id), values)
    require(viewer, SqlSearchPermission.WRITE)
    declared = [{"name": p.name, "kind": p.kind.name} for p in input.parameters]
    return Search(input.sql or "", _parameters(declared), values)


async def saved(deployment: Deployment, viewer: Viewer, id: str, values: dict[str, Any]) -> Search:
    """A saved search that the viewer sees."""
    entity = deployment.registry.entity("SqlSearch")
    try:
        key = decode_as(entity.prefix, id)
    except BadInput as problem:
        raise Unusable("searchId", f"is not usable: {problem.message}") from None
    row: Any = aliased(SavedSearch)
    seen = visible(deployment.registry, entity, row, viewer)
    wanted = select(row.sql, row.parameters).where(row.id == key, seen, row.archived_at.is_(None))
    found = await deployment.database.fetch(wanted)
    if not found:
        raise Unusable("searchId", "is no saved search that you see.", Code.NOT_FOUND)
    return Search(found[0].sql, _parameters(found[0].parameters), values, key)


def _parameters(given: object) -> list[Parameter]:
    try:
        return [*parsed(given)]
    except ValueError as problem:
        raise Unusable("parameters", str(problem)) from None
