"""Reports as their tests ask for them."""

from typing import Any

from core.viewer import Viewer
from tests.api import Api
from tests.schema.compiled.pair import COMPILED, Pair

READ = ("opportunities:read", "customers:read", "employees:read", "products:read", "keywords:read")


async def same(api: Api, query: str, viewer: Viewer, **variables: object) -> Any:
    """The answer, which must be the same both ways, and come from one statement."""
    pair = Pair(api.deployment)
    await pair(query, viewer, **variables)
    with api.statements() as statements:
        outcome = await pair.run(pair.compiled, query, viewer, variables)
    assert (outcome.plan, len(statements)) == (COMPILED, 1)
    return outcome.value
