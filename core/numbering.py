"""Numbers given to customers, projects and products: series that count up."""

from sqlalchemy import String, exists, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import InstrumentedAttribute, Mapped, mapped_column
from sqlalchemy.sql.dml import ReturningInsert

from core.models import Base


class NumberSeries(Base):
    """The number that a series gives next."""

    __tablename__ = "number_series"

    code: Mapped[str] = mapped_column(String(60), primary_key=True)
    next_number: Mapped[int]


async def take_number(
    session: AsyncSession, series: str, used: InstrumentedAttribute[str], *, start: int = 1
) -> str:
    """The next number of a series that stands in no row of the column yet.

    Two transactions never get the same one: the second waits for the first to end.
    """
    while True:
        number = str(await session.scalar(_take(series, start)))
        if not await session.scalar(select(exists().where(used == number))):
            return number


def _take(series: str, start: int) -> ReturningInsert[tuple[int]]:
    taken = insert(NumberSeries).values(code=series, next_number=start + 1)
    return taken.on_conflict_do_update(
        index_elements=[NumberSeries.code],
        set_={"next_number": NumberSeries.next_number + 1},
    ).returning(NumberSeries.next_number - 1)
