"""What resembles a lead's contact or opportunity at the customer that the lead ends in."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

from sqlalchemy import (
    ARRAY,
    BigInteger,
    ColumnElement,
    Select,
    Text,
    and_,
    bindparam,
    case,
    cast,
    func,
    literal,
    or_,
    select,
    true,
)
from sqlalchemy.orm import aliased

from core.declare.field import Alias
from core.writing import Writing
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


Alike = Callable[[Alias, Any], ColumnElement[bool]]
"""Whether a row resembles what is sought."""

Found = Mapping[int, Sequence[Match]]
"""What was found for each lead, by its place."""


async def contacts_at_home(writing: Writing, sought: Sequence[Sought]) -> Found:
    """Contacts with the e-mail address, or with the name where one of the addresses is unknown."""

    def alike(row: Alias, told: Any) -> ColumnElement[bool]:
        unknown = or_(row.email.is_(None), told.email.is_(None))
        return or_(row.email == told.email, and_(func.fold(row.name) == told.name, unknown))

    return await _at_home(writing, Target.CONTACT, sought, alike)


async def opportunities_at_home(writing: Writing, sought: Sequence[Sought]) -> Found:
    """Open opportunities of the name."""
    stage: Any = aliased(writing.deployment.registry.entity("Stage").model)

    def alike(row: Alias, told: Any) -> ColumnElement[bool]:
        is_open = select(stage.id).where(
            stage.id == row.stage_id, cast(stage.kind, Text) == literal("OPEN", Text)
        )
        return and_(func.fold(row.name) == told.name, is_open.correlate_except(stage).exists())

    return await _at_home(writing, Target.OPPORTUNITY, sought, alike)


async def _at_home(
    writing: Writing, target: Target, sought: Sequence[Sought], alike: Alike
) -> Found:
    if not sought:
        return {}
    told = _table(sought)
    rows = _rows(writing, target, told.c, alike).correlate(told).lateral()
    statement = select(told.c.place, *rows.c).select_from(told.join(rows, true()))
    in_order = statement.order_by(told.c.place, rows.c.score.desc(), rows.c.key)
    return grouped((await writing.session.execute(in_order)).all())


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
        .where(row.customer_id == told.home, row.archived_at.is_(None), alike(row, told))
        .order_by(row.id)
        .limit(LOOKED_AT)
    )


def _table(sought: Sequence[Sought]) -> Any:
    kinds = (BigInteger, BigInteger, Text, Text)
    columns: list[Any] = [
        cast(bindparam(None, list(values), ARRAY(kind)), ARRAY(kind))
        for kind, values in zip(kinds, zip(*sought, strict=True), strict=True)
    ]
    return func.unnest(*columns).table_valued(*Sought._fields).render_derived("told")
