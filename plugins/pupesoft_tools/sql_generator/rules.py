"""What must hold for saved and pinned reports."""

from core.writing import Code, Draft, Rules
from core.writing.user_error import UserError
from plugins.pupesoft_tools.sql_generator.definition import Wrong, read
from plugins.pupesoft_tools.sql_generator.running import Report


class OwnRules(Rules):
    """A row is its maker's, and is changed by him alone."""

    def complete(self, draft: Draft) -> None:
        if draft.creating:
            draft.values["owner_id"] = self.writing.viewer.employee_id

    def check(self, draft: Draft) -> None:
        if not draft.creating and draft.before("owner_id") != self.writing.viewer.employee_id:
            text = "belongs to somebody else: keep one of your own."
            draft.refuse(draft.key_input, text, Code.FORBIDDEN_VALUE)


class ReportRules(OwnRules):
    """A report asks only for what its owner may read."""

    def check(self, draft: Draft) -> None:
        super().check(draft)
        if draft.ok and draft.differs("definition"):
            try:
                definition = read(draft.get("definition"))
                Report(self.writing.deployment, self.writing.viewer, definition).statement(1)
            except Wrong as problem:
                draft.errors.append(told(problem, *draft.path, "definition"))


def told(problem: Wrong, *path: str) -> UserError:
    """A problem of a definition as an error of the input that it came from."""
    here = [*path, *problem.path]
    name = ".".join(here[here.index("definition") :])
    return UserError(code=Code.INVALID.value, message=f"'{name}' {problem.message}", path=here)
