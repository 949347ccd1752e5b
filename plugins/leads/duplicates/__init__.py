"""Records that may be of the same company or person as a lead."""

from plugins.leads.duplicates.find import find_matches, grouped, of_leads
from plugins.leads.duplicates.match import Match, Reason

__all__ = ["Match", "Reason", "find_matches", "grouped", "of_leads"]
