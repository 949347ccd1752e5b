import pytest
from sqlalchemy import select, text

from core.customers.models import Customer
from core.reading.search import Search
from core.searching import search_text
from tests.api import Api
from tests.factories import customer, save


async def found(api: Api, words: str) -> list[str]:
    condition, rank = search_text(Customer, Search(words))
    statement = select(Customer.name).where(condition).order_by(rank.desc(), Customer.id)
    return [row.name for row in await api.deployment.database.fetch(statement)]


@pytest.mark.parametrize(
    ("words", "names"),
    [
        ("öljy", ["Öljynjalostus Oy"]),
        ("OLJY", ["Öljynjalostus Oy"]),
        ("dakovo", ["Đakovo Štamparija d.o.o."]),
        ("štamp đak", ["Đakovo Štamparija d.o.o."]),
        ("turk", ["Turkulainen Oy"]),
        ("turkulainnen", ["Turkulainen Oy"]),
        ("100%", ["100% Ale"]),
        ("0_a", []),
        ("\\", []),
        ("0100130-4", ["Turkulainen Oy"]),
    ],
)
async def test_words_are_found_without_accents_by_their_parts(
    api: Api, words: str, names: list[str]
) -> None:
    await save(
        api,
        customer(1, name="Öljynjalostus Oy"),
        customer(2, name="Đakovo Štamparija d.o.o."),
        customer(3, name="Turkulainen Oy", business_id="0100130-4"),
        customer(4, name="100% Ale"),
    )
    assert await found(api, words) == names


async def test_the_closest_comes_first(api: Api) -> None:
    await save(api, customer(1, name="Norvalin Oy"), customer(2, name="Oy Norva Ab"))
    assert await found(api, "norva") == ["Oy Norva Ab", "Norvalin Oy"]


async def test_a_search_uses_the_index(api: Api) -> None:
    many = text(
        "INSERT INTO customer (number, name, name_sort) "
        "SELECT n, md5(n::text), '' FROM generate_series(1, 5000) n"
    )
    condition, _ = search_text(Customer, Search("c4ca4238"))
    wanted = select(Customer.id).where(condition)
    engine = api.deployment.database.engine.sync_engine
    literally = wanted.compile(engine, compile_kwargs={"literal_binds": True})
    async with api.deployment.database.reading() as connection:
        await connection.execute(many)
        await connection.execute(text("VACUUM ANALYZE customer"))
        plan = (await connection.execute(text(f"EXPLAIN {literally}"))).scalars().all()
    assert any("ix_customer_search_text" in line for line in plan)
