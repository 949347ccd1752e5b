"""What must hold for employees, teams and roles."""

from collections.abc import Iterable, Mapping, Sequence

from sqlalchemy import func, select

from core.employees.models import EmployeeRole, Role
from core.employees.rights import EVERYTHING, beyond
from core.reading.rows import keys_parameter
from core.writing import Code, Draft, Rules
from core.writing.hierarchy import refuse_cycles
from core.writing.writing import Writing


class EmployeeRules(Rules):
    """Nobody gives away permissions that he does not hold, nor changes somebody who holds more."""

    async def check_all(self, drafts: Sequence[Draft]) -> None:
        roles = await permissions_of_roles(self.writing, _role_ids(drafts))
        await self._refuse_superiors(drafts)
        for draft in drafts:
            given = set(draft.values.get("role_ids", ())) - set(draft.links.get("role_ids", ()))
            more = self._beyond(p for role in given for p in roles[role])
            if more:
                text = f"gives permissions that you do not hold: {', '.join(more)}."
                draft.refuse("role_ids", text, Code.FORBIDDEN_VALUE)

    async def _refuse_superiors(self, drafts: Sequence[Draft]) -> None:
        keys = [d.key for d in drafts if d.key is not None]
        held = await permissions_of_employees(self.writing, keys)
        for draft in drafts:
            more = self._beyond(held.get(draft.key or 0, ()))
            if more:
                text = f"is an employee with permissions that you do not hold: {', '.join(more)}."
                draft.refuse(draft.key_input, text, Code.FORBIDDEN_VALUE)

    def _beyond(self, permissions: Iterable[str]) -> list[str]:
        return beyond(self.writing.deployment.registry, self.writing.viewer, permissions)


class TeamRules(Rules):
    """No team stands below itself."""

    async def check_all(self, drafts: Sequence[Draft]) -> None:
        await refuse_cycles(self.writing, drafts)


class RoleRules(Rules):
    """A role gets only permissions of enabled plugins, and only those that its writer holds.

    Nobody changes, archives or restores a role that holds more than he does: restored, it would
    give its permissions back to whoever has it. `*` stands for all permissions.
    """

    def check(self, draft: Draft) -> None:
        if "permissions" in draft.values:
            self._check_permissions(draft)
        if more := self._beyond(draft.before("permissions") or ()):
            text = f"is a role with permissions that you do not hold: {', '.join(more)}."
            draft.refuse(draft.key_input, text, Code.FORBIDDEN_VALUE)

    def _check_permissions(self, draft: Draft) -> None:
        wanted = draft.values["permissions"] = sorted(set(draft.values["permissions"] or ()))
        added = set(wanted) - set(draft.before("permissions") or ())
        known = self.writing.deployment.registry.permissions.keys()
        if unknown := sorted(added - known - {EVERYTHING}):
            text = f"holds what no permission is called: {unknown[0][:80]}."
            draft.refuse("permissions", text)
        elif more := self._beyond(added):
            text = f"holds permissions that you do not hold: {', '.join(more)}."
            draft.refuse("permissions", text, Code.FORBIDDEN_VALUE)

    def _beyond(self, permissions: Iterable[str]) -> list[str]:
        return beyond(self.writing.deployment.registry, self.writing.viewer, permissions)


async def permissions_of_roles(
    writing: Writing, keys: Iterable[int]
) -> Mapping[int, Sequence[str]]:
    """What each role gives."""
    statement = select(Role.id, Role.permissions).where(Role.id == keys_parameter(keys))
    return {r[0]: r[1] for r in await writing.session.execute(statement)}


async def permissions_of_employees(
    writing: Writing, keys: Iterable[int]
) -> Mapping[int, Sequence[str]]:
    """What the roles of each employee give, with doubles."""
    given = func.unnest(Role.permissions).label("permission")
    held = (
        select(EmployeeRole.employee_id, given)
        .join(Role, Role.id == EmployeeRole.role_id)
        .where(EmployeeRole.employee_id == keys_parameter(keys), Role.archived_at.is_(None))
        .subquery()
    )
    statement = select(held.c.employee_id, func.array_agg(held.c.permission))
    rows = await writing.session.execute(statement.group_by(held.c.employee_id))
    return {r[0]: r[1] for r in rows}


def _role_ids(drafts: Iterable[Draft]) -> set[int]:
    return {key for d in drafts for key in d.values.get("role_ids", ())}
