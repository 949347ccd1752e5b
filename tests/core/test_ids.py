"""Global ids: a type and a key, and nothing else."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import BigInteger, literal, select

from core.errors import BadInput
from core.ids import GlobalId, decode, decode_as, encode, encode_sql, prefix_of
from tests.api import Api

names = st.from_regex(r"[A-Z][a-z0-9]{0,8}([A-Z][a-z0-9]{1,8}){0,3}", fullmatch=True)
keys = st.integers(1, 10**18 - 1)


@given(name=names, key=keys)
def test_what_is_encoded_is_decoded(name: str, key: int) -> None:
    prefix = prefix_of(name)
    assert decode(encode(prefix, key)) == GlobalId(prefix, key)
    assert decode_as(prefix, encode(prefix, key)) == key


@given(text=st.text(max_size=30))
def test_any_text_is_an_id_or_bad_input(text: str) -> None:
    with suppress(BadInput):
        assert encode(*decode(text)) == text


@pytest.mark.parametrize(
    ("name", "prefix"),
    [
        ("Customer", "customer"),
        ("ProductBasket", "product_basket"),
        ("Iso9001", "iso9001"),
        ("Level2Plan", "level2_plan"),
    ],
)
def test_a_prefix_is_the_name_in_snake_case(name: str, prefix: str) -> None:
    assert prefix_of(name) == prefix


@pytest.mark.parametrize(
    "text",
    [
        *("", "customer", "customer_", "customer_0", "customer_01", "customer_-1", "customer_1 "),
        *("customer_1\n", "Customer_1", "customer__1", "2customer_1", "customer_٣", "_1"),
        "customer_" + "9" * 19,
    ],
)
def test_a_damaged_id_is_refused(text: str) -> None:
    with pytest.raises(BadInput, match="is not an id of this API"):
        decode(text)


def test_a_key_fits_a_bigint_whatever_its_digits() -> None:
    assert decode("customer_" + "9" * 18).key < 2**63


def test_an_id_of_another_type_names_both() -> None:
    with pytest.raises(
        BadInput, match="'contact_1' is an id of contact; one of customer is expected"
    ):
        decode_as("customer", "contact_1")


async def test_sql_writes_ids_as_python_does(api: Api) -> None:
    statement = select(encode_sql("customer", literal(42, BigInteger)))
    assert (await api.deployment.database.fetch(statement))[0][0] == encode("customer", 42)
