"""Dividing a report: by what, and in which order. What the viewer may not see is no group."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import ColumnElement, Select, and_

from core.declare.aliases import alias
from core.declare.field import Alias
from core.employees.models import Employee, Team
from core.keywords.models import Keyword
from core.products.models import ProductBasket
from core.reading import Asked
from plugins.opportunities.models import OpportunitySegment, Stage
from plugins.opportunities.reports.enums import PipelineGroup

Join = tuple[Alias, ColumnElement[bool]]


@dataclass(frozen=True)
class Group:
    """The key of each group, under the name by which rows show it, and how groups are sorted.

    A report that is not divided has neither.
    """

    keys: Mapping[str, ColumnElement[Any]] = field(default_factory=dict)
    sort: Sequence[ColumnElement[Any]] = ()
    joins: Sequence[Join] = ()

    @property
    def shown(self) -> list[ColumnElement[Any]]:
        """The key under its name."""
        return [key.label(name) for name, key in self.keys.items()]

    @property
    def by(self) -> list[ColumnElement[Any]]:
        """What to group and order by."""
        return [*self.sort, *self.keys.values()]

    def joined(self, statement: Select[Any]) -> Select[Any]:
        """The statement with all that the group is found by."""
        for other, condition in self.joins:
            statement = statement.outerjoin(other, condition)
        return statement


def group_of(
    asked: Asked, row: Alias, opportunity: Alias, default: PipelineGroup | None = None
) -> Group:
    """By what a report is divided, if at all; `row` is the opportunity or a snapshot of it."""
    by = asked.get("by") or default
    return Group() if by is None else _GROUPS[by](asked, row, opportunity)


def _stage(asked: Asked, row: Alias, opportunity: Alias) -> Group:
    stage, join = _seen(asked, "Stage", Stage, row.stage_id)
    return Group({"stage_id": stage.id}, (stage.position, stage.code), [join])


def _owner(asked: Asked, row: Alias, opportunity: Alias) -> Group:
    owner, join = _seen(asked, "Employee", Employee, row.owner_id)
    return Group({"owner_id": owner.id}, [owner.name_sort], [join])


def _team(asked: Asked, row: Alias, opportunity: Alias) -> Group:
    owner: Any = alias(Employee)
    kept = getattr(row, "team_id", None)
    team, join = _seen(asked, "Team", Team, owner.team_id if kept is None else kept)
    joins = [join] if kept is not None else [(owner, owner.id == row.owner_id), join]
    return Group({"team_id": team.id}, [team.name_sort], joins)


def _offering_area(asked: Asked, row: Alias, opportunity: Alias) -> Group:
    area, join = _seen(asked, "ProductBasket", ProductBasket, row.offering_area_id)
    return Group({"offering_area_id": area.id}, [area.name_sort], [join])


def _segment(asked: Asked, row: Alias, opportunity: Alias) -> Group:
    pair: Any = alias(OpportunitySegment)
    segment, join = _seen(asked, "Keyword", Keyword, pair.keyword_id)
    sort = (segment.list, segment.position, segment.code)
    joins = [(pair, pair.opportunity_id == opportunity.id), join]
    return Group({"segment_id": segment.id}, sort, joins)


def _seen(asked: Asked, entity: str, model: type[Any], key: Any) -> tuple[Any, Join]:
    """The row that a key leads to, if the viewer sees it."""
    other: Any = alias(model)
    return other, (other, and_(other.id == key, asked.seen(entity, other)))


_GROUPS: Mapping[PipelineGroup, Callable[[Asked, Alias, Alias], Group]] = {
    PipelineGroup.STAGE: _stage,
    PipelineGroup.OWNER: _owner,
    PipelineGroup.TEAM: _team,
    PipelineGroup.OFFERING_AREA: _offering_area,
    PipelineGroup.SEGMENT: _segment,
}
