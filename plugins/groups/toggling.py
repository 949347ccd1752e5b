"""The mutation that flips a cell of the matrix."""

from datetime import date
from typing import Annotated, Any

import strawberry

from core.context import Info
from core.declare import extend
from core.deployment import Deployment
from core.ids import encode
from core.reading import load
from core.roots import Mutation
from core.viewer import Viewer
from core.writing import Code, UserError, Writing, attempt
from plugins.groups.cells import EMPTY, Cell, CellState, cell_of
from plugins.groups.clicking import clicked
from plugins.groups.parties import Click, Refusal, click_of, place_of
from plugins.groups.permissions import ResponsibilityPermission
from plugins.groups.responsibility_types import Responsibility


@strawberry.input(description="A cell of the responsibility matrix, or a role in it.")
class ToggleResponsibilityInput:
    party_id: strawberry.ID = strawberry.field(description="Id of the customer or the project.")
    employee_id: strawberry.ID = strawberry.field(description="Id of the employee.")
    role_id: strawberry.ID | None = strawberry.field(
        default=None,
        description="Id of a role: give or take that one. List CUSTOMER_ROLE for customers, "
        "PROJECT_ROLE for projects.",
    )
    expected_state: bool | None = strawberry.field(
        default=None,
        description="What the caller saw: whether the employee is responsible, or bears the role. "
        "If it is otherwise now, the error is CONFLICT and nothing is changed.",
    )


async def _responsibility(root: strawberry.Parent[Any], info: Info) -> Responsibility | None:
    found: Any = None if root.key is None else await load(info, "Responsibility", root.key)
    shown: Responsibility | None = found
    return shown


@strawberry.type(description="What the cell holds now.")
class ToggleResponsibilityPayload:
    key: strawberry.Private[int | None]
    state: bool | None = strawberry.field(
        description="Whether the employee is responsible now, or bears the role that was named; "
        "null if the cell was not found."
    )
    responsible: bool = strawberry.field(description="Whether the employee is responsible now.")
    role_ids: list[strawberry.ID] = strawberry.field(description="Ids of all his roles there.")
    valid_from: date | None = strawberry.field(
        description="First day; null is open, or nobody is responsible."
    )
    valid_to: date | None = strawberry.field(
        description="Last day; null is open, or nobody is responsible."
    )
    user_errors: list[UserError] = strawberry.field(
        description="Empty if the cell was flipped; nothing was written otherwise."
    )

    responsibility: Responsibility | None = strawberry.field(
        resolver=_responsibility,
        description="The responsibility; null if he is not responsible, and for projects.",
    )


class Conflict(Exception):
    """The cell is not what the caller saw."""

    def __init__(self, state: CellState) -> None:
        super().__init__()
        self.state = state


async def toggle(writing: Writing, click: Click, expected: bool | None) -> CellState:
    """Flip a cell, or a role in it; Refusal or Conflict if that cannot be.

    Parallel clicks at one cell follow each other.
    """
    cell = cell_of(writing, await place_of(writing, click))
    await cell.read()
    before = _is_on(cell.state, click)
    if expected is not None and before is not expected:
        raise Conflict(cell.state)
    await _flip(cell, click, not before)
    return cell.state


async def _flip(cell: Cell, click: Click, wanted: bool) -> None:
    if click.role_id is None:
        await cell.set_responsible(wanted)
    else:
        await cell.set_role(click.role_id, wanted)


def _is_on(state: CellState, click: Click) -> bool:
    return state.responsible if click.role_id is None else click.role_id in state.role_ids


@extend(Mutation, permission=ResponsibilityPermission.WRITE)
async def toggle_responsibility(
    info: Info,
    input: Annotated[
        ToggleResponsibilityInput, strawberry.argument(description="What to flip, and what was.")
    ],
) -> ToggleResponsibilityPayload | None:
    """Make an employee responsible from today on or no longer, or give or take a role.

    A role makes him responsible if he was not; taken, it leaves him so. Needs
    `responsibilities:write`.
    """
    context = info.context
    try:
        click = click_of(
            str(input.party_id),
            str(input.employee_id),
            None if input.role_id is None else str(input.role_id),
        )
    except Refusal as refused:
        return _payload(EMPTY, None, [refused.error])
    viewer = context.require()
    try:
        state = await _toggled(context.deployment, viewer, click, input.expected_state)
    except Refusal as refused:
        return _payload(EMPTY, None, [refused.error])
    except Conflict as conflict:
        now = _is_on(conflict.state, click)
        return _payload(conflict.state, now, [_conflict(now)])
    context.loaders.clear()
    return _payload(state, _is_on(state, click), [])


async def _toggled(
    deployment: Deployment, viewer: Viewer, click: Click, expected: bool | None
) -> CellState:
    state = await clicked(deployment, viewer, click, expected)
    if state is not None:
        return state
    return await attempt(
        deployment, viewer, lambda writing: toggle(writing, click, expected), lambda _: True
    )


def _payload(
    state: CellState, is_on: bool | None, errors: list[UserError]
) -> ToggleResponsibilityPayload:
    return ToggleResponsibilityPayload(
        key=state.key,
        state=is_on,
        responsible=state.responsible,
        role_ids=[strawberry.ID(encode("keyword", key)) for key in state.role_ids],
        valid_from=state.valid_from,
        valid_to=state.valid_to,
        user_errors=errors,
    )


def _conflict(now: bool) -> UserError:
    text = f"'expectedState' is not what it is now, {str(now).lower()}: look again."
    return UserError(code=Code.CONFLICT.value, message=text, path=["input", "expectedState"])
