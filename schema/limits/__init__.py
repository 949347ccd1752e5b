"""What one request may ask for, and the checks that hold it to that before anything runs."""

from schema.limits.cost import check_cost
from schema.limits.document import check_document, parse_within
from schema.limits.errors import limit_error
from schema.limits.known_costs import KnownCosts
from schema.limits.long_lists import long_lists
from schema.limits.settings import Limits
from schema.limits.values import check_variables

__all__ = [
    "KnownCosts",
    "Limits",
    "check_cost",
    "check_document",
    "check_variables",
    "limit_error",
    "long_lists",
    "parse_within",
]
