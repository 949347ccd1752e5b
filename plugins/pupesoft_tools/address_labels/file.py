"""The file of labels, made when it is fetched."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from anyio import to_thread

from core.deployment import Deployment
from core.downloads import File
from core.typesetting import MEDIA_TYPE
from core.viewer import Viewer, require
from plugins.pupesoft_tools.address_labels.permissions import AddressLabelPermission
from plugins.pupesoft_tools.address_labels.printing import pdf_of
from plugins.pupesoft_tools.address_labels.sheets import SHEETS
from plugins.pupesoft_tools.choosing.customers import sees_all
from plugins.pupesoft_tools.results.excel import NoFile

KIND = "address-labels"


async def make_file(
    deployment: Deployment, viewer: Viewer, arguments: Mapping[str, Any], folder: Path
) -> File:
    """Set the labels that were found; NoFile if one is of a customer that is no longer seen."""
    require(viewer, AddressLabelPermission.PRINT)
    if arguments["contacts"]:
        require(viewer, deployment.registry.entity("Contact").read)
    if not await sees_all(deployment, viewer, arguments["customers"]):
        raise NoFile("You no longer see all customers of these labels: print them anew.")
    pdf = await pdf_of(
        SHEETS[arguments["sheet"]],
        arguments["lines"],
        arguments["start"],
        outlines=arguments["outlines"],
    )
    path = folder / "labels.pdf"
    await to_thread.run_sync(path.write_bytes, pdf)
    return File(path, f"{KIND}.pdf", MEDIA_TYPE)
