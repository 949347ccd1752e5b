"""What an employee may do with SQL searches."""

from core.permissions import Permission


class SqlSearchPermission(Permission):
    RUN = "sql_search:run", "Run SQL searches that others share, and read what can be searched."
    WRITE = "sql_search:write", "Write SQL searches, run and keep them; shared ones need it too."
    AUDIT = "sql_search:audit", "Read who searched for what, of everybody."
