"""What `convertLead` and `convertLeads` answer."""

from typing import Any, cast

import strawberry
from strawberry import Parent

from core.context import Info
from core.declare import Node
from core.reading import load
from core.scalars import JSON
from core.writing import UserError
from plugins.leads.conversion.enums import ConversionAction, Mode, Target
from plugins.leads.conversion.result import FieldResult, Result, TargetResult
from plugins.leads.duplicates.fields import LeadDuplicates, told
from plugins.leads.types import Lead


@strawberry.type(description="What a lead brings for one field of a target.")
class ConversionField:
    field: str = strawberry.field(description="The field, as in `values` of the input.")
    value: JSON | None = strawberry.field(description="What the lead, or the caller, brings.")
    current: JSON | None = strawberry.field(
        description="What the record had already; null for a new one."
    )
    editable: bool = strawberry.field(description="Whether another value may be given in `values`.")
    taken: bool = strawberry.field(
        description="Whether the value goes into the record, or is there already kept from it."
    )

    @classmethod
    def of(cls, found: FieldResult) -> "ConversionField":
        return cls(
            field=found.field,
            value=found.value,
            current=found.current,
            editable=found.editable,
            taken=found.taken,
        )


async def _record(result: Parent[Any], info: Info) -> Node | None:
    target: Target = result.target
    found = result.key and await load(info, target.entity, result.key)
    return cast(Node | None, found)


@strawberry.type(description="What became, or in a dry run would become, of one target.")
class ConversionTargetResult:
    key: strawberry.Private[int | None]
    target: Target = strawberry.field(description="Which target.")
    mode: Mode = strawberry.field(description="How it was to be reached.")
    action: ConversionAction = strawberry.field(description="What was, or would be, done.")
    record: Node | None = strawberry.field(
        resolver=_record,
        description="The record; null if it is not made, is new in a dry run, or hidden from you.",
    )
    fields: list[ConversionField] = strawberry.field(description="The fields that are copied.")
    duplicates: LeadDuplicates = strawberry.field(
        description="Records that may be the same one, with the reason."
    )
    problems: list[UserError] = strawberry.field(
        description="Those of the user errors that are about this target."
    )

    @classmethod
    def of(cls, found: TargetResult) -> "ConversionTargetResult":
        return cls(
            key=found.key,
            target=found.target,
            mode=found.mode,
            action=found.action,
            fields=[ConversionField.of(field) for field in found.fields],
            duplicates=told(found.matches),
            problems=list(found.errors),
        )


async def _lead(payload: Parent[Any], info: Info) -> Lead | None:
    found = payload.key and await load(info, "Lead", payload.key)
    return cast(Lead | None, found)


@strawberry.type(description="What became of a lead that was to be converted.")
class ConvertLeadPayload:
    key: strawberry.Private[int | None]
    lead: Lead | None = strawberry.field(
        resolver=_lead, description="The lead as it is now; null if you may not see it."
    )
    targets: list[ConversionTargetResult] = strawberry.field(
        description="The targets that are not skipped; with ALREADY_CONVERTED what it became then."
    )
    user_errors: list[UserError] = strawberry.field(
        description="Empty if the lead was, or in a dry run would be, converted; else nothing was "
        "written. Besides the usual codes, ALREADY_CONVERTED: see `targets`. DISQUALIFIED: change "
        "its status first. NOT_EDITABLE: a value for a field that is set up not to be edited. "
        "HIDDEN_MATCH: the same record is there, but you may not see it. UNAVAILABLE: the target's "
        "plugin is disabled. NOT_AVAILABLE: the lead does not meet the conditions of the tool. "
        "BROKEN, INACTIVE: the tool cannot be used."
    )

    @classmethod
    def of(cls, found: Result) -> "ConvertLeadPayload":
        return cls(
            key=found.key,
            targets=[ConversionTargetResult.of(target) for target in found.targets],
            user_errors=list(found.errors),
        )


@strawberry.type(description="What became of leads that were to be converted.")
class ConvertLeadsPayload:
    results: list[ConvertLeadPayload] = strawberry.field(
        description="One for each item, in the order of the items."
    )
    user_errors: list[UserError] = strawberry.field(
        description="What is wrong with the conversion as a whole; see also those of each result."
    )
