"""What an employee may do with offers, invoices and holds."""

from core.permissions import Permission


class FinancePermission(Permission):
    READ = "finance:read", "Read offers, invoices and payments of visible customers, with amounts."
    READ_MARGIN = "finance:read_margin", "Read costs and margins too; needs `finance:read`."
    READ_HOLDS = "finance:read_holds", "Read delivery holds of visible customers, without amounts."
    WRITE = "finance:write", "Make and change offers, invoices, payments and write-offs."
    SYNC = "finance:sync", "Feed records of other systems; what is there must be readable too."
    HOLD = "finance:hold", "Set and end delivery holds."
    MANAGE_RULES = "finance:manage_rules", "Make and change credit rules and credit limits."
