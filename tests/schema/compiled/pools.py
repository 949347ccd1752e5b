"""Values that generated queries are made of: some fit the rows, some are damaged or extreme."""

from collections.abc import Mapping, Sequence

from graphql import ValueNode
from hypothesis import strategies as st
from hypothesis_graphql import nodes

from tests.schema.compiled.rows import TEXTS

KEYS = (1, 2, 3, 6, 7, 10, 20, 61, 100, 101, 102, 105, 150, 999)
"""Keys of rows; those of customers begin at 1 and at 100, those of most others at 10."""

DAMAGED_IDS = (
    "nothing_1",
    "customer_0",
    "customer_01",
    "CUSTOMER_1",
    "customer_" + "9" * 18,
    "customer_" + "9" * 19,
    "",
    "' OR 1=1 --",
)
STRINGS = (
    *TEXTS,
    "",
    " ",
    "a",
    "A",
    "oy",
    "öl",
    "Customer 4",
    "Helsinki",
    "erp",
    "E10",
    "EUR",
    "en",
    "%",
    "_",
    "\\",
    "'",
    '"',
    "customers:read",
    "name_sort",
    "日本",
    "x" * 300,
)
INTS = (0, 1, 2, 33, 100, -1, 2**31 - 1, -(2**31))
DECIMALS = (
    "0",
    "0.00",
    "-0.01",
    "10.05",
    "999999999999.99",
    "-999999999999.99",
    "99999999999999999999.9999999999",
    "0.0000000001",
    "5",
    "1234567.8",
    "1e3",
)
DATES = (
    *("2026-01-31", "0001-01-01", "0001-01-02", "9999-12-31", "1969-12-31", "1950-01-01"),
    *("2026-03-15", "1582-10-15", "9999-12-30", "2026-02-30"),
)
DATE_TIMES = (
    "1969-07-20T20:17:40.000005Z",
    "2026-01-31T12:00:00+02:00",
    "0001-01-01T00:00:00Z",
    "9999-12-31T23:59:59.999999Z",
    "2038-01-19T03:14:08.000001Z",
    "0999-12-31T23:59:59.999999Z",
    "2026-12-31T00:00:00Z",
    "9999-12-31T23:59:59-01:00",
)

POOLS: Mapping[str, Sequence[str | int]] = {
    "ID": DAMAGED_IDS,
    "String": STRINGS,
    "Int": INTS,
    "Decimal": DECIMALS,
    "Date": DATES,
    "DateTime": DATE_TIMES,
}
"""By scalar."""


def strategies() -> dict[str, st.SearchStrategy[ValueNode]]:
    """How values of the scalars are made."""
    found: dict[str, st.SearchStrategy[ValueNode]] = {
        kind: st.sampled_from(pool).map(_number if kind == "Int" else nodes.String)
        for kind, pool in POOLS.items()
    }
    return found


def _number(value: str | int) -> ValueNode:
    return nodes.Int(int(value))


def another(kind: str, value: object, place: int) -> object:
    """Another value of the same scalar."""
    pool = POOLS.get(kind)
    return pool[place % len(pool)] if pool else value
