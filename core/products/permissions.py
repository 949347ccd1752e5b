"""What an employee may do with products and product baskets."""

from core.permissions import Permission


class ProductPermission(Permission):
    READ = "products:read", "Read products and product baskets."
    MANAGE = "products:manage", "Make, change, archive and restore products and product baskets."
