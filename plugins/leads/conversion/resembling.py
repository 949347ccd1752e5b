"""What resembles a lead's contact or opportunity at the customer that the lead ends in."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any, NamedTuple

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Select,
    Text,
    and_,
    case,
    cast,
    func,
    literal,
    or_,
    select,
    true,
)
from sqlalchemy.orm import aliased
from sqlalchemy.types import TypeEngine

from core.declare.field import Alias
from core.reading.late import Binds
from core.writing import Writing, given_list, read
from plugins.leads.conversion.enums import Target
from plugins.leads.duplicates import Match, Reason, grouped
from plugins.leads.duplicates.keys import LOOKED_AT
from plugins.leads.duplicates.match import POINTS


class Sought(NamedTuple):
    """A contact or opportunity that is looked for: for which lead, at which customer, by what."""

    place: int
    home: int
    email: str | None
    name: str | None


Alike = Callable[[Writing, Alias, Any], ColumnElement[bool]]
"""Whether a row resembles what is sought."""

Found = Mapping[int, Sequence[Match]]
"""What was found for each lead, by its place."""


async def contacts_at_home(writing: Writing, sought: Sequence[Sought]) -> Found:
    """Contacts with the e-mail address, or with the name where one of the addresses is unknown."""
    return await _at_home(writing, Target.CONTACT, sought, _is_person)


async def opportunities_at_home(writing: Writing, sought: Sequence[Sought]) -> Found:
    """Open opportunities of the name."""
    return await _at_home(writing, Target.OPPORTUNITY, sought, _is_open_deal)


def _is_person(writing: Writing, row: Alias, told: Any) -> ColumnElement[bool]:
    unknown = or_(row.email.is_(None), told.email.is_(None))
    return or_(row.email == told.email, and_(func.fold(row.name) == told.name, unknown))


def _is_open_deal(writing: Writing, row: Alias, told: Any) -> ColumnElement[bool]:
    stage: Any = aliased(writing.deployment.registry.entity("Stage").model)
    is_open = select(stage.id).where(
        stage.id == row.stage_id, cast(stage.kind, Text) == literal("OPEN", Text)
    )
    return and_(func.fold(row.name) == told.name, is_open.correlate_except(stage).exists())


async def _at_home(
    writing: Writing, target: Target, sought: Sequence[Sought], alike: Alike
) -> Found:
    if not sought:
        return {}
    lists = dict(zip(Sought._fields, zip(*sought, strict=True), strict=True))
    kept_as = "leads.at_home", target
    return grouped(await read(writing, kept_as, partial(_statement, target, alike), **lists))


def _statement(target: Target, alike: Alike, writing: Writing, binds: Binds) -> Select[Any]:
    told = _table(binds)
    rows = _rows(writing, target, told.c, alike).correlate(told).lateral()
    statement = select(told.c.place, *rows.c).select_from(told.join(rows, true()))
    return statement.order_by(told.c.place, rows.c.score.desc(), rows.c.key)


def _rows(writing: Writing, target: Target, told: Any, alike: Alike) -> Select[Any]:
    entity = writing.deployment.registry.entity(target.entity)
    row: Any = aliased(entity.model)
    by_email = row.email == told.email if target is Target.CONTACT else literal(False)
    reason = case((by_email, literal(Reason.EMAIL.name)), else_=literal(Reason.NAME.name))
    return (
        select(
            literal(target.entity, Text).label("kind"),
            row.id.label("key"),
            reason.label("reason"),
            case((by_email, POINTS[Reason.EMAIL]), else_=POINTS[Reason.NAME]).label("score"),
            writing.sees(entity, row).label("seen"),
            literal(1).label("number"),
        )
        .where(row.customer_id == told.home, row.archived_at.is_(None), alike(writing, row, told))
        .order_by(row.id)
        .limit(LOOKED_AT)
    )


def _table(binds: Binds) -> Any:
    kinds: Sequence[TypeEngine[Any]] = (BigInteger(), BigInteger(), Text(), Text())
    named = zip(Sought._fields, kinds, strict=True)
    lists = [given_list(binds, name, kind) for name, kind in named]
    return func.unnest(*lists).table_valued(*Sought._fields).render_derived("told")
