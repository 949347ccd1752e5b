"""What the API says of tools: offers, kinds, and the results of a run."""

from typing import Annotated, Any

import strawberry
from strawberry import Private

from core.naming import labelled
from core.scalars import JSON
from core.tools import offers, running
from core.tools.effects import Effect
from core.tools.kind import AnyToolKind, Module
from core.tools.values import schema_of
from core.writing.user_error import UserError

SCHEMA = "JSON Schema (draft 2020-12), for a form;"


@strawberry.type(description="Whether a tool can be run on one record.")
class RecordAvailability:
    id: strawberry.ID = strawberry.field(description="The id as it was given.")
    shown: bool = strawberry.field(
        description="Whether to show the button: the record meets `visibleIf`."
    )
    available: bool = strawberry.field(description="Whether the tool can be run on it now.")
    reason: str | None = strawberry.field(description="Why it cannot; null if it can.")


def _label(
    offer: strawberry.Parent[Any],
    language: Annotated[str, strawberry.argument(description="fi, hr or en.")] = "en",
) -> str:
    return labelled(offer.labels, language, offer.kind)


@strawberry.type(description="A tool that a module offers, as far as it concerns the viewer.")
class AvailableTool:
    id: strawberry.ID = strawberry.field(description="Id of the module tool, for `runModuleTool`.")
    kind: str = strawberry.field(description="Its kind, such as set_fields.")
    icon: str | None = strawberry.field(description="Name of an icon.")
    bulk: bool = strawberry.field(
        description="Whether a run handles all records in one transaction."
    )
    input_schema: JSON | None = strawberry.field(
        description=f"{SCHEMA} of the `input` of a run; null if the tool is broken."
    )
    config_schema: JSON | None = strawberry.field(
        description=f"{SCHEMA} of the tool's `config`; null if its kind is not there."
    )
    available: bool = strawberry.field(
        description="Whether the viewer can run it; if ids are given, on at least one of them."
    )
    reason: str | None = strawberry.field(
        description="Why nobody, or not the viewer, can run it on any record; else null."
    )
    records: list[RecordAvailability] = strawberry.field(
        description="One for each of `ids`, in their order."
    )
    label: str = strawberry.field(
        resolver=_label,
        description="What people read in a language, else in English, else the kind.",
    )
    labels: Private[dict[str, str]]

    @classmethod
    def of(
        cls, offer: offers.Offer, kind: AnyToolKind[Any, Any] | None, module: Module
    ) -> "AvailableTool":
        """What is told of an offer."""
        return cls(
            id=strawberry.ID(f"module_tool_{offer.row.id}"),
            kind=offer.row.kind,
            icon=offer.row.icon,
            bulk=bool(kind and kind.bulk),
            input_schema=_input_schema(offer),
            config_schema=JSON(schema_of(kind.config_model(module))) if kind else None,
            available=offer.available,
            reason=offer.reason,
            records=[_record(offer, each) for each in offer.records],
            labels=offer.row.labels,
        )


def _input_schema(offer: offers.Offer) -> JSON | None:
    ready = offer.ready
    if ready is None:
        return None
    return JSON(schema_of(ready.kind.input_model(ready.module, ready.config)))


def _record(offer: offers.Offer, each: offers.RecordOffer) -> RecordAvailability:
    reason = offer.reason or each.reason
    return RecordAvailability(
        id=strawberry.ID(each.id), shown=each.shown, available=reason is None, reason=reason
    )


@strawberry.type(description="A kind of tools that a plugin brings.")
class ToolKindInfo:
    name: str = strawberry.field(description="Its name, for `kind` of a module tool.")
    description: str = strawberry.field(description="What it does.")
    bulk: bool = strawberry.field(
        description="Whether a run handles all records in one transaction."
    )
    permission: str | None = strawberry.field(
        description="What it takes to run it, besides `tools:use` and the rights of what it writes."
    )
    config_schema: JSON = strawberry.field(
        description=f"{SCHEMA} of the `config` of a tool for the module."
    )

    @classmethod
    def of(cls, kind: AnyToolKind[Any, Any], module: Module) -> "ToolKindInfo":
        """What is told of a kind."""
        return cls(
            name=kind.name,
            description=kind.description,
            bulk=kind.bulk,
            permission=kind.permission and str(kind.permission),
            config_schema=JSON(schema_of(kind.config_model(module))),
        )


@strawberry.type(description="A record that a run has written, or in a dry run would have.")
class ToolEffect:
    entity: str = strawberry.field(description="Type of the record, such as Customer.")
    id: strawberry.ID = strawberry.field(
        description="Its id; after a dry run one that names nothing, if the record would be new."
    )
    action: str = strawberry.field(description="CREATE, UPDATE, ARCHIVE, RESTORE or DELETE.")
    values: JSON = strawberry.field(
        description="The new values by the names of fields, of those that you may read."
    )

    @classmethod
    def of(cls, effect: Effect) -> "ToolEffect":
        """What is told of an effect."""
        return cls(
            entity=effect.entity,
            id=strawberry.ID(effect.id),
            action=effect.action.value,
            values=JSON(effect.values),
        )


@strawberry.type(description="What became of one record.")
class ToolResult:
    id: strawberry.ID = strawberry.field(description="The id as it was given.")
    ok: bool = strawberry.field(
        description="Whether the tool ran; otherwise nothing of the record was written."
    )
    details: JSON | None = strawberry.field(description="What the kind tells of the run.")
    effects: list[ToolEffect] = strawberry.field(
        description="What was written, of what you may see; of a bulk kind the record's own part."
    )
    user_errors: list[UserError] = strawberry.field(
        description="Why it did not run. Paths begin with `ids` or `input`. NOT_AVAILABLE: the "
        "record does not meet the tool's conditions. INTERNAL: the tool failed; see the log."
    )

    @classmethod
    def of(cls, result: running.Result) -> "ToolResult":
        """What is told of a result."""
        return cls(
            id=strawberry.ID(result.id),
            ok=not result.errors,
            details=JSON(result.details) if result.details is not None else None,
            effects=[ToolEffect.of(effect) for effect in result.effects],
            user_errors=list(result.errors),
        )


@strawberry.type(description="The answer to `runModuleTool`.")
class RunModuleToolPayload:
    results: list[ToolResult] = strawberry.field(
        description="One for each id, in their order; none if the tool or the input is refused."
    )
    user_errors: list[UserError] = strawberry.field(
        description="What is wrong with the tool, the number of ids, or the input; nothing ran. "
        "BROKEN: the tool does not fit what is there now. INACTIVE: it is switched off."
    )
