"""Writing opportunities and their stages, and what they were before they came here."""

from core.keywords.rules import in_list
from core.products.rules import is_offering_area
from core.segments.carrying import is_segment
from core.writing import Links, writes
from plugins.opportunities.change_rules import ChangeRules
from plugins.opportunities.models import OpportunitySegment
from plugins.opportunities.permissions import OpportunityPermission
from plugins.opportunities.rules import OpportunityRules
from plugins.opportunities.stage_rules import StageRules
from plugins.opportunities.types import Opportunity, OpportunityChange, Stage

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
        "lost_reason",
        "segments",
        "invoicing_starts_on",
        "invoicing_months",
        "split_method",
        "split_weights",
    ),
    create=OpportunityPermission.WRITE,
    update=OpportunityPermission.WRITE,
    archive=OpportunityPermission.ARCHIVE,
    rules=OpportunityRules,
    links={"segments": Links(OpportunitySegment.opportunity_id, OpportunitySegment.keyword_id)},
    only={
        "offering_area": is_offering_area,
        "lost_reason": in_list("LOST_REASON"),
        "segments": is_segment,
    },
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

change_writes = writes(
    OpportunityChange,
    inputs=(
        "opportunity",
        "day",
        "actor",
        "stage",
        "amount",
        "currency",
        "probability",
        "expected_close_on",
        "closed_on",
        "owner",
    ),
    create=OpportunityPermission.IMPORT_HISTORY,
    update=OpportunityPermission.IMPORT_HISTORY,
    rules=ChangeRules,
    filled=("probability",),
)
"""Only imports use it: there is no mutation."""
