"""Work on a plan: one transaction, made anew when another one was in the way."""

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, TypeVar

from sqlalchemy.exc import DBAPIError

from core.errors import BadInput
from core.ids import decode_as
from core.viewer import Viewer
from core.writing import Code, UserError, Writing, transaction
from plugins.plans.models import Plan, PlanSettings
from plugins.plans.planning import Planning, planning_of, planning_statement

if TYPE_CHECKING:
    from core.deployment import Deployment

T = TypeVar("T")

ATTEMPTS = 4
RETRIED = frozenset({"40001", "40P01", "23505"})
"""PostgreSQL's codes for a serialization failure, a deadlock, and a cell planned meanwhile."""

LONGEST_REASON = 500

Work = Callable[[Writing, Planning], Awaitable[T]]


class Refusal(Exception):
    """Nothing can be done; carries what to tell."""

    def __init__(self, error: UserError) -> None:
        super().__init__(error.message)
        self.error = error


class Undone(Exception):
    """Carries the answer out of a transaction that must not commit."""


def refusal(name: str, message: str, code: str = Code.INVALID) -> Refusal:
    """That an argument cannot be used; the message follows its name."""
    return Refusal(UserError(code=str(code), message=f"'{name}' {message}", path=["input", name]))


async def work_on(
    deployment: "Deployment",
    viewer: Viewer,
    plan_id: str,
    work: Work[T],
    *,
    reason: str | None = None,
    undo: Callable[[T], bool] = lambda answer: False,
) -> T:
    """What `work` answers; undone if `undo` says so of it. Refusal if there is no such plan.

    The plan and the rules of planning stay as they are meanwhile.
    """
    key = _key(plan_id)
    for attempt in range(1, ATTEMPTS + 1):
        answers: list[T] = []
        try:
            async with transaction(deployment, viewer) as writing:
                planning = await _planning(writing, key)
                _check_reason(planning, reason)
                answers.append(await work(writing, planning))
                if undo(answers[0]):
                    raise Undone
            return answers[0]
        except Undone:
            return answers[0]
        except DBAPIError as error:
            if attempt == ATTEMPTS or getattr(error.orig, "sqlstate", "") not in RETRIED:
                raise
    raise AssertionError("unreachable")


def _key(text: str) -> int:
    try:
        return decode_as("plan", text)
    except BadInput as error:
        raise refusal("planId", f"is not usable: {error.message}") from None


async def _planning(writing: Writing, key: int) -> Planning:
    statement = planning_statement(writing.viewer, key)
    locked = statement.with_for_update(read=True, of=(Plan, PlanSettings))
    found = (await writing.session.execute(locked)).one_or_none()
    entity = writing.deployment.registry.entity("Plan")
    if found is None or (entity.read and not writing.viewer.may(entity.read)):
        raise refusal("planId", "names no Plan that you may see.", Code.NOT_FOUND)
    today = writing.deployment.clock.today()
    planning = planning_of(writing.deployment.registry, writing.viewer, today, found)
    if planning.plan.archived_at is not None:
        raise refusal("planId", "is an archived plan: restore it first.", Code.ARCHIVED)
    return planning


def _check_reason(planning: Planning, reason: str | None) -> None:
    if reason is None:
        return
    if not planning.administers:
        text = "can be given by administrators of the plan only."
        raise refusal("overrideReason", text, Code.FORBIDDEN_VALUE)
    if not 0 < len(reason.strip()) <= LONGEST_REASON:
        raise refusal("overrideReason", f"must have 1 to {LONGEST_REASON} characters.")
