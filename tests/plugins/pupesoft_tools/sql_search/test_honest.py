from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugins.pupesoft_tools.sql_search.checking import check, rendered
from plugins.pupesoft_tools.sql_search.enums import ParameterKind
from plugins.pupesoft_tools.sql_search.errors import Refused
from plugins.pupesoft_tools.sql_search.parameters import Parameter
from tests.plugins.pupesoft_tools.sql_search.walls import HONEST, Walls, sections

SEARCHES = [sql for _, sql in sections(HONEST)]
SINCE = Parameter("since", ParameterKind.DATE)
TEXTS = st.text(st.characters(exclude_characters="\x00", exclude_categories=["Cs"]), max_size=30)


def test_there_are_enough_searches() -> None:
    assert len(SEARCHES) == len(set(SEARCHES)) >= 50


async def test_what_salespeople_ask_means_the_same_behind_both_walls(walls: Walls) -> None:
    empty = []
    for sql in SEARCHES:
        found = await walls.both(sql, seconds=10)
        assert [*map(tuple, found)] == [*map(tuple, await walls.database_alone(sql))], sql
        if not found:
            empty.append(sql)
    assert len(empty) < 5, empty


async def test_a_search_shows_what_its_viewer_sees(walls: Walls) -> None:
    sql = "SELECT id FROM customer ORDER BY id"
    assert [row[0] for row in await walls.both(sql)] == [1, 6]
    assert [row[0] for row in await walls.both(sql, walls.world.admin)] == [*range(1, 9)]
    nobody = walls.world.api.viewer(2)
    with pytest.raises(Refused, match="There is no table 'customer'"):
        await walls.both(sql, nobody)


async def test_the_key_of_a_hidden_row_is_not_shown(walls: Walls) -> None:
    sql = "SELECT customer_id, name FROM opportunity WHERE id = 3"
    assert [tuple(row) for row in await walls.both(sql)] == [(None, "Own, at another's")]
    assert [row[0] for row in await walls.both(sql, walls.world.admin)] == [2]


async def test_parameters_are_values_and_never_text_of_the_search(walls: Walls) -> None:
    parameters = [Parameter("name", ParameterKind.TEXT), SINCE]
    sql = "SELECT id FROM customer WHERE created_at >= :since AND name LIKE :name || :name"
    checked = walls.checked(sql, parameters=parameters)
    assert sorted(parameter.name for parameter in checked.parameters) == ["name", "since"]
    values = {"since": date(1, 1, 1), "name": "%"}
    async with walls.slots.taken(walls.seller) as slot:
        text = checked.sql(slot.schema, 10)
        arguments = [values[parameter.name] for parameter in checked.parameters]
        assert len(await walls.rows(slot, text, arguments=arguments)) == 2
        values["name"] = "' OR true; DELETE FROM customer --"
        arguments = [values[parameter.name] for parameter in checked.parameters]
        assert not await walls.rows(slot, text, arguments=arguments)


async def test_numbers_keep_their_digits(walls: Walls) -> None:
    found = await walls.both("SELECT 0.1 + 0.2, 999999999999.99 * 1, 1e20::numeric, 1.50::numeric")
    assert [*found[0]] == [
        Decimal("0.3"),
        Decimal("999999999999.99"),
        Decimal("1E+20"),
        Decimal("1.50"),
    ]


@given(texts=st.lists(TEXTS, min_size=1, max_size=20))
def test_text_in_quotes_comes_through_as_it_is(texts: list[str]) -> None:
    quoted = ", ".join("'" + text.replace("'", "''") + "'" for text in texts)
    assert rendered(check(f"SELECT {quoted}", {}, []).tree) == f"SELECT {quoted}"


@pytest.mark.parametrize(
    ("sql", "message"),
    [
        ("SELECT nam FROM customer", "There is no column 'nam'. Did you mean 'name'?"),
        ("SELECT c.nam FROM customer c", "There is no column 'nam' in 'c'. Did you mean 'name'?"),
        ("SELECT * FROM customers", "There is no table 'customers'. Did you mean 'customer'?"),
        ("SELECT * FROM public.customer", "Write the table 'customer' without a schema."),
        ("SELECT pg_sleep(1)", "A search may not call pg_sleep."),
        ("UPDATE customer SET name = 'x'", "Only SELECT is allowed, not UPDATE."),
        ("SELECT 1; SELECT 2", "There are several statements: write one SELECT."),
        ("SELECT :x", "There is no parameter 'x': tell its kind in `parameters`."),
        ("SELECT 'x'::regclass", "A search may not use a type that stands for a thing of the"),
        ("SELECT * FROM customer FOR UPDATE", "A search may not use FOR UPDATE and FOR SHARE."),
        ("", "There is no statement: write a SELECT."),
    ],
)
async def test_a_refusal_tells_what_is_wrong(walls: Walls, sql: str, message: str) -> None:
    with pytest.raises(Refused) as refused:
        await walls.both(sql)
    assert refused.value.message.startswith(message)
