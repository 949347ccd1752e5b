from datetime import date
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from plugins.pupesoft_tools.customer_memo.prices.enums import PriceReason, PriceRuleKind
from plugins.pupesoft_tools.customer_memo.prices.winning import Asked, Candidate, best, priced

STEPS = [*PriceReason][:12]
cents = st.decimals(0, 1000, places=2)
days = st.none() | st.dates(date(2020, 1, 1), date(2030, 1, 1))


@st.composite
def candidates(draw: st.DrawFn) -> list[Candidate]:
    found = []
    for key in range(draw(st.integers(0, 8))):
        kind = draw(st.sampled_from(PriceRuleKind))
        is_discount = kind is PriceRuleKind.DISCOUNT
        found.append(
            Candidate(
                key=key,
                kind=kind,
                reason=draw(st.sampled_from(STEPS)),
                percent=draw(st.decimals(0, 100, places=2)) if is_discount else None,
                price=None if is_discount else draw(cents),
                currency=draw(st.sampled_from(("EUR", "HRK"))),
                minimum_quantity=draw(st.sampled_from((Decimal(0), Decimal(10)))),
                valid_from=draw(days),
            )
        )
    return found


@given(candidates(), st.none() | cents)
def test_the_nearest_rule_wins_whatever_the_order(
    rules: list[Candidate], own: Decimal | None
) -> None:
    asked = Asked(own, "EUR", "HRK")
    found = priced(asked, rules)
    assert found == priced(asked, rules[::-1])
    prices = [r for r in rules if r.kind is not PriceRuleKind.DISCOUNT]
    if found.price_rule is None:
        assert prices == []
        assert (found.price, found.currency) == (own, "EUR")
    else:
        won = rules[found.price_rule]
        same = [r for r in prices if r.currency == won.currency]
        assert won.currency == "HRK" or not any(r.currency == "HRK" for r in prices)
        assert STEPS.index(won.reason) == min(STEPS.index(r.reason) for r in same)
    if found.price is not None and found.net is not None:
        assert Decimal(0) <= found.net <= found.price
        assert found.net == found.net.quantize(Decimal("0.01"))
    if found.price_reason is PriceReason.NET_PRICE or found.price is None:
        assert found.discount == 0
    if found.discount_rule is not None:
        discounts = [r for r in rules if r.kind is PriceRuleKind.DISCOUNT]
        won = rules[found.discount_rule]
        assert STEPS.index(won.reason) == min(STEPS.index(r.reason) for r in discounts)


def rule(key: int, **values: object) -> Candidate:
    standard: dict[str, object] = {
        "kind": PriceRuleKind.GROSS_PRICE,
        "reason": PriceReason.CUSTOMER_PRODUCT,
        "percent": None,
        "price": Decimal(10),
        "currency": "EUR",
        "minimum_quantity": Decimal(0),
        "valid_from": None,
    }
    return Candidate(key=key, **{**standard, **values})  # type: ignore[arg-type]


def test_ties_go_to_quantity_then_beginning_then_price_then_the_newest() -> None:
    large = rule(1, minimum_quantity=Decimal(5), price=Decimal(90))
    late = rule(2, valid_from=date(2026, 1, 2), price=Decimal(80))
    cheap = rule(3, valid_from=date(2026, 1, 1), price=Decimal(1))
    assert best([cheap, late, large]) is large
    assert best([cheap, late]) is late
    dear, newest = rule(4, price=Decimal(11)), rule(6)
    assert best([dear, rule(5), newest]) is newest


def test_half_a_cent_counts_up() -> None:
    third = rule(2, kind=PriceRuleKind.DISCOUNT, price=None, percent=Decimal("12.5"))
    found = priced(Asked(Decimal("0.20"), "EUR", "EUR"), [third])
    assert found.net == Decimal("0.18")
    free = priced(Asked(Decimal(5), "EUR", "EUR"), [rule(1, price=Decimal(0))])
    assert free.price == free.net == Decimal(0)
    assert free.price_reason is PriceReason.CUSTOMER_PRODUCT
