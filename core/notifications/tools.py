"""The kind of tool that notifies employees."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Literal

from pydantic import Field

from core.declare import ToOne
from core.errors import BadInput
from core.ids import decode_as, encode
from core.notifications.notifying import LONGEST_TITLE, notify
from core.templating import Template, TemplateProblem, problems_with, read_fields
from core.templating.template import Path
from core.tools.kind import Module, ToolCall, ToolKind, ToolRecord, ToolRefusal
from core.tools.values import Nothing, ToolModel

EMPLOYEE = "Employee"
PLACES = "Places such as {{ name }} or {{ owner.name }} are filled from the record."


class NotifyConfig(ToolModel):
    """Who is told what."""

    to: list[str] = Field(
        min_length=1,
        max_length=50,
        description="Ids of employees, or fields that lead to one, such as owner.",
    )
    title: str = Field(min_length=1, max_length=200, description=f"What it is about. {PLACES}")
    text: str | None = Field(None, description=f"What there is to know. {PLACES}")
    language: Literal["fi", "hr", "en"] = Field(
        "en", description="The language in which numbers and dates are written."
    )


class Notify(ToolKind[NotifyConfig, Nothing]):
    """Tell employees about the record; they find it among their notifications."""

    name = "notify"

    def problems(self, module: Module, config: NotifyConfig) -> Iterable[str]:
        for name, text in (("title", config.title), ("text", config.text or "")):
            yield from problems_with(module.registry, module.entity, name, text)
        yield from _wrong_recipients(module, config)

    async def run(
        self, call: ToolCall[NotifyConfig, Nothing], record: ToolRecord
    ) -> Mapping[str, object]:
        try:
            title, text = await _texts(call, record)
        except TemplateProblem as problem:
            raise ToolRefusal.of(str(problem), record.path) from None
        told = await notify(
            call.writing.session,
            call.writing.deployment,
            _recipients(call, record),
            title=title[:LONGEST_TITLE],
            text=text,
            sender_id=call.writing.viewer.employee_id or None,
            record_id=record.id,
            customer_id=call.customer_of(record),
        )
        if not told:
            text = "There is nobody to be told: the record leads to no employee who works here."
            raise ToolRefusal.of(text, record.path, "NOBODY_TO_TELL")
        return {"to": [encode("employee", key) for key in told], "title": title, "text": text}


async def _texts(
    call: ToolCall[NotifyConfig, Nothing], record: ToolRecord
) -> tuple[str, str | None]:
    config, zone = call.config, call.writing.deployment.settings.time_zone
    title = Template(config.title)
    text = Template(config.text) if config.text else None
    paths: set[Path] = {*title.paths, *(text.paths if text else ())}
    found = await read_fields(call.writing, call.module.entity, [record.row.id], paths)
    values = found[record.row.id]
    return (
        title.filled(values, config.language, zone),
        text.filled(values, config.language, zone) if text else None,
    )


def _recipients(call: ToolCall[NotifyConfig, Nothing], record: ToolRecord) -> Sequence[int]:
    fields = _leading(call.module)
    keys = (
        getattr(record.row, fields[to].via) if to in fields else decode_as("employee", to)
        for to in call.config.to
    )
    return [key for key in keys if key is not None]


def _leading(module: Module) -> Mapping[str, ToOne]:
    """The fields of a module that lead to an employee."""
    fields: Mapping[str, Any] = module.registry.by_graphql_name(module.entity)
    return {
        name: field
        for name, field in fields.items()
        if isinstance(field, ToOne) and field.target == EMPLOYEE
    }


def _wrong_recipients(module: Module, config: NotifyConfig) -> Iterator[str]:
    fields = _leading(module)
    for to in config.to:
        if to in fields:
            continue
        try:
            decode_as("employee", to)
        except BadInput:
            known = ", ".join(sorted(fields)) or "none"
            yield f"'to': '{to}' is no id of an employee; fields that lead to one: {known}."
