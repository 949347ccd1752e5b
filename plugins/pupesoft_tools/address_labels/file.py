"""The file of labels, made when it is fetched."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from anyio import to_thread
from sqlalchemy import select
from sqlalchemy.orm import aliased

from core.customers.models import Customer
from core.deployment import Deployment
from core.downloads import File
from core.reading.rows import keys_parameter
from core.typesetting import MEDIA_TYPE
from core.viewer import Viewer, require
from plugins.pupesoft_tools.address_labels.permissions import AddressLabelPermission
from plugins.pupesoft_tools.address_labels.printing import pdf_of
from plugins.pupesoft_tools.address_labels.sheets import SHEETS
from plugins.pupesoft_tools.choosing.customers import hidden_among
from plugins.pupesoft_tools.results.excel import NoFile

KIND = "address-labels"


async def make_file(
    deployment: Deployment, viewer: Viewer, arguments: Mapping[str, Any], folder: Path
) -> File:
    """Set the labels that were found; NoFile if one is of a customer that is no longer seen."""
    require(viewer, AddressLabelPermission.PRINT)
    row: Any = aliased(Customer)
    wanted = row.id == keys_parameter(arguments["customers"])
    hidden = select(row.id).where(wanted, hidden_among(deployment, viewer, row)).limit(1)
    if await deployment.database.fetch(hidden):
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
