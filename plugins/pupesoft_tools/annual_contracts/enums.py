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


@strawberry.enum(description="To whom a comparison is sent.")
class ContractRecipients(Enum):
    ONESELF = strawberry.enum_value("ONESELF", description="To yourself: all customers in a file.")
    ACCOUNT_MANAGERS = strawberry.enum_value(
        "ACCOUNT_MANAGERS", description="To the owners of the customers, each with his own."
    )
    CUSTOMERS = strawberry.enum_value(
        "CUSTOMERS", description="To the customers, each with its own sales, in its language."
    )


@strawberry.enum(description="What becomes of a recipient.")
class RecipientState(Enum):
    NEW = strawberry.enum_value("NEW", description="He gets an e-mail.")
    NO_ADDRESS = strawberry.enum_value(
        "NO_ADDRESS", description="There is no address, or nobody: he gets none."
    )
    ALREADY_SENT = strawberry.enum_value(
        "ALREADY_SENT", description="He got the same before: he gets none."
    )
