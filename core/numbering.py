"""Numbers given to customers, projects and products: series that count up."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from sqlalchemy import String, Update, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import InstrumentedAttribute, Mapped, mapped_column
from sqlalchemy.sql.dml import ReturningInsert

from core.models import Base

if TYPE_CHECKING:
    from core.writing import Draft

LARGEST_STEP = 1_000


class NumberSeries(Base):
    """The number that a series gives next."""

    __tablename__ = "number_series"

    code: Mapped[str] = mapped_column(String(60), primary_key=True)
    next_number: Mapped[int]


async def fill_numbers(
    session: AsyncSession,
    drafts: "Sequence[Draft]",
    series: str,
    used: InstrumentedAttribute[str],
) -> None:
    """Give new rows without a number the next ones of a series."""
    wanted = [d for d in drafts if d.creating and not d.get(used.key)]
    taken = {d.get(used.key) for d in drafts}
    numbers = await take_numbers(session, series, used, len(wanted), taken)
    for draft, number in zip(wanted, numbers, strict=True):
        draft.values[used.key] = number


async def take_numbers(
    session: AsyncSession,
    series: str,
    used: InstrumentedAttribute[str],
    count: int,
    taken: set[str] | None = None,
    *,
    start: int = 1,
) -> list[str]:
    """The next numbers of a series that stand in no row of the column, nor are taken otherwise.

    Two transactions never get the same one: the second waits for the first to end. Numbers that
    stand in rows already are passed over, looked for in growing steps.
    """
    found: list[str] = []
    step = count
    while len(found) < count:
        (after,) = (await session.execute(_take(series, start, step))).one()
        numbers = [str(n) for n in range(after - step, after)]
        known = set(await session.scalars(select(used).where(used.in_(numbers)))) | (taken or set())
        found += [n for n in numbers if n not in known]
        step = min(2 * step, LARGEST_STEP)
    if len(found) > count:
        await session.execute(_return(series, int(found[count])))
    return found[:count]


def _return(series: str, number: int) -> Update:
    """Let a series that this transaction holds go on with a number that it gave too early."""
    return update(NumberSeries).where(NumberSeries.code == series).values(next_number=number)


def _take(series: str, start: int, step: int) -> ReturningInsert[int]:
    taken = insert(NumberSeries).values(code=series, next_number=start + step)
    return taken.on_conflict_do_update(
        index_elements=[NumberSeries.code],
        set_={"next_number": NumberSeries.next_number + step},
    ).returning(NumberSeries.next_number)
