"""What `convertLead` and `convertLeads` take."""

from collections.abc import Mapping
from typing import Any

import strawberry

from core.scalars import JSON
from core.writing import Code, UserError
from plugins.leads.conversion.enums import Mode, Target
from plugins.leads.conversion.request import Choice, Request

VALUES = (
    "Values of fields that may be edited, by the names of the inputs of the record's own mutation, "
    'such as {"name": "Firma Oy", "ownerId": "employee_3"}; null leaves a field blank. In a record '
    "that is there already a value replaces what it has, unless it equals what the lead brings."
)


@strawberry.input(description="How one target of a conversion is reached, and edited before.")
class ConversionTargetInput:
    mode: Mode | None = strawberry.field(
        default=None, description="How it is reached; by default as the conversion is set up."
    )
    id: strawberry.ID | None = strawberry.field(
        default=None, description="With USE_EXISTING, the id of the record."
    )
    values: JSON | None = strawberry.field(default=None, description=VALUES)


@strawberry.input(description="A lead to convert.")
class ConvertLeadItem:
    id: strawberry.ID = strawberry.field(description="Id of the lead.")
    expected_version: int | None = strawberry.field(
        default=None,
        description="The version that was read; if it is another one now, the error is CONFLICT.",
    )
    customer: ConversionTargetInput | None = strawberry.field(
        default=None, description="What to do about the customer."
    )
    contact: ConversionTargetInput | None = strawberry.field(
        default=None, description="What to do about the contact."
    )
    opportunity: ConversionTargetInput | None = strawberry.field(
        default=None, description="What to do about the opportunity."
    )


TOOL = (
    "The module tool of the kind convert_lead that says how; by default the only one that is "
    "active, and where there is none the standard: all that fits is copied and may be edited."
)


@strawberry.input(description="A lead to convert, and how.")
class ConvertLeadInput(ConvertLeadItem):
    tool_id: strawberry.ID | None = strawberry.field(default=None, description=TOOL)
    archive: bool | None = strawberry.field(
        default=None,
        description="Whether the lead is archived afterwards; by default as it is set up.",
    )
    dry_run: bool = strawberry.field(
        default=False, description="Whether all is tried and undone: the preview."
    )


@strawberry.input(description="Leads to convert, and how.")
class ConvertLeadsInput:
    tool_id: strawberry.ID | None = strawberry.field(default=None, description=TOOL)
    items: list[ConvertLeadItem] = strawberry.field(
        description="The leads, at most as many as the setting `batch_items` says (1,000)."
    )
    atomic: bool = strawberry.field(
        default=False,
        description="Whether all are undone if one has errors; otherwise the others are converted.",
    )
    archive: bool | None = strawberry.field(
        default=None,
        description="Whether the leads are archived afterwards; by default as it is set up.",
    )
    dry_run: bool = strawberry.field(
        default=False, description="Whether all is tried and undone: the preview."
    )


def request_of(item: ConvertLeadItem, path: tuple[str, ...]) -> Request:
    """What an item asks for."""
    given = {target: getattr(item, target.key) for target in Target}
    choices = {t: Choice(g.mode, g.id, _values(g) or {}) for t, g in given.items() if g is not None}
    errors = [
        _malformed((*path, target.key, "values"))
        for target, choice in given.items()
        if choice is not None and _values(choice) is None
    ]
    return Request(str(item.id), path, choices, item.expected_version, tuple(errors))


def _values(given: ConversionTargetInput) -> Mapping[str, object] | None:
    """The values of fields, None if they are no object."""
    found: Any = {} if given.values is None else given.values
    return found if isinstance(found, Mapping) else None


def _malformed(path: tuple[str, ...]) -> UserError:
    text = '\'values\' must be an object: write {"name": "Firma Oy"}.'
    return UserError(code=Code.INVALID.value, message=text, path=list(path))
