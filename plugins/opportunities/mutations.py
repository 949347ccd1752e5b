"""Writing opportunities and their stages."""

from core.writing import writes
from plugins.opportunities.permissions import OpportunityPermission
from plugins.opportunities.rules import OpportunityRules, StageRules, is_offering_area
from plugins.opportunities.types import Opportunity, Stage

opportunity_writes = writes(
    Opportunity,
    inputs=(
        "name",
        "customer",
        "contact",
        "owner",
        "stage",
        "product",
        "offering_area",
        "amount",
        "currency",
        "manual_probability",
        "engaged_on",
        "expected_close_on",
        "closed_on",
        "lead_source",
    ),
    create=OpportunityPermission.WRITE,
    update=OpportunityPermission.WRITE,
    archive=OpportunityPermission.ARCHIVE,
    rules=OpportunityRules,
    only={"offering_area": is_offering_area},
    filled=("stage_id",),
    natural_keys=("name",),
    plural="Opportunities",
)

stage_writes = writes(
    Stage,
    inputs=("code", "labels", "position", "probability", "kind"),
    create=OpportunityPermission.MANAGE_STAGES,
    update=OpportunityPermission.MANAGE_STAGES,
    archive=OpportunityPermission.MANAGE_STAGES,
    rules=StageRules,
    filled=("probability",),
    natural_keys=("code",),
)
