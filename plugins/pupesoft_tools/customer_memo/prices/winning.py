"""Which of the rules for a customer and product wins: no SQL, no GraphQL.

Prices are looked for first: in the customer's currency, then in the product's own; without one the
product's price stands. A net price stands as it is, of any other the discount that wins is taken.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from plugins.pupesoft_tools.customer_memo.prices.enums import PriceReason, PriceRuleKind

CENT = Decimal("0.01")
NONE = Decimal("0.00")
ORDER = {reason: place for place, reason in enumerate(PriceReason)}


@dataclass(frozen=True)
class Candidate:
    """A rule that counts for a customer, a product, a quantity and a day."""

    key: int
    kind: PriceRuleKind
    reason: PriceReason
    percent: Decimal | None
    price: Decimal | None
    currency: str
    minimum_quantity: Decimal
    valid_from: date | None

    @property
    def better_first(self) -> tuple[int, Decimal, int, Decimal, int]:
        """Sorts before what it wins against: the nearer rule; of the same step that of the larger
        quantity, the later beginning, the lower price or higher discount, and the newer one.
        """
        began = self.valid_from.toordinal() if self.valid_from else 0
        dearer = self.price if self.price is not None else -(self.percent or Decimal(0))
        return (ORDER[self.reason], -self.minimum_quantity, -began, dearer, -self.key)


@dataclass(frozen=True)
class Asked:
    """The product's own price, and the customer's currency."""

    list_price: Decimal | None
    list_currency: str
    currency: str


@dataclass(frozen=True)
class Priced:
    """What a unit costs, and why. `price` is before the discount, `net` after it."""

    price: Decimal | None
    currency: str
    price_reason: PriceReason
    price_rule: int | None
    discount: Decimal
    discount_reason: PriceReason
    discount_rule: int | None

    @property
    def net(self) -> Decimal | None:
        """To the cent, half a cent up."""
        if self.price is None:
            return None
        return (self.price * (100 - self.discount) / 100).quantize(CENT, ROUND_HALF_UP)


def best(candidates: Iterable[Candidate]) -> Candidate | None:
    """The one that wins; None of none."""
    return min(candidates, key=lambda each: each.better_first, default=None)


def priced(asked: Asked, candidates: Sequence[Candidate]) -> Priced:
    """What a unit costs."""
    prices = [c for c in candidates if c.kind is not PriceRuleKind.DISCOUNT]
    rule = best(c for c in prices if c.currency == asked.currency) or best(
        c for c in prices if c.currency == asked.list_currency
    )
    discount = best(c for c in candidates if c.kind is PriceRuleKind.DISCOUNT)
    is_net = rule is not None and rule.kind is PriceRuleKind.NET_PRICE
    price = rule.price if rule else asked.list_price
    if is_net or price is None or discount is None:
        discount = None
    without = PriceReason.NET_PRICE if is_net else PriceReason.NO_RULE
    own = PriceReason.NO_RULE if price is None else PriceReason.LIST_PRICE
    return Priced(
        price=price,
        currency=rule.currency if rule else asked.list_currency,
        price_reason=rule.reason if rule else own,
        price_rule=rule.key if rule else None,
        discount=(discount.percent or NONE) if discount else NONE,
        discount_reason=discount.reason if discount else without,
        discount_rule=discount.key if discount else None,
    )
