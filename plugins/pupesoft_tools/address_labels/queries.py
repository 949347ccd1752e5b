"""What labels can be printed on."""

from core.context import Info
from core.declare import extend
from core.roots import Query
from plugins.pupesoft_tools.address_labels.permissions import AddressLabelPermission
from plugins.pupesoft_tools.address_labels.sheets import SHEETS
from plugins.pupesoft_tools.address_labels.types import LabelSheet


@extend(Query, permission=AddressLabelPermission.PRINT)
def label_sheets(info: Info) -> list[LabelSheet] | None:
    """The sheets that address labels can be printed on. Needs `address_labels:print`."""
    return [LabelSheet.of(sheet) for sheet in SHEETS.values()]
