"""The way to the first wall, whose parser takes thirty megabytes once there is SQL to check."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from core.registry import Registry
from core.viewer import Viewer
from plugins.pupesoft_tools.sql_search.parameters import Parameter
from plugins.pupesoft_tools.sql_search.views import shape_of

if TYPE_CHECKING:
    from plugins.pupesoft_tools.sql_search.checking import Checked


def checked(
    registry: Registry, viewer: Viewer, sql: str, parameters: Sequence[Parameter]
) -> "Checked":
    """The search as a viewer may run it; Refused says what may not be, in words."""
    from plugins.pupesoft_tools.sql_search.checking import check  # noqa: PLC0415 - see above

    return check(sql, shape_of(registry, viewer).columns, parameters)
