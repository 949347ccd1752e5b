"""Aliases: used again by other statements, and never twice in one."""

import pytest
from sqlalchemy import select
from sqlalchemy.orm import aliased

from core.customers.models import Customer
from core.declare.aliases import MOST_ALIKE, Aliased, alias, one_statement, source_of
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


def test_an_alias_has_the_columns_of_its_source_by_the_attributes_of_the_model() -> None:
    found = select(Customer.id, Customer.name, Customer.phone.label("number")).subquery()
    row: Alias = Aliased(Customer, found)
    assert (row.id, row.name, row.number) == (found.c.id, found.c.name, found.c.number)
    assert not hasattr(row, "phone")
    assert source_of(row) is found


def test_the_source_of_a_row_is_what_it_is_read_from() -> None:
    row = alias(Customer)
    assert str(select(row.id)) == str(select(source_of(row).c.id))
    assert source_of(Customer) is Customer.__table__
    assert source_of(aliased(Customer)).element is Customer.__table__  # type: ignore[attr-defined]
