"""Which module tool says how leads are converted by `convertLead`."""

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from sqlalchemy import ColumnElement, select

from core.declare.field import Alias
from core.errors import BadInput
from core.ids import decode_as, encode
from core.tools.finding import condition
from core.tools.loading import load_tool
from core.tools.models import ModuleTool
from core.tools.tool import Ready
from core.writing import Code, UserError
from plugins.leads.conversion.config import ConversionConfig
from plugins.leads.conversion.request import Condition, Options

if TYPE_CHECKING:
    from core.deployment import Deployment

KIND = "convert_lead"
PATH = ("input", "toolId")


async def with_tool(
    deployment: "Deployment", options: Options, tool_id: str | None
) -> Options | tuple[UserError, ...]:
    """The options with what a tool says, or why it cannot be used.

    Without an id, of the only active tool of the kind. The standard holds where there is none, so
    that nobody goes past what an administrator has set up.
    """
    keys = await _active(deployment) if tool_id is None else [_key(tool_id)]
    if not keys:
        return options
    if len(keys) > 1:
        return (_error("is required: several tools convert leads, name one.", Code.REQUIRED),)
    if keys[0] is None:
        return (_error("names no module tool.", Code.INVALID),)
    return await _completed(deployment, options, keys[0])


async def _completed(
    deployment: "Deployment", options: Options, key: int
) -> Options | tuple[UserError, ...]:
    loaded = await load_tool(deployment, key)
    ready = loaded.ready
    if ready is None:
        return tuple(replace(e, path=["input", *e.path]) for e in loaded.errors)
    if not isinstance(ready.config, ConversionConfig):
        return (_error("names a tool that does not convert leads.", Code.INVALID),)
    return replace(
        options,
        config=ready.config,
        tool=encode("module_tool", key),
        condition=_condition(ready) if ready.run_if else None,
    )


def _condition(ready: Ready) -> Condition:
    def holds(row: Alias) -> ColumnElement[bool]:
        return condition(ready, ready.run_if or {}, row)

    return holds


async def _active(deployment: "Deployment") -> Sequence[int | None]:
    """The keys of at most two active tools that convert leads."""
    tool = ModuleTool
    used = tool.kind == KIND, tool.active, tool.archived_at.is_(None)
    found = select(tool.id).where(*used).order_by(tool.id).limit(2)
    return [row[0] for row in await deployment.database.fetch(found)]


def _key(text: str) -> int | None:
    try:
        return decode_as("module_tool", text)
    except BadInput:
        return None


def _error(message: str, code: str) -> UserError:
    return UserError(code=str(code), message=f"'toolId' {message}", path=list(PATH))
