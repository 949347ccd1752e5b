"""What must hold for price rules."""

from core.writing import Code, Draft, Rules
from plugins.pupesoft_tools.customer_memo.prices.enums import PriceRuleKind

WHOM = ("customer_id", "segment_id", "district_id")
WHAT = ("product_id", "product_group_id", "offering_area_id")


class PriceRuleRules(Rules):
    """It is for one customer, segment or district; a discount has a percentage, a price an amount
    and something that it is the price of; it ends after it begins.
    """

    def check(self, draft: Draft) -> None:
        if draft.differs("archived_at"):
            return
        if sum(draft.get(name) is not None for name in WHOM) != 1:
            text = "'segmentId', 'districtId': name exactly one whom it is for."
            draft.refuse("customer_id", f"and {text}", Code.REQUIRED)
        what = sum(draft.get(name) is not None for name in WHAT)
        if what > 1:
            text = "'productGroupId', 'offeringAreaId': name one at most."
            draft.refuse("product_id", f"and {text}")
        if draft.get("kind") is PriceRuleKind.DISCOUNT:
            _check_discount(draft)
        else:
            _check_price(draft, what)
        first, last = draft.get("valid_from"), draft.get("valid_to")
        if first is not None and last is not None and last < first:
            draft.refuse("valid_to", "is before 'validFrom'.")
        if (draft.get("minimum_quantity") or 0) < 0:
            draft.refuse("minimum_quantity", "must be at least 0.")


def _check_discount(draft: Draft) -> None:
    percent = draft.get("percent")
    if percent is None:
        draft.refuse("percent", "is required of a discount.", Code.REQUIRED)
    elif not 0 <= percent <= 100:
        draft.refuse("percent", "must be from 0 to 100.")
    if draft.get("price") is not None:
        draft.refuse("price", "can stand only with a kind of price.")


def _check_price(draft: Draft, what: int) -> None:
    price = draft.get("price")
    if price is None:
        draft.refuse("price", "is required of a price.", Code.REQUIRED)
    elif price < 0:
        draft.refuse("price", "must be at least 0.")
    if draft.get("percent") is not None:
        draft.refuse("percent", "can stand only with the kind DISCOUNT.")
    if what == 0:
        text = "is required of a price, or 'productGroupId', or 'offeringAreaId'."
        draft.refuse("product_id", text, Code.REQUIRED)
