"""The kind of module tools that converts leads, for a button or a workflow."""

from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum
from functools import lru_cache
from typing import Any

from pydantic import Field, create_model

from core.declare.field import Alias
from core.tools.kind import BulkToolKind, Module, Requirement, ToolCall, ToolRecord, ToolRefusal
from core.tools.values import MOST_MODELS, ToolModel, optional_inputs
from core.viewer import require
from core.writing.inputs import Input
from plugins.leads.conversion.binding import bind
from plugins.leads.conversion.config import ConversionConfig
from plugins.leads.conversion.convert import convert_locked, rights
from plugins.leads.conversion.details import details_of
from plugins.leads.conversion.enums import Mode, Target
from plugins.leads.conversion.job import Job
from plugins.leads.conversion.locking import ALREADY_CONVERTED, DISQUALIFIED, take
from plugins.leads.conversion.request import Choice, Options, Request
from plugins.leads.conversion.setup import KIND
from plugins.leads.enums import LeadStatus
from plugins.leads.permissions import LeadPermission


class TargetInput(ToolModel):
    """How one target is reached, and edited before."""

    mode: Mode | None = Field(None, description="How it is reached; else as the tool says.")
    id: str | None = Field(None, description="With USE_EXISTING, the id of the record.")


class ConvertLead(BulkToolKind[ConversionConfig, ToolModel]):
    """Convert leads into customers, contacts and opportunities, as `convertLeads` does."""

    name = KIND
    module = "Lead"
    permission = LeadPermission.CONVERT
    archived = True

    def input_model(self, module: Module, config: ConversionConfig) -> type[ToolModel]:
        bound = bind(module.registry, config)
        return _input_model(
            tuple(
                (target, tuple(f.input for f in found.fields.values() if f.rule.editable))
                for target, found in bound.targets.items()
            )
        )

    def rights(self, module: Module, config: ConversionConfig) -> Iterable[StrEnum]:
        return rights(bind(module.registry, config), [Request("", ())])

    def problems(self, module: Module, config: ConversionConfig) -> Iterable[str]:
        return map(str, bind(module.registry, config).problems)

    def requirements(
        self, module: Module, config: ConversionConfig, row: Alias
    ) -> Iterable[Requirement]:
        status = row.status
        for holds, reason, code in (
            (status != LeadStatus.CONVERTED, "It is converted already.", ALREADY_CONVERTED),
            (row.archived_at.is_(None), "It is archived: restore it first.", "ARCHIVED"),
            (
                status != LeadStatus.DISQUALIFIED,
                "It is disqualified: change its status first.",
                DISQUALIFIED,
            ),
        ):
            yield Requirement(holds, reason, code, told_by_run=True)

    async def run_all(
        self, call: ToolCall[ConversionConfig, ToolModel], records: Sequence[ToolRecord]
    ) -> Sequence[object]:
        bound = bind(call.module.registry, call.config)
        jobs = [_job(call, record) for record in records]
        for right in rights(bound, [job.request for job in jobs]):
            require(call.writing.viewer, right)
        options = Options(call.config, f"module_tool_{call.tool_id}")
        await convert_locked(call.writing, bound, jobs, options)
        return [details_of(job) if job.ok else ToolRefusal(job.errors) for job in jobs]


def _job(call: ToolCall[ConversionConfig, ToolModel], record: ToolRecord) -> Job:
    said: Mapping[str, Any] = call.input.model_dump(by_alias=True, exclude_unset=True)
    choices = {
        target: Choice(part.get("mode"), part.get("id"), part.get("values") or {})
        for target in Target
        if (part := said.get(target.key))
    }
    job = Job(Request(record.id, ("input",), choices, id_path=record.path), record.row.id)
    take(job, record.row)
    return job


@lru_cache(MOST_MODELS)
def _input_model(targets: tuple[tuple[Target, tuple[Input, ...]], ...]) -> type[ToolModel]:
    fields: dict[str, Any] = {}
    for target, inputs in targets:
        values = optional_inputs(f"Convert{target.entity}Values", inputs)
        text = "Values that replace those of the lead."
        given: Any = (values | None, Field(None, description=text))
        made = create_model(f"Convert{target.entity}Input", __base__=TargetInput, values=given)
        what = f"What to do about the {target.key}."
        fields[target.key] = (made | None, Field(None, description=what))
    return create_model("ConvertLeadInput", __base__=ToolModel, **fields)
