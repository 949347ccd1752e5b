"""The mutation that puts customers into a special group and takes them out."""

from collections.abc import Sequence
from typing import Annotated, Any

import strawberry
from sqlalchemy import Select, delete, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import aliased

from core.context import Info
from core.customers.models import Customer
from core.declare import entity_of, extend
from core.errors import BadInput
from core.ids import decode_as
from core.reading.rows import keys_parameter
from core.roots import Mutation
from core.writing import Action, Change, Code, UserError, Writing, attempt, payload_of
from plugins.groups.models import SpecialGroup, SpecialGroupMember
from plugins.groups.permissions import GroupPermission
from plugins.groups.types import SpecialGroup as SpecialGroupType

ENTITY: Any = entity_of(SpecialGroupType)
PAYLOAD: Any = payload_of(ENTITY)

Ids = Sequence[str]


@strawberry.input(description="Which customers come into a special group, and which leave it.")
class ChangeSpecialGroupInput:
    id: strawberry.ID = strawberry.field(description="Id of the special group.")
    add: list[strawberry.ID] = strawberry.field(
        default_factory=list, description="Ids of customers that come in; others stay."
    )
    remove: list[strawberry.ID] = strawberry.field(
        default_factory=list, description="Ids of customers that leave; others stay."
    )


async def _change(
    info: Info,
    input: Annotated[
        ChangeSpecialGroupInput, strawberry.argument(description="Who comes and goes.")
    ],
) -> Any:
    """Put customers into a special group and take others out, all of them or none.

    Together at most as many as the setting `batch_items` says. Needs `groups:manage`.
    """
    context = info.context
    work = _Work(str(input.id), [*map(str, input.add)], [*map(str, input.remove)])
    errors = work.errors(context.deployment.settings.batch_items)
    if not errors:
        errors = await attempt(
            context.deployment, context.require(), work.written, lambda found: not found
        )
    context.loaders.clear()
    return PAYLOAD(key=None if errors else work.key, user_errors=errors)


class _Work:
    """A change of a special group."""

    def __init__(self, group: str, add: Ids, remove: Ids) -> None:
        self._given = {"add": add, "remove": remove}
        self._group = group
        self.key = 0
        self._keys: dict[str, list[int]] = {}

    def errors(self, limit: int) -> list[UserError]:
        """What is wrong with the ids as they are written."""
        count = sum(map(len, self._given.values()))
        if count > limit:
            text = f"name {count} customers: send at most {limit} at once."
            return [_error(("add",), text, Code.TOO_MANY)]
        try:
            self.key = decode_as(ENTITY.prefix, self._group)
        except BadInput as error:
            return [_error(("id",), f"is not usable: {error.message}")]
        return [*self._decoded("add"), *self._decoded("remove")]

    def _decoded(self, name: str) -> list[UserError]:
        found, errors = [], []
        for place, text in enumerate(self._given[name]):
            try:
                found.append(decode_as("customer", text))
            except BadInput as error:
                errors.append(_error((name, str(place)), f"is not usable: {error.message}"))
        self._keys[name] = found
        return errors

    async def written(self, writing: Writing) -> list[UserError]:
        """Write it; what is wrong, if anything is."""
        group = await writing.session.scalar(_locked(writing, self.key))
        if group is None:
            return [_error(("id",), "names no SpecialGroup that you may see.", Code.NOT_FOUND)]
        if group.archived_at is not None:
            return [_error(("id",), "is archived: restore it first.", Code.ARCHIVED)]
        if errors := await self._unseen(writing):
            return errors
        await self._remove(writing, self._keys["remove"])
        await self._add(writing, self._keys["add"])
        return []

    async def _unseen(self, writing: Writing) -> list[UserError]:
        row: Any = aliased(Customer)
        entity = writing.deployment.registry.entity("Customer")
        wanted = {key for keys in self._keys.values() for key in keys}
        statement = select(row.id, row.archived_at).where(
            row.id == keys_parameter(sorted(wanted)), writing.sees(entity, row)
        )
        known = {r[0]: r[1] for r in await writing.session.execute(statement)}
        errors = []
        for name, keys in self._keys.items():
            for place, key in enumerate(keys):
                if key not in known:
                    text = "names no Customer that you may see."
                    errors.append(_error((name, str(place)), text, Code.NOT_FOUND))
                elif name == "add" and known[key] is not None:
                    text = "is an archived Customer: restore it first."
                    errors.append(_error((name, str(place)), text, Code.ARCHIVED))
        return errors

    async def _add(self, writing: Writing, keys: Sequence[int]) -> None:
        rows = [{"customer_id": key, "group_id": self.key} for key in sorted(set(keys))]
        if not rows:
            return
        made = insert(SpecialGroupMember).values(rows).on_conflict_do_nothing()
        new = await writing.session.scalars(made.returning(SpecialGroupMember.customer_id))
        self._note(writing, new.all(), came=True)

    async def _remove(self, writing: Writing, keys: Sequence[int]) -> None:
        member = SpecialGroupMember
        gone = delete(member).where(
            member.group_id == self.key, member.customer_id == keys_parameter(keys)
        )
        old = await writing.session.scalars(gone.returning(member.customer_id))
        self._note(writing, old.all(), came=False)

    def _note(self, writing: Writing, customers: Sequence[int], *, came: bool) -> None:
        values = {"special_group_id": self.key}
        for key in sorted(customers):
            old, new = ({}, values) if came else (values, {})
            writing.note(Change("Customer", key, key, Action.UPDATE, old, new))


def _locked(writing: Writing, key: int) -> Select[SpecialGroup]:
    row: Any = aliased(SpecialGroup)
    seen = row.id == key, writing.sees(ENTITY, row)
    return select(row).where(*seen).with_for_update(of=row, key_share=True)


def _error(where: tuple[str, ...], message: str, code: str = Code.INVALID) -> UserError:
    text = f"'{'.'.join(where)}' {message}"
    return UserError(code=str(code), message=text, path=["input", *where])


_change.__name__ = "change_special_group"
_change.__annotations__["return"] = PAYLOAD | None
change_special_group = extend(Mutation, permission=GroupPermission.MANAGE)(_change)
