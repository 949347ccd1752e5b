"""What must hold for module tools."""

from core.keywords.rules import check_labels
from core.tools.tool import CHECKED, Problem, read_tool
from core.writing import Code, Draft, Rules
from core.writing.user_error import UserError


class ModuleToolRules(Rules):
    """A tool that is made, changed or activated is of a known kind, and its config fits."""

    def check(self, draft: Draft) -> None:
        check_labels(draft)
        if any(draft.differs(name) for name in (*CHECKED, "active")) and draft.get("active"):
            values = {name: draft.get(name) for name in CHECKED}
            _, problems = read_tool(self.writing.deployment.registry, values)
            draft.errors.extend(_told(draft, problem) for problem in problems)


def _told(draft: Draft, problem: Problem) -> UserError:
    path = [*draft.path, *problem.path]
    return UserError(code=Code.INVALID.value, message=str(problem), path=path)
