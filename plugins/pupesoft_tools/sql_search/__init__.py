"""SQL search: free SELECT statements over what the viewer may see."""

from collections.abc import Iterable
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

from starlette.routing import BaseRoute

from core.declare import Contribution
from core.deployment import Deployment, OpenDeployment
from core.downloads import download_route
from core.hookspecs import hookimpl
from plugins.pupesoft_tools.sql_search import excel, mutations, queries
from plugins.pupesoft_tools.sql_search.permissions import SqlSearchPermission
from plugins.pupesoft_tools.sql_search.types import SqlSearch, SqlSearchRun

if TYPE_CHECKING:
    from cyclopts import App


@hookimpl
def register_types() -> Iterable[type]:
    return [SqlSearch, SqlSearchRun]


@hookimpl
def register_fields() -> Iterable[Contribution]:
    return [
        queries.fields,
        queries.sql_search_tables,
        mutations.search_writes,
        mutations.run_sql_search,
        excel.export_sql_search,
    ]


@hookimpl
def register_permissions() -> Iterable[type[StrEnum]]:
    return [SqlSearchPermission]


@hookimpl
def register_headings() -> Path:
    return Path(__file__).with_name("headings.toml")


@hookimpl
def register_commands(app: "App", open_deployment: OpenDeployment) -> None:
    from plugins.pupesoft_tools.sql_search.commands import (  # noqa: PLC0415 - only the command line needs them
        add_commands,
    )

    add_commands(app, open_deployment)


@hookimpl
def register_routes(deployment: Deployment) -> Iterable[BaseRoute]:
    return [download_route(deployment, excel.KIND, excel.make_file)]
