"""The keys that records are compared by."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import (
    ColumnElement,
    FromClause,
    Integer,
    Select,
    Text,
    and_,
    case,
    false,
    func,
    literal,
    or_,
    select,
)
from sqlalchemy.orm import aliased

from core.declare.field import Alias
from core.reading.visible import visible
from core.viewer import Viewer
from plugins.leads.duplicates.match import CONTRADICTED, POINTS, Reason

if TYPE_CHECKING:
    from core.registry import Registry

LOOKED_AT = 50
"""Records of a kind that are looked at for one lead and reason, the oldest first."""


@dataclass(frozen=True)
class Candidates:
    """The rows of one kind that share a key with a probe, and which probes have the key."""

    rows: Select[Any]
    usable: ColumnElement[bool]


@dataclass(frozen=True)
class Kind:
    """Rows of an entity beside a probe."""

    registry: "Registry"
    viewer: Viewer
    probe: FromClause
    entity: str

    def sharing(self, reason: Reason) -> Candidates:
        """The rows in use that share the key of a reason with the probe."""
        row: Any = aliased(self.registry.entity(self.entity).model)
        key = self.probe.c[KEYS[reason]]
        where = [getattr(row, KEYS[reason]) == key, row.archived_at.is_(None)]
        if self.entity == "Lead":
            where.append(row.id.is_distinct_from(self.probe.c.lead_id))
        if reason is Reason.BUSINESS_ID:
            where.append(_may_be(self.country(row), self.probe.c.country))
        found = (
            select(
                literal(self.entity, Text).label("kind"),
                row.id.label("key"),
                literal(reason.name, Text).label("reason"),
                self._score(row, reason).label("score"),
                self._seen(row).label("seen"),
            )
            .where(*where)
            .order_by(row.id)
            .limit(LOOKED_AT)
            .correlate(self.probe)
        )
        return Candidates(found, key.is_not(None))

    def country(self, row: Alias) -> ColumnElement[Any]:
        found: ColumnElement[Any] = row.country if self.entity == "Lead" else row.billing_country
        return found

    def _score(self, row: Alias, reason: Reason) -> ColumnElement[int]:
        points = literal(POINTS[reason], Integer)
        if self.entity == "Contact" or reason is Reason.BUSINESS_ID:
            return points
        other = [_differ(row.business_key, self.probe.c.business_key)]
        if reason is Reason.EMAIL:
            other.append(_differ(row.company_key, self.probe.c.company_key))
        return case((func.coalesce(or_(*other), false()), points - CONTRADICTED), else_=points)

    def _seen(self, row: Alias) -> ColumnElement[bool]:
        entity = self.registry.entity(self.entity)
        if entity.read is not None and not self.viewer.may(entity.read):
            return false()
        return visible(self.registry, entity, row, self.viewer)


KEYS = {
    Reason.BUSINESS_ID: "business_key",
    Reason.EMAIL: "email",
    Reason.COMPANY: "company_key",
}
"""The columns that leads and customers have; contacts have the e-mail address only."""


def candidates(
    registry: "Registry", viewer: Viewer, probe: FromClause, kinds: Iterable[str]
) -> Iterator[Candidates]:
    """What probes are compared with: rows of the entities `kinds`."""
    for entity in kinds:
        kind = Kind(registry, viewer, probe, entity)
        reasons = KEYS if entity != "Contact" else (Reason.EMAIL,)
        yield from (kind.sharing(reason) for reason in reasons)


def _differ(one: ColumnElement[Any], other: ColumnElement[Any]) -> ColumnElement[bool]:
    """Whether both are known and not the same."""
    return and_(one.is_not(None), other.is_not(None), one != other)


def _may_be(one: ColumnElement[Any], other: ColumnElement[Any]) -> ColumnElement[bool]:
    return or_(one.is_(None), other.is_(None), one == other)
