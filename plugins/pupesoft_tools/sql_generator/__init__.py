"""SQL generator: reports of chosen fields, without any SQL to be written."""

from collections.abc import Iterable
from enum import StrEnum
from pathlib import Path

from starlette.routing import BaseRoute

from core.declare import Contribution
from core.deployment import Deployment
from core.downloads import download_route
from core.hookspecs import hookimpl
from plugins.pupesoft_tools.sql_generator import excel, fields, mutations, queries
from plugins.pupesoft_tools.sql_generator.permissions import SqlGeneratorPermission
from plugins.pupesoft_tools.sql_generator.types import SqlReport, SqlReportPin


@hookimpl
def register_types() -> Iterable[type]:
    return [SqlReport, SqlReportPin]


@hookimpl
def register_fields() -> Iterable[Contribution]:
    return [
        queries.fields,
        queries.sql_report_entities,
        mutations.report_writes,
        mutations.pin_writes,
        mutations.run_sql_report,
        excel.export_sql_report,
        fields.result,
    ]


@hookimpl
def register_permissions() -> Iterable[type[StrEnum]]:
    return [SqlGeneratorPermission]


@hookimpl
def register_headings() -> Path:
    return Path(__file__).with_name("headings.toml")


@hookimpl
def register_routes(deployment: Deployment) -> Iterable[BaseRoute]:
    return [download_route(deployment, excel.KIND, excel.make_file)]
