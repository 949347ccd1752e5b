"""Printing labels."""

from collections.abc import Sequence
from typing import Annotated

import strawberry

from core.context import Info
from core.declare import extend
from core.deployment import Deployment
from core.downloads import offer
from core.downloads.types import Download
from core.ids import encode
from core.roots import Mutation
from core.viewer import Viewer
from core.writing import Code, UserError
from core.writing.refusing import Refusal, refusal
from plugins.pupesoft_tools.address_labels.choosing import Choice, Found, find_labels
from plugins.pupesoft_tools.address_labels.enums import LabelRecipient
from plugins.pupesoft_tools.address_labels.file import KIND
from plugins.pupesoft_tools.address_labels.noting import LONGEST, note_labels
from plugins.pupesoft_tools.address_labels.permissions import AddressLabelPermission
from plugins.pupesoft_tools.address_labels.printing import pdf_of
from plugins.pupesoft_tools.address_labels.sheets import SHEETS, Sheet
from plugins.pupesoft_tools.address_labels.types import (
    PrintAddressLabelsInput,
    PrintAddressLabelsPayload,
)
from plugins.pupesoft_tools.settings import PupesoftToolsSettings


@extend(Mutation, permission=AddressLabelPermission.PRINT)
async def print_address_labels(
    info: Info,
    input: Annotated[
        PrintAddressLabelsInput, strawberry.argument(description="Whose labels, on which sheet.")
    ],
) -> PrintAddressLabelsPayload | None:
    """Offer address labels as a PDF file, 15 minutes long, to yourself.

    It is true to the millimetre where it is printed at its actual size. Customers are in the order
    of their names without legal form; texts shrink until they fit. Each customer gets a memo of it,
    where there are memos. Needs `address_labels:print` and `customers:read`, and for contacts
    `contacts:read`.
    """
    deployment, viewer = info.context.deployment, info.context.require()
    try:
        sheet = _sheet(input)
        found = await _found(deployment, viewer, input)
    except Refusal as problem:
        return _payload(errors=[problem.error])
    if input.dry_run:
        return _payload(sheet, found, input.start_position)
    info.context.answer_is_secret = True
    download = await _offered(deployment, viewer, input, sheet, found)
    return _payload(sheet, found, input.start_position, download)


def _sheet(input: PrintAddressLabelsInput) -> Sheet:
    sheet = SHEETS.get(input.sheet)
    if sheet is None:
        raise refusal("sheet", f"is no sheet: use one of {', '.join(SHEETS)}.")
    if not 1 <= input.start_position <= sheet.labels:
        raise refusal("startPosition", f"must be 1 to {sheet.labels} on that sheet.")
    if input.contact_filter is not None and input.recipient is not LabelRecipient.CONTACT:
        raise refusal("contactFilter", "goes with the recipient CONTACT alone: leave it out.")
    if len(input.memo or "") > LONGEST:
        raise refusal("memo", f"has at most {LONGEST} characters: shorten it.", Code.TOO_LONG)
    return sheet


async def _found(deployment: Deployment, viewer: Viewer, input: PrintAddressLabelsInput) -> Found:
    settings = deployment.settings_of(PupesoftToolsSettings).address_labels
    contacts: object = {} if input.contact_filter is None else input.contact_filter
    choice = Choice(input.filter, contacts, input.recipient, input.address)
    found = await find_labels(deployment, viewer, choice, settings.country, settings.labels + 1)
    if found.count > settings.labels:
        text = f"finds more than {settings.labels} labels: print fewer at once."
        raise refusal("filter", text, Code.TOO_MANY)
    if not found.labels:
        text = "finds no customer with an address that you see: ask for others."
        raise refusal("filter", text, Code.NOT_FOUND)
    return found


async def _offered(
    deployment: Deployment,
    viewer: Viewer,
    input: PrintAddressLabelsInput,
    sheet: Sheet,
    found: Found,
) -> Download:
    lines = [label.lines for label in found.labels]
    # set once now, so that nothing is told to be printed that cannot be
    await pdf_of(sheet, lines, input.start_position, outlines=input.outlines)
    arguments = {
        "sheet": sheet.code,
        "start": input.start_position,
        "outlines": input.outlines,
        "lines": lines,
        "customers": found.customers,
        "contacts": input.recipient is LabelRecipient.CONTACT,
    }
    download = Download.of(await offer(deployment, viewer, KIND, arguments))
    if not input.outlines:
        await note_labels(deployment, viewer, found.customers, sheet, input.memo)
    return download


def _payload(
    sheet: Sheet | None = None,
    found: Found | None = None,
    start: int = 1,
    download: Download | None = None,
    errors: Sequence[UserError] = (),
) -> PrintAddressLabelsPayload:
    labels = len(found.labels) if found else 0
    return PrintAddressLabelsPayload(
        download=download,
        labels=labels,
        sheets=-(-(start - 1 + labels) // sheet.labels) if sheet and labels else 0,
        left_out=[
            strawberry.ID(encode("customer", key)) for key in (found.left_out if found else ())
        ],
        user_errors=list(errors),
    )
