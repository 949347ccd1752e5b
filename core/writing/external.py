"""Upserts: which record another system means, safely under parallel calls."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any, cast

from sqlalchemy import (
    ARRAY,
    BigInteger,
    Column,
    ColumnElement,
    DateTime,
    String,
    Table,
    Text,
    Update,
    bindparam,
    delete,
    func,
    literal,
    select,
    tuple_,
    update,
)
from sqlalchemy import cast as cast_to
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.types import TypeEngine

from core.models import Base
from core.writing.draft import Draft, ExternalKey, Tied
from core.writing.finding import lock
from core.writing.user_error import Code, Refused
from core.writing.values import checked
from core.writing.writing import Writing

UNMADE = 0
"""Stands for the key of a record that this transaction is about to make."""

SOURCE = Column("source", String(60))
EXTERNAL_ID = Column("external_id", String(200))


async def find_external(writing: Writing, drafts: Sequence[Draft]) -> None:
    """Give drafts of records that are here already their rows; the others will be made."""
    for draft in drafts:
        _read_key(draft)
    _refuse_doubles(drafts)
    wanted = [d for d in drafts if d.ok]
    if not wanted:
        return
    known = await _claimed(writing, wanted)
    for draft in wanted:
        _recognise(draft, known[cast(ExternalKey, draft.external)])
    await lock(writing, wanted)


async def remember(writing: Writing, drafts: Sequence[Draft]) -> None:
    """Tie external ids to the records that were written, and let go of those that failed."""
    table = external_ids()
    written = [d for d in drafts if d.ok and d.tied and d.key is not None]
    if changed := [d for d in written if d.tied != _tie(d)]:
        await writing.session.execute(_remembering(table, changed))
    claimed = [d for d in drafts if d.tied and d.tied.key == UNMADE]
    if not set(claimed).issubset(written):
        entity = drafts[0].writes.entity.name
        await writing.session.execute(
            delete(table).where(table.c.entity == entity, table.c.record_id == UNMADE)
        )


def external_ids() -> Table:
    return Base.metadata.tables["external_id"]


def _read_key(draft: Draft) -> None:
    found = {}
    for column in (SOURCE, EXTERNAL_ID):
        try:
            found[column.name] = checked(column, draft.given.get(column.name), None)
        except Refused as refused:
            draft.refuse(column.name, refused.message, refused.code)
        else:
            if found[column.name] is None:
                draft.refuse(column.name, "is required: give a text.", Code.REQUIRED)
    if draft.ok:
        draft.external = ExternalKey(**found)
        draft.source_updated_at = cast("datetime | None", draft.given.get("source_updated_at"))


def _refuse_doubles(drafts: Sequence[Draft]) -> None:
    seen: set[ExternalKey] = set()
    for draft in drafts:
        if draft.external in seen:
            draft.refuse(
                "external_id", "stands twice in the batch: join the items.", Code.DUPLICATE
            )
        elif draft.external:
            seen.add(draft.external)


async def _claimed(writing: Writing, drafts: Sequence[Draft]) -> Mapping[ExternalKey, Tied]:
    """What is known of the keys, all locked: whoever comes second waits here for the first."""
    table, entity = external_ids(), drafts[0].writes.entity.name
    keys = _keys(sorted({d.external for d in drafts if d.external}))
    row = (table.c.entity, table.c.source, table.c.external_id, table.c.record_id)
    new = select(literal(entity), keys.c.source, keys.c.external_id, literal(UNMADE))
    claims = insert(table).from_select(row, new.order_by(keys.c.source, keys.c.external_id))
    await writing.session.execute(claims.on_conflict_do_nothing())
    found = await writing.session.execute(
        select(*row[1:], table.c.customer_id, table.c.source_updated_at)
        .where(table.c.entity == entity, tuple_(*row[1:3]).in_(select(keys)))
        .order_by(*row[1:3])
        .with_for_update()
    )
    return {ExternalKey(r[0], r[1]): Tied(r[2], r[3], r[4]) for r in found}


def _keys(keys: Sequence[ExternalKey]) -> Any:
    """The keys as a table of two parameters, whatever their number."""
    parts = ([k.source for k in keys], [k.external_id for k in keys])
    sources, names = (bindparam(None, part, type_=ARRAY(String)) for part in parts)
    return (
        func.unnest(sources, names).table_valued("source", "external_id").render_derived("wanted")
    )


def _recognise(draft: Draft, known: Tied) -> None:
    draft.tied = known
    draft.key = None if known.key == UNMADE else known.key
    now, then = draft.source_updated_at, known.source_updated_at
    if now and then and now < then:
        draft.refuse(
            "source_updated_at",
            f"is older than what is here, of {then:%Y-%m-%dT%H:%M:%S.%fZ}: nothing was changed.",
            Code.STALE,
        )
    draft.source_updated_at = now or then


def _remembering(table: Table, drafts: Sequence[Draft]) -> Update:
    """One statement for all."""
    said = (
        func.unnest(*_columns(drafts)).table_valued("s", "x", "k", "c", "u").render_derived("said")
    )
    values = {
        table.c.record_id: said.c.k,
        table.c.customer_id: said.c.c,
        table.c.source_updated_at: said.c.u,
    }
    return (
        update(table)
        .where(
            table.c.entity == drafts[0].writes.entity.name,
            table.c.source == said.c.s,
            table.c.external_id == said.c.x,
        )
        .values(values)
    )


def _columns(drafts: Sequence[Draft]) -> Iterator[ColumnElement[Any]]:
    kinds: Sequence[TypeEngine[Any]] = (
        Text(),
        Text(),
        BigInteger(),
        BigInteger(),
        DateTime(timezone=True),
    )
    rows = ((*cast(ExternalKey, draft.external), *_tie(draft)) for draft in drafts)
    for kind, values in zip(kinds, zip(*rows, strict=True), strict=True):
        yield cast_to(bindparam(None, list(values), ARRAY(kind)), ARRAY(kind))


def _tie(draft: Draft) -> Tied:
    own = draft.writes.entity.name == "Customer"
    customer = draft.key if own else draft.get("customer_id")
    return Tied(draft.key, customer, draft.source_updated_at)
