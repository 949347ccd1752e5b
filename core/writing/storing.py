"""Writing checked drafts: few statements for all of them, and the guilty ones found by halving."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import bindparam, delete, func, insert, update
from sqlalchemy.exc import DataError, DBAPIError, IntegrityError
from sqlalchemy.orm.attributes import set_committed_value

from core.writing.change import Action
from core.writing.constraints import explain, taken_meanwhile
from core.writing.draft import Draft
from core.writing.inputs import LinksInput
from core.writing.rules import Rules
from core.writing.session import change_of
from core.writing.writing import Writing

Changed = Mapping[str, tuple[object, object]]

REFILLS = 20
"""How often a value is filled anew that another row got meanwhile."""


@dataclass(frozen=True)
class Written:
    """What one savepoint wrote: rows made, and values changed."""

    made: Mapping[Draft, Any]
    changed: Mapping[Draft, Changed]

    def settle(self) -> None:
        """Show in the rows and drafts what the database holds now."""
        for draft, changed in self.changed.items():
            draft.action = Action.UPDATE
            for name in changed.keys() - draft.links.keys():
                set_committed_value(draft.row, name, changed[name][1])
            set_committed_value(draft.row, "version", draft.row.version + 1)
        for draft, row in self.made.items():
            draft.action = Action.CREATE
            draft.row = row


class Store:
    """Writes the drafts of one batch."""

    def __init__(self, writing: Writing, rules: Rules) -> None:
        self._writing = writing
        self._rules = rules

    async def write(self, drafts: Sequence[Draft], refills: int = REFILLS) -> None:
        """Write all drafts; those that a constraint refuses get an error and leave no trace."""
        if not drafts:
            return
        try:
            async with self._writing.session.begin_nested():
                written = await self._write(drafts)
        except (IntegrityError, DataError) as error:
            if len(drafts) == 1:
                await self._refused(drafts[0], error, refills)
                return
            half = len(drafts) // 2
            await self.write(drafts[:half])
            await self.write(drafts[half:])
        else:
            written.settle()

    async def _refused(self, draft: Draft, error: DBAPIError, refills: int) -> None:
        """Fill a value anew that another row has got meanwhile, or tell what is wrong."""
        attribute = taken_meanwhile(draft, error) if refills else None
        if attribute is not None:
            draft.values[attribute] = None
            await self._rules.complete_all([draft])
        if attribute is None or draft.get(attribute) is None:
            explain(draft, error, self._rules)
        elif draft.ok:
            await self.write([draft], refills - 1)

    async def _write(self, drafts: Sequence[Draft]) -> "Written":
        made = await self._insert([d for d in drafts if d.creating])
        found = {d: changes(d) for d in drafts if not d.creating}
        changed = {d: values for d, values in found.items() if values}
        await self._update([*changed])
        await self._link([*made, *changed])
        for draft, values in changed.items():
            self._note(draft, draft.row, values)
        await self._rules.written([*made, *changed])
        return Written(made, changed)

    async def _insert(self, drafts: Sequence[Draft]) -> Mapping[Draft, Any]:
        made = {d: d.writes.model(**_columns(d)) for d in drafts}
        self._writing.session.add_all(made.values())
        await self._writing.session.flush()
        for draft, row in made.items():
            draft.key = row.id
            links: Changed = {n: ([], draft.values[n]) for n in _links(draft) if draft.values[n]}
            if links:
                self._note(draft, row, links)
        return made

    async def _update(self, drafts: Sequence[Draft]) -> None:
        if not drafts:
            return
        table: Any = drafts[0].writes.model.__table__
        names = sorted({n for d in drafts for n in changes(d) if n in table.c})
        statement = (
            update(table)
            .where(table.c.id == bindparam("b_id"), table.c.version == bindparam("b_version"))
            .values({n: bindparam(f"v_{n}") for n in names})
            .values(version=table.c.version + 1, updated_at=func.now())
        )
        connection = await self._writing.session.connection()
        await connection.execute(statement, [_parameters(d, names) for d in drafts])

    async def _link(self, drafts: Sequence[Draft]) -> None:
        for name, field in (drafts[0].writes.link_inputs if drafts else {}).items():
            added, removed = [], []
            for draft in drafts:
                before, after = set(draft.links.get(name, ())), set(draft.values.get(name, ()))
                if name in draft.values:
                    added += [(draft.key, key) for key in sorted(after - before)]
                    removed += [(draft.key, key) for key in sorted(before - after)]
            await self._change_links(field, added, removed)

    async def _change_links(
        self, field: LinksInput, added: list[tuple[Any, int]], removed: list[tuple[Any, int]]
    ) -> None:
        own, other = field.links.own, field.links.other
        table: Any = own.class_.__table__
        if removed:
            gone = delete(table).where(own == bindparam("own"), other == bindparam("other"))
            connection = await self._writing.session.connection()
            await connection.execute(gone, [{"own": a, "other": b} for a, b in removed])
        if added:
            rows = [{own.key: a, other.key: b} for a, b in added]
            await self._writing.session.execute(insert(table), rows)

    def _note(self, draft: Draft, row: Any, values: Changed) -> None:
        single = {n for n, field in draft.writes.link_inputs.items() if field.single}
        told = {
            n: (_first(v), _first(w)) if n in single else (v, w) for n, (v, w) in values.items()
        }
        self._writing.note(change_of(row, Action.UPDATE, told))


def changes(draft: Draft) -> Changed:
    """What will be different in a row that exists: the old and the new value of each."""
    values = draft.values.items()
    return {n: (draft.before(n), v) for n, v in values if draft.before(n) != v}


def _links(draft: Draft) -> list[str]:
    return [n for n in draft.writes.link_inputs if n in draft.values]


def _first(keys: Any) -> object:
    return next(iter(keys or ()), None)


def _columns(draft: Draft) -> dict[str, Any]:
    links = draft.writes.link_inputs
    return {name: value for name, value in draft.values.items() if name not in links}


def _parameters(draft: Draft, names: Sequence[str]) -> dict[str, Any]:
    values = {f"v_{n}": draft.get(n) for n in names}
    return values | {"b_id": draft.row.id, "b_version": draft.row.version}
