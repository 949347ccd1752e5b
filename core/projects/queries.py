"""Ways to projects."""

from core.declare import by_id, connection, extend
from core.roots import Query

fields = extend(
    Query,
    project=by_id("Project", "The project with an id."),
    projects=connection("Project", None, "The projects of visible customers, by name."),
)
