"""Aliases: used again by other statements, and never twice in one."""

import pytest

from core.customers.models import Customer
from core.declare.aliases import MOST_ALIKE, alias, one_statement
from core.declare.field import Alias
from core.employees.models import Employee


def drawn(times: int) -> list[Alias]:
    with one_statement():
        return [alias(Customer) for _ in range(times)]


def are_distinct(rows: list[Alias]) -> bool:
    return len({id(row) for row in rows}) == len(rows)


def test_no_alias_stands_twice_in_a_statement_however_many_it_has() -> None:
    for times in (1, 2, MOST_ALIKE, MOST_ALIKE + 3):
        assert are_distinct(drawn(times))


def test_the_next_statement_uses_them_again_in_their_order() -> None:
    first, second = drawn(3), drawn(2)
    assert all(one is other for one, other in zip(first, second, strict=False))


def test_so_many_are_kept() -> None:
    first, second = (drawn(MOST_ALIKE + 1) for _ in range(2))
    assert first[MOST_ALIKE - 1] is second[MOST_ALIKE - 1]
    assert first[MOST_ALIKE] is not second[MOST_ALIKE]


def test_models_do_not_share_aliases() -> None:
    with one_statement():
        assert are_distinct([alias(Customer), alias(Employee), alias(Employee)])


def test_a_statement_made_while_another_is_shares_none_with_it() -> None:
    with one_statement():
        with one_statement():
            inner = alias(Customer)
        assert are_distinct([inner, alias(Customer), *drawn(2), alias(Customer)])


def test_what_is_made_outside_of_statements_is_new() -> None:
    outside = [alias(Customer) for _ in range(3)]
    assert are_distinct([*outside, *drawn(3)])


def test_a_statement_that_fails_keeps_none_from_the_next() -> None:
    def fail() -> None:
        with one_statement():
            alias(Customer)
            raise LookupError

    before = drawn(1)
    with pytest.raises(LookupError):
        fail()
    assert drawn(1)[0] is before[0]
    assert are_distinct([alias(Customer), alias(Customer)])
