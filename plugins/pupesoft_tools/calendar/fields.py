"""Calendar entries of customers."""

from core.customers.types import Customer
from core.declare import connection, extend
from plugins.pupesoft_tools.calendar.models import CalendarEntry

of_customers = extend(
    Customer,
    calendar_entries=connection(
        "CalendarEntry",
        CalendarEntry.customer_id,
        "The calendar entries about it, of all employees, by their beginning.",
    ),
)
