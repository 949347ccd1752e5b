"""Annual contracts: sales of a period beside those of a year earlier, for oneself and others."""

from collections.abc import Iterable
from enum import StrEnum
from pathlib import Path

from starlette.routing import BaseRoute

from core.declare import Contribution
from core.deployment import Deployment
from core.downloads import download_route
from core.hookspecs import hookimpl
from core.jobs import Job
from plugins.pupesoft_tools.annual_contracts import exporting, file, mailing, queries
from plugins.pupesoft_tools.annual_contracts.permissions import AnnualContractPermission
from plugins.pupesoft_tools.annual_contracts.sending import SEND
from plugins.pupesoft_tools.annual_contracts.types import (
    AnnualContractLetter,
    AnnualContractMailing,
    AnnualContractRow,
)


@hookimpl
def register_types() -> Iterable[type]:
    return [AnnualContractRow, AnnualContractMailing, AnnualContractLetter]


@hookimpl
def register_fields() -> Iterable[Contribution]:
    return [
        queries.fields,
        exporting.export_annual_contracts,
        mailing.mail_annual_contracts,
    ]


@hookimpl
def register_permissions() -> Iterable[type[StrEnum]]:
    return [AnnualContractPermission]


@hookimpl
def register_headings() -> Path:
    return Path(__file__).with_name("headings.toml")


@hookimpl
def register_routes(deployment: Deployment) -> Iterable[BaseRoute]:
    return [download_route(deployment, file.KIND, file.make_file)]


@hookimpl
def register_jobs() -> Iterable[Job]:
    return [SEND]
