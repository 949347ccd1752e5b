from collections.abc import Awaitable, Callable, Sequence
from typing import Any

import anyio
import pytest

from plugins.pupesoft_tools.sql_search.errors import Refused, SearchProblem, TookTooLong, TooLarge
from tests.plugins.pupesoft_tools.sql_search.walls import ATTACKS, MARK, SLOTS, Walls, sections

Search = Callable[[str], Awaitable[list[Sequence[Any]]]]

WRITTEN = [sql for _, sql in sections(ATTACKS)]
MEMORY = [sql for title, sql in sections(ATTACKS) if title == "Memory"]
NESTED = [
    f"SELECT {'(' * 3000}1{')' * 3000}",
    f"SELECT * FROM {'(' * 1900}SELECT 1{')' * 1900} AS x",
    f"SELECT {'NOT ' * 900}true",
    f"SELECT {'- ' * 900}1",
    f"SELECT {'ARRAY[' * 900}1{']' * 900}",
    f"SELECT {'CASE WHEN true THEN ' * 600}1{' END' * 600}",
    f"SELECT {'(SELECT ' * 49}1{')' * 49}",
    f"SELECT 1{' + 1' * 1900}",
    f"SELECT 1{' UNION ALL SELECT 1' * 900}",
    f"SELECT 1{'::int' * 1300}",
    f"SELECT a{'.a' * 1300}",
    f"SELECT '{'x' * 30_000}'",
    f"SELECT {'x' * 19_000}",
    f"SELECT * FROM customer WHERE id IN ({', '.join(map(str, range(1900)))})",
    f"SELECT {', '.join(['1'] * 1900)}",
    f"WITH {', '.join(f'a{n} AS (SELECT 1)' for n in range(500))} SELECT 1",
    "SELECT 1\x00",
    "SELECT '\ud800'",
    "\ufeffSELECT 1",
    "",
    " ",
    ";",
    "-- nothing",
    "SELECT",
    "SELECT FROM",
    "SELECT * FROM",
    "(",
    ")",
    "'",
    '"',
    "$$",
    "/*",
    "SELECT * FROM customer WHERE",
    "sélect 1",
    "{}",
    "\\",
    "\\d",
    "\\copy customer TO PROGRAM 'id'",
]
"""What is too deep, too long, or hardly text."""


async def outcome(search: Search, sql: str) -> str:
    """What an attacker is told or shown."""
    try:
        return repr(await search(sql))
    except SearchProblem as problem:
        return problem.message


async def assert_harmless(
    walls: Walls, search: Search, attacks: Sequence[str], at_once: int = SLOTS
) -> None:
    before = await walls.state()
    left = iter(attacks)

    async def attack() -> None:
        for sql in left:
            seen = await outcome(search, sql)
            assert MARK not in seen, (sql[:200], seen[:500])
            assert "Traceback" not in seen

    async with anyio.create_task_group() as attackers:
        for _ in range(at_once):
            attackers.start_soon(attack)
    assert next(left, None) is None
    assert await walls.state() == before


def test_there_are_enough_attacks() -> None:
    assert len(WRITTEN) == len(set(WRITTEN)) > 250


async def test_attacks_are_harmless_behind_both_walls(walls: Walls) -> None:
    await assert_harmless(walls, walls.both, [*WRITTEN, *NESTED])


async def test_the_database_alone_hides_rows_and_columns_and_changes_nothing(walls: Walls) -> None:
    attacks = [sql for sql in [*WRITTEN, *NESTED] if sql not in MEMORY and "\ud800" not in sql]
    await assert_harmless(walls, walls.database_alone, attacks)


async def test_the_parser_alone_hides_rows_and_columns_and_changes_nothing(walls: Walls) -> None:
    await assert_harmless(walls, walls.parser_alone, [*WRITTEN, *NESTED], at_once=1)


async def test_without_the_walls_all_is_seen(
    walls: Walls,
) -> None:
    async with walls.as_owner() as slot:
        found = await walls.rows(slot, "SELECT name FROM public.customer")
        assert MARK in repr(found)
        hashes = await walls.rows(slot, "SELECT password_hash FROM public.employee")
        assert MARK in repr(hashes)


@pytest.mark.parametrize("sql", MEMORY)
async def test_what_would_fill_the_memory_is_ended_by_the_database(walls: Walls, sql: str) -> None:
    with pytest.raises((Refused, TooLarge, TookTooLong)):
        await walls.both(sql)
