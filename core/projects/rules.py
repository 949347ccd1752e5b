"""What must hold for projects and their participants."""

from collections.abc import Sequence

from sqlalchemy import select

from core.numbering import fill_numbers
from core.projects.models import Project
from core.reading.rows import keys_parameter
from core.writing import Draft, Rules

NUMBERS = "project"
"""The series that project numbers come from."""


class ProjectRules(Rules):
    """Numbers come from a series."""

    async def complete_all(self, drafts: Sequence[Draft]) -> None:
        await fill_numbers(self.writing.session, drafts, NUMBERS, Project.number)


class ParticipantRules(Rules):
    """A participant hangs on the customer of the project."""

    async def complete_all(self, drafts: Sequence[Draft]) -> None:
        moved = [d for d in drafts if d.differs("project_id")]
        if not moved:
            return
        keys = {d.get("project_id") for d in moved}
        statement = select(Project.id, Project.customer_id).where(
            Project.id == keys_parameter(keys)
        )
        rows = await self.writing.session.execute(statement)
        customers = {r[0]: r[1] for r in rows}
        for draft in moved:
            draft.values["customer_id"] = customers[draft.get("project_id")]
