"""iCalendar feeds: a calendar for other programs, at a secret address."""
