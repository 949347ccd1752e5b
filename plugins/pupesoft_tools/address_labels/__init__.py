"""Address labels: PDF files for sheets of labels, true to the millimetre."""

from collections.abc import Iterable
from enum import StrEnum

from starlette.routing import BaseRoute

from core.declare import Contribution
from core.deployment import Deployment
from core.downloads import download_route
from core.hookspecs import hookimpl
from plugins.pupesoft_tools.address_labels import file, mutations, queries
from plugins.pupesoft_tools.address_labels.permissions import AddressLabelPermission


@hookimpl
def register_fields() -> Iterable[Contribution]:
    return [queries.label_sheets, mutations.print_address_labels]


@hookimpl
def register_permissions() -> Iterable[type[StrEnum]]:
    return [AddressLabelPermission]


@hookimpl
def register_routes(deployment: Deployment) -> Iterable[BaseRoute]:
    return [download_route(deployment, file.KIND, file.make_file)]
