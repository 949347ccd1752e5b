"""For which reasons a customer is visible."""

from core.customers.permissions import CustomerPermission
from core.employees.visibility import holding, led, owned
from core.visibility import Reason

READ_ALL = holding(CustomerPermission.READ_ALL)

REASONS = (
    Reason("Customer", "READ_ALL", "Your role shows you every customer.", READ_ALL),
    Reason("Customer", "OWNER", "You own it.", owned),
    Reason("Customer", "TEAM_LEAD", "Its owner is in a team that you lead.", led),
)
