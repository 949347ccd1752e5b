"""What an employee may do with prices of customers."""

from core.permissions import Permission


class PricePermission(Permission):
    READ = "prices:read", "Read the prices and discounts of visible customers, and why they are so."
    WRITE = "prices:write", "Agree on prices and discounts of customers, segments and districts."
