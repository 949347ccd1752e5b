"""What must hold for module tools."""

from collections.abc import Mapping, Sequence

from sqlalchemy import Table, select

from core.employees.rights import beyond
from core.employees.rules import permissions_of_employees
from core.keywords.rules import check_labels
from core.models import Base
from core.reading.rows import keys_parameter
from core.tools.tool import CHECKED, Problem, read_tool
from core.writing import Code, Draft, Rules
from core.writing.user_error import UserError


class ModuleToolRules(Rules):
    """A tool that is made, changed or activated is of a known kind, and its config fits.

    What a workflow does with somebody's rights is changed by those alone who hold as much.
    """

    def check(self, draft: Draft) -> None:
        check_labels(draft)
        if any(draft.differs(name) for name in (*CHECKED, "active")) and draft.get("active"):
            values = {name: draft.get(name) for name in CHECKED}
            _, problems = read_tool(self.writing.deployment.registry, values)
            draft.errors.extend(_told(draft, problem) for problem in problems)

    async def check_all(self, drafts: Sequence[Draft]) -> None:
        changed = {d.row.id: d for d in drafts if not d.creating and d.get("active")}
        users = await self._run_as(changed) if changed else []
        people = await permissions_of_employees(self.writing, [user for _, user in users])
        for key, user in users:
            held = people.get(user, ())
            if more := beyond(self.writing.deployment.registry, self.writing.viewer, held):
                text = (
                    "is run by a workflow as somebody who holds permissions that you do not hold: "
                    f"{', '.join(more)}."
                )
                changed[key].refuse("id", text, Code.FORBIDDEN_VALUE)

    async def _run_as(self, tools: Mapping[int, Draft]) -> Sequence[tuple[int, int]]:
        """Each tool that workflows in use run, and as whom."""
        table = workflows()
        used = select(table.c.tool_id, table.c.run_as_id).where(
            table.c.tool_id == keys_parameter(tools), table.c.active, table.c.archived_at.is_(None)
        )
        return [(r[0], r[1]) for r in await self.writing.session.execute(used.distinct())]


def workflows() -> Table:
    """The table of workflows, which lean on tools."""
    return Base.metadata.tables["workflow"]


def _told(draft: Draft, problem: Problem) -> UserError:
    path = [*draft.path, *problem.path]
    return UserError(code=Code.INVALID.value, message=str(problem), path=path)
