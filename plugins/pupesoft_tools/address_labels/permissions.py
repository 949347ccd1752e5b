"""What an employee may do with address labels."""

from core.permissions import Permission


class AddressLabelPermission(Permission):
    PRINT = "address_labels:print", "Print address labels of customers that are visible to oneself."
