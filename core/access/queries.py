"""Ways to the viewer and to API tokens."""

from core.access.types import Viewer
from core.context import Info
from core.declare import by_id, connection, extend
from core.roots import Query


@extend(Query, public=True)
def viewer(info: Info) -> Viewer | None:
    """You; null if you are not signed in."""
    known = info.context.viewer
    return Viewer.of(known) if known else None


fields = extend(
    Query,
    api_token=by_id("ApiToken", "The API token with an id."),
    api_tokens=connection("ApiToken", None, "Your API tokens, or with a right those of all."),
)
