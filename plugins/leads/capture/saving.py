"""Making a lead of what a web form sent."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from core.employees.permissions import EmployeePermission
from core.viewer import Viewer
from core.writing import Mode, UserError, attempt, write
from core.writing.session import SYSTEM
from core.writing.writing import Writing
from plugins.leads.capture.mapping import Captured, Form
from plugins.leads.mutations import lead_writes
from plugins.leads.permissions import LeadPermission

if TYPE_CHECKING:
    from core.deployment import Deployment

VISITOR = Viewer(0, frozenset({LeadPermission.WRITE, EmployeePermission.READ}), SYSTEM)
"""Whoever fills in a form: he can make a lead, and give it to the owner that the form names."""

ROUNDS = 3
"""How often values that are refused are put aside."""


async def save(deployment: "Deployment", form: Form, found: Captured) -> list[UserError]:
    """Make the lead; what its fields refuse is kept in its data as it was sent.

    The errors are empty, or say why not even that could be kept.
    """

    async def work(writing: Writing) -> list[UserError]:
        errors: list[UserError] = []
        for _ in range(ROUNDS):
            items = [_item(form, found)]
            batch = await write(writing, lead_writes, items, mode=Mode.CREATE, single=True)
            errors = list(batch.outcomes[0].errors)
            if not errors or not _put_aside(found, errors):
                break
        return errors

    return await attempt(deployment, VISITOR, work, lambda errors: not errors)


def _item(form: Form, found: Captured) -> Mapping[str, Any]:
    source = form.lead_source or form.name[:100]
    item = {**found.values, "data": found.data, "lead_source": source}
    return item if found.owner_id is None else {**item, "owner_id": found.owner_id}


def _put_aside(found: Captured, errors: Sequence[UserError]) -> bool:
    """Put the values aside that were refused; False if there is nothing more to put aside."""
    inputs = {i.graphql_name: name for name, i in lead_writes.inputs.items()}
    refused = {inputs.get(error.path[-1], "") for error in errors}
    done = [found.put_aside(name) for name in sorted(refused)]
    return any(done)
