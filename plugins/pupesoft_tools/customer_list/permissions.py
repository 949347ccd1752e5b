"""What an employee may do with lists of customers."""

from core.permissions import Permission


class CustomerListPermission(Permission):
    CHANGE_STATE = (
        "customer_list:change_state",
        "Change the sales state of all customers of a list at once; needs `customers:write`.",
    )
    EMAIL = "customer_list:email", "Send lists of visible customers to oneself, as Excel files."
