"""Writing groups and responsibilities, and in which groups customers are."""

from core.keywords.rules import in_list
from core.writing import Links, added_inputs, writes
from plugins.groups import fields, models
from plugins.groups.permissions import GroupPermission, ResponsibilityPermission
from plugins.groups.responsibility_models import ResponsibilityRole
from plugins.groups.responsibility_rules import ResponsibilityRules
from plugins.groups.responsibility_types import Responsibility, ResponsibilitySettings
from plugins.groups.rules import CustomerGroupRules, GroupedCustomerRules, SpecialGroupRules
from plugins.groups.types import CustomerGroup, SpecialGroup

CUSTOMER_ROLES = "CUSTOMER_ROLE"
PROJECT_ROLES = "PROJECT_ROLE"

group_writes = writes(
    CustomerGroup,
    inputs=("name", "number_start", "ledger_account", "dimensions", "sellers"),
    create=GroupPermission.MANAGE,
    update=GroupPermission.MANAGE,
    archive=GroupPermission.MANAGE,
    rules=CustomerGroupRules,
    links={
        "sellers": Links(
            models.CustomerGroupSeller.group_id, models.CustomerGroupSeller.employee_id
        )
    },
    natural_keys=("name",),
)

special_group_writes = writes(
    SpecialGroup,
    inputs=("name", "description"),
    create=GroupPermission.MANAGE,
    update=GroupPermission.MANAGE,
    archive=GroupPermission.MANAGE,
    rules=SpecialGroupRules,
    natural_keys=("name",),
)

customer_inputs = added_inputs(
    fields.customer,
    links={
        "customer_group": Links(
            models.CustomerGroupMember.customer_id, models.CustomerGroupMember.group_id
        ),
        "special_groups": Links(
            models.SpecialGroupMember.customer_id, models.SpecialGroupMember.group_id
        ),
    },
    rules=GroupedCustomerRules,
)

responsibility_writes = writes(
    Responsibility,
    inputs=("customer", "employee", "valid_from", "valid_to", "roles"),
    create=ResponsibilityPermission.WRITE,
    update=ResponsibilityPermission.WRITE,
    rules=ResponsibilityRules,
    links={"roles": Links(ResponsibilityRole.responsibility_id, ResponsibilityRole.role_id)},
    only={"roles": in_list(CUSTOMER_ROLES)},
    plural="Responsibilities",
)

settings_writes = writes(
    ResponsibilitySettings,
    inputs=("responsible_see",),
    update=ResponsibilityPermission.MANAGE,
    plural="AllResponsibilitySettings",
)
