"""SQL search: free SELECT statements over what the viewer may see."""

from collections.abc import Iterable
from enum import StrEnum

from core.hookspecs import hookimpl
from plugins.pupesoft_tools.sql_search.permissions import SqlSearchPermission


@hookimpl
def register_permissions() -> Iterable[type[StrEnum]]:
    return [SqlSearchPermission]
