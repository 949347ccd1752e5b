"""How comparisons are divided, as which files they come, and to whom they are sent."""

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


@strawberry.enum(description="As what kind of file a comparison comes.")
class ContractFormat(Enum):
    PDF = strawberry.enum_value(
        "PDF",
        description="PDF: a letter for each customer, with its sales by department and by product "
        "group.",
    )
    EXCEL = strawberry.enum_value(
        "EXCEL", description="Excel: a row for each product group, and sums."
    )
