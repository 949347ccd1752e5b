"""Tools by their keys, ready to run or with what keeps them from it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from core.tools.models import ModuleTool
from core.tools.running import ToolRun
from core.tools.tool import Problem, Ready, read_tool, validated, values_of
from core.writing.user_error import Code, UserError

if TYPE_CHECKING:
    from core.deployment import Deployment


@dataclass(frozen=True)
class Loaded:
    """A tool, or why it cannot be run."""

    key: int
    ready: Ready | None
    errors: Sequence[UserError] = ()

    def run(self, given: object) -> tuple[ToolRun | None, Sequence[UserError]]:
        """A run with an input as JSON has it, or what is wrong with the tool or the input."""
        if self.ready is None:
            return None, self.errors
        model = self.ready.kind.input_model(self.ready.module, self.ready.config)
        values, problems = validated(model, given, "input")
        if values is None:
            return None, [_told(problem) for problem in problems]
        return ToolRun(self.key, self.ready, values), ()


async def load_tool(deployment: "Deployment", key: int) -> Loaded:
    """The tool with a key."""
    rows = await deployment.database.fetch(select(ModuleTool).where(ModuleTool.id == key))
    return loaded(deployment, key, rows[0] if rows else None)


def loaded(deployment: "Deployment", key: int, row: Any) -> Loaded:
    """The tool of a row, None for a row that is not there."""
    if row is None:
        return _unusable(key, Code.NOT_FOUND, "names no module tool.")
    if row.archived_at is not None or not row.active:
        return _unusable(key, "INACTIVE", "is switched off or archived.")
    ready, problems = read_tool(deployment.registry, values_of(row))
    if problems:
        return _unusable(key, "BROKEN", f"is broken. {' '.join(map(str, problems))}")
    return Loaded(key, ready)


def _unusable(key: int, code: str, text: str) -> Loaded:
    error = UserError(code=str(code), message=f"'toolId' {text}", path=["toolId"])
    return Loaded(key, None, [error])


def _told(problem: Problem) -> UserError:
    code = Code.REQUIRED if problem.message.startswith("Field required") else Code.INVALID
    return UserError(code=code.value, message=str(problem), path=list(problem.path))
