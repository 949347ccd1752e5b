"""Ways to the change log."""

from core.declare import connection, extend
from core.roots import Query

fields = extend(Query, changes=connection("Change", None, "Visible writes, the latest first."))
