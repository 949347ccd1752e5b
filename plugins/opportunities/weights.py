"""How likely an opportunity is, and what it is worth by that."""

from decimal import Decimal

from sqlalchemy import ColumnElement, Integer, Numeric, case, cast, func, select

from core.declare.aliases import source_of
from core.declare.field import Alias
from core.viewer import Viewer
from plugins.opportunities.enums import StageKind
from plugins.opportunities.models import Stage


def likely(opportunity: Alias, stage: Alias) -> ColumnElement[int]:
    """Percent: what was set by hand while the stage is open, else the stage's own.

    Of an opportunity as it once was it is what was recorded then.
    """
    recorded: ColumnElement[int] | None = source_of(opportunity).c.get("probability")
    if recorded is not None:
        return recorded
    by_hand = case((stage.kind == StageKind.OPEN, opportunity.manual_probability))
    return func.coalesce(by_hand, stage.probability, type_=Integer)


def weigh(opportunity: Alias, stage: Alias) -> ColumnElement[Decimal]:
    """The amount times its probability, to the cent."""
    share = opportunity.amount * likely(opportunity, stage) / 100
    return cast(func.round(share, 2), Numeric(14, 2))


def probability(opportunity: Alias, viewer: Viewer) -> ColumnElement[int]:
    """Percent, of one opportunity."""
    found = select(likely(opportunity, Stage)).where(Stage.id == opportunity.stage_id)
    return found.scalar_subquery()


def weighted_amount(opportunity: Alias, viewer: Viewer) -> ColumnElement[Decimal]:
    """The amount times the probability, of one opportunity."""
    found = select(weigh(opportunity, Stage)).where(Stage.id == opportunity.stage_id)
    return found.scalar_subquery()
