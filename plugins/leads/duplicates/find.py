"""Finding what resembles leads, in one statement for any number of them."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from sqlalchemy import FromClause, Select, Subquery, and_, func, or_, select, union_all
from sqlalchemy.dialects.postgresql import distinct_on

from core.reading.rows import keys_parameter
from core.viewer import Viewer
from plugins.leads.duplicates.keys import Candidates, candidates
from plugins.leads.duplicates.match import Match, Reason
from plugins.leads.models import Lead

if TYPE_CHECKING:
    from core.deployment import Deployment
    from core.registry import Registry

KINDS = ("Customer", "Lead", "Contact")

MOST = 20
"""Matches of a kind that are told of one lead, the surest first."""


async def of_leads(
    deployment: "Deployment", viewer: Viewer, keys: list[int]
) -> list[Sequence[Match]]:
    """What resembles each lead, the surest first."""
    statement = find_matches(deployment.registry, viewer, probes(keys))
    found = grouped(await deployment.database.fetch(statement))
    return [found.get(key, ()) for key in keys]


def probes(leads: Iterable[int]) -> Subquery:
    """What leads are looked for by: their keys, and the lead itself, which is no match."""
    return (
        select(
            Lead.id.label("place"),
            Lead.id.label("lead_id"),
            Lead.business_key,
            Lead.email,
            Lead.company_key,
            Lead.country,
        )
        .where(Lead.id == keys_parameter(leads))
        .subquery("probe")
    )


def find_matches(
    registry: "Registry", viewer: Viewer, probe: FromClause, kinds: Iterable[str] = KINDS
) -> Select[Any]:
    """The records that resemble each probe, once each for the surest reason, in that order.

    A probe has the columns of `probes`. What the viewer may not see is joined to one row per kind.
    """
    compared = candidates(registry, viewer, probe, kinds)
    found = union_all(*(_looked_up(probe, c) for c in compared))
    each = found.subquery("found").c
    best = (
        select(*each)
        .ext(distinct_on(each.place, each.kind, each.key))
        .order_by(each.place, each.kind, each.key, each.score.desc())
        .subquery("best")
        .c
    )
    alike = (best.place, best.kind, best.seen)
    order = (best.score.desc(), best.kind, best.key)
    rank = func.row_number().over(partition_by=alike, order_by=order)
    number = func.count().over(partition_by=alike)
    ranked = select(*best, rank.label("rank"), number.label("number")).subquery("ranked").c
    return (
        select(*ranked)
        .where(or_(and_(ranked.seen, ranked.rank <= MOST), ranked.rank == 1))
        .order_by(ranked.place, ranked.score.desc(), ranked.kind, ranked.key)
    )


def grouped(rows: Iterable[Sequence[Any]]) -> Mapping[int, Sequence[Match]]:
    """The matches of each place."""
    found: dict[int, list[Match]] = defaultdict(list)
    for place, kind, key, reason, score, seen, *_, hidden in rows:
        told, number = (key, 1) if seen else (None, hidden)
        found[place].append(Match(kind, told, Reason[reason], score, number))
    return found


def _looked_up(probe: FromClause, wanted: Candidates) -> Select[Any]:
    rows = wanted.rows.lateral()
    return select(probe.c.place, *rows.c).select_from(probe.join(rows, wanted.usable))
