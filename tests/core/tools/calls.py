"""Module tools as their tests call them."""

from collections.abc import Sequence
from typing import Any

from core.tools.models import ModuleTool
from core.viewer import Viewer
from tests.api import Answer, Api
from tests.factories import save

OFFERS = """query ($module: String!, $ids: [ID!]) { moduleTools(module: $module, ids: $ids) {
  id kind label(language: "fi") icon bulk inputSchema configSchema available reason
  records { id shown available reason }
} }"""

RUN = """mutation ($tool: ID!, $ids: [ID!]!, $input: JSON, $dry: Boolean! = false) {
  runModuleTool(toolId: $tool, ids: $ids, input: $input, dryRun: $dry) {
    results { id ok details effects { entity id action values } userErrors { code message path } }
    userErrors { code message path }
  }
}"""


def module_tool(key: int, kind: str, config: Any = None, **values: Any) -> ModuleTool:
    """The row of a tool for customers."""
    return ModuleTool(id=key, kind=kind, config=config or {}, **{"module": "Customer", **values})


async def add_tool(api: Api, key: int, kind: str, config: Any = None, **values: Any) -> None:
    await save(api, module_tool(key, kind, config, **values))


async def run(
    api: Api,
    ids: Sequence[str],
    viewer: Viewer | None = None,
    *,
    tool: int = 1,
    input: Any = None,
    dry: bool = False,
) -> Any:
    """The payload of a run, as an administrator unless said otherwise."""
    answer = await attempt(api, ids, viewer or api.admin, tool=tool, input=input, dry=dry)
    return answer["runModuleTool"]


async def attempt(
    api: Api,
    ids: Sequence[str],
    viewer: Viewer | None,
    *,
    tool: int = 1,
    input: Any = None,
    dry: bool = False,
) -> Answer:
    """The answer to a run."""
    return await api(RUN, viewer, tool=f"module_tool_{tool}", ids=ids, input=input, dry=dry)


async def offers(
    api: Api, ids: Sequence[str] = (), viewer: Viewer | None = None, module: str = "Customer"
) -> Any:
    """What a module offers, to an administrator unless said otherwise."""
    answer = await api(OFFERS, viewer or api.admin, module=module, ids=list(ids))
    return answer["moduleTools"]


def errors(result: Any) -> list[tuple[str, list[str]]]:
    """Code and path of each user error."""
    return [(e["code"], e["path"]) for e in result["userErrors"]]
