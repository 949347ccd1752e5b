"""How reports of annual contracts are divided."""

from enum import Enum

import strawberry


@strawberry.enum(description="By what sales are added up, in each currency.")
class AnnualContractGroup(Enum):
    TOTAL = strawberry.enum_value("TOTAL", description="All customers together.")
    CUSTOMER = strawberry.enum_value("CUSTOMER", description="By customer.")
    DEPARTMENT = strawberry.enum_value("DEPARTMENT", description="By customer and department.")
    PRODUCT_GROUP = strawberry.enum_value(
        "PRODUCT_GROUP", description="By customer, department and product group."
    )
