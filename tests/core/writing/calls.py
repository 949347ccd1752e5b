"""Mutations as the tests of writing call them."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import func, select

from core.changes.models import Change
from core.models import Base
from core.viewer import Viewer
from tests.api import Answer, Api

ERRORS = "userErrors { code message path currentVersion }"


async def mutate(
    api: Api,
    name: str,
    given: Mapping[str, Any],
    wanted: str = "customer { id name version }",
    viewer: Viewer | None = None,
) -> Any:
    """The payload of a mutation of one record, as an administrator unless said otherwise."""
    answer = await raw(api, name, given, f"{wanted} {ERRORS}", viewer or api.admin)
    return answer[name]


async def mutate_all(
    api: Api,
    name: str,
    items: Sequence[Mapping[str, Any]],
    wanted: str = "customer { id name version }",
    viewer: Viewer | None = None,
    *,
    atomic: bool = False,
) -> Any:
    """The payload of a mutation of several records."""
    selection = f"results {{ {wanted} {ERRORS} }} {ERRORS}"
    given = {"items": items, "atomic": atomic}
    answer = await raw(api, name, given, selection, viewer or api.admin)
    return answer[name]


async def raw(
    api: Api, name: str, given: Mapping[str, Any], selection: str, viewer: Viewer | None
) -> Answer:
    kind = input_of(api, name)
    query = f"mutation($input: {kind}!) {{ {name}(input: $input) {{ {selection} }} }}"
    return await api(query, viewer, input=given)


def input_of(api: Api, name: str) -> str:
    """The name of the input type of a mutation."""
    mutation = api.schema._schema.mutation_type  # noqa: SLF001 - Strawberry has no public way
    assert mutation is not None
    return str(mutation.fields[name].args["input"].type).rstrip("!")


def codes(payload: Any) -> list[tuple[str, str]]:
    """Code and field of each user error."""
    return [(e["code"], e["path"][-1]) for e in payload["userErrors"]]


async def count(api: Api, model: type[Base]) -> int:
    rows = await api.deployment.database.fetch(select(func.count()).select_from(model))
    return int(rows[0][0])


async def changes(api: Api) -> list[Any]:
    """The change log, the oldest first."""
    table = Change.__table__
    return list(await api.deployment.database.fetch(select(table).order_by(table.c.id)))
