"""What an employee may do with reports of annual contracts."""

from core.permissions import Permission


class AnnualContractPermission(Permission):
    READ = (
        "annual_contracts:read",
        "Compare sales to visible customers with those a year earlier; needs `finance:read`.",
    )
    SEND = (
        "annual_contracts:send",
        "Send these comparisons to customers and account managers by e-mail.",
    )
