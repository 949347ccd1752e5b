"""For which reasons an opportunity is visible, besides its customer."""

from core.employees.visibility import holding, led, owned
from core.visibility import Reason
from plugins.opportunities.permissions import OpportunityPermission

READ_ALL = holding(OpportunityPermission.READ_ALL)

REASONS = (
    Reason("Opportunity", "READ_ALL", "Your role shows you every opportunity.", READ_ALL),
    Reason("Opportunity", "OWNER", "You own it.", owned),
    Reason("Opportunity", "TEAM_LEAD", "Its owner is in a team that you lead.", led),
)
