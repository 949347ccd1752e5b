"""What must hold for workflows."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import select

from core.employees.rights import beyond
from core.employees.rules import permissions_of_employees
from core.reading.rows import keys_parameter
from core.tools.models import ModuleTool
from core.tools.tool import Problem
from core.workflows.plan import read_plan
from core.writing import Code, Draft, Rules
from core.writing.user_error import UserError

VALUES = ("module", "condition", "input")


class WorkflowRules(Rules):
    """Condition, tool and input fit together, and nobody gets work done that he may not do himself:
    the employee it runs as holds nothing that its maker does not hold.
    """

    async def check_all(self, drafts: Sequence[Draft]) -> None:
        used = [d for d in drafts if d.get("active")]
        tools = await self._tools({d.get("tool_id") for d in used})
        for draft in used:
            values = {name: draft.get(name) for name in VALUES}
            registry = self.writing.deployment.registry
            problems = read_plan(registry, values, tools[draft.get("tool_id")])
            draft.errors.extend(_told(draft, problem) for problem in problems)
        await self._refuse_superiors(used)

    async def _refuse_superiors(self, drafts: Sequence[Draft]) -> None:
        people = await permissions_of_employees(self.writing, {d.get("run_as_id") for d in drafts})
        for draft in drafts:
            held = people.get(draft.get("run_as_id"), ())
            more = beyond(self.writing.deployment.registry, self.writing.viewer, held)
            if more:
                text = f"is somebody who holds permissions that you do not hold: {', '.join(more)}."
                draft.refuse("run_as_id", text, Code.FORBIDDEN_VALUE)

    async def _tools(self, keys: set[int]) -> Mapping[int, Any]:
        statement = select(ModuleTool).where(ModuleTool.id == keys_parameter(keys))
        return {tool.id: tool for tool in await self.writing.session.scalars(statement)}


def _told(draft: Draft, problem: Problem) -> UserError:
    path = [*draft.path, *problem.path]
    return UserError(code=Code.INVALID.value, message=str(problem), path=path)
