"""Customer list: what can be done with all customers that a filter finds."""

from collections.abc import Iterable
from enum import StrEnum

from core.declare import Contribution
from core.hookspecs import hookimpl
from plugins.pupesoft_tools.customer_list import changing, emailing
from plugins.pupesoft_tools.customer_list.permissions import CustomerListPermission


@hookimpl
def register_fields() -> Iterable[Contribution]:
    return [changing.change_customer_states, emailing.email_customer_list]


@hookimpl
def register_permissions() -> Iterable[type[StrEnum]]:
    return [CustomerListPermission]
