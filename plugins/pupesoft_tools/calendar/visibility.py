"""For which reasons an entry is visible, besides its customer."""

from core.employees.visibility import owned
from core.visibility import Reason

REASONS = (Reason("CalendarEntry", "OWNER", "It is in your calendar.", owned),)
