"""Writing price rules."""

from core.keywords.rules import in_list
from core.products.rules import is_offering_area
from core.segments.carrying import is_segment
from core.writing import writes
from plugins.pupesoft_tools.customer_memo.prices.permissions import PricePermission
from plugins.pupesoft_tools.customer_memo.prices.rules import PriceRuleRules
from plugins.pupesoft_tools.customer_memo.prices.types import CustomerPriceRule

rule_writes = writes(
    CustomerPriceRule,
    inputs=(
        "kind",
        "customer",
        "segment",
        "district",
        "product",
        "product_group",
        "offering_area",
        "percent",
        "price",
        "currency",
        "minimum_quantity",
        "valid_from",
        "valid_to",
    ),
    create=PricePermission.WRITE,
    update=PricePermission.WRITE,
    archive=PricePermission.WRITE,
    rules=PriceRuleRules,
    only={
        "segment": is_segment,
        "district": in_list("DISTRICT"),
        "product_group": in_list("PRODUCT_GROUP"),
        "offering_area": is_offering_area,
    },
)
