"""The kind of tool that sends HTTP requests."""

from collections.abc import Iterable, Mapping
from typing import Any, Literal
from uuid import uuid4

import orjson
from pydantic import Field
from sqlalchemy.orm import aliased

from core.errors import BadInput
from core.outgoing import send_later
from core.templating import Fields, read_fields
from core.tools.kind import Module, ToolCall, ToolKind, ToolRecord, ToolRefusal
from core.tools.values import Nothing, ToolModel
from core.viewer import Viewer
from core.webhooks.permissions import WebhookPermission
from core.webhooks.sending import DELIVERY, NOT_SET_UP
from core.webhooks.target import NotAllowed, Target
from core.writing.change import as_json


class HttpRequestConfig(ToolModel):
    """What is sent, where to."""

    url: str = Field(description="Where to; its host must be one that the settings allow.")
    method: Literal["POST", "PUT"] = Field("POST", description="How.")
    fields: list[str] = Field(
        [],
        max_length=100,
        description="Fields of the record that are sent, such as name or owner.email.",
    )


class HttpRequest(ToolKind[HttpRequestConfig, Nothing]):
    """Send fields of the record to another system: JSON by HTTP, signed, logged."""

    name = "http_request"
    permission = WebhookPermission.SEND

    def problems(self, module: Module, config: HttpRequestConfig) -> Iterable[str]:
        try:
            Target.of(config.url)
        except NotAllowed as problem:
            yield f"'url': {problem}"
        everything = Viewer(0, frozenset(module.registry.permissions))
        fields = Fields(module.registry, module.entity, everything)
        for name in config.fields:
            try:
                fields.sql(aliased(module.entity.model), tuple(name.split(".")))
            except BadInput as problem:
                yield f"'fields': {problem.message}"

    async def run(
        self, call: ToolCall[HttpRequestConfig, Nothing], record: ToolRecord
    ) -> Mapping[str, object]:
        _check(call, record)
        body = await _body(call, record)
        values = {
            "method": call.config.method,
            "url": call.config.url,
            "body": orjson.dumps(body).decode(),
            "sender_id": call.writing.viewer.employee_id or None,
            "record_id": record.id,
            "customer_id": call.customer_of(record),
            "idempotency_key": uuid4().hex,
            "created_at": call.writing.deployment.clock.now(),
        }
        await send_later(call.writing.session, DELIVERY, values)
        return {"method": call.config.method, "url": call.config.url, "body": body}


def _check(call: ToolCall[HttpRequestConfig, Nothing], record: ToolRecord) -> None:
    settings = call.writing.deployment.settings.webhooks
    if settings is None:
        raise ToolRefusal.of(NOT_SET_UP, record.path, "HOST_NOT_ALLOWED")
    try:
        Target.of(call.config.url).may_be_private(settings)
    except NotAllowed as problem:
        raise ToolRefusal.of(str(problem), record.path, "HOST_NOT_ALLOWED") from None


async def _body(
    call: ToolCall[HttpRequestConfig, Nothing], record: ToolRecord
) -> Mapping[str, Any]:
    paths = {name: tuple(name.split(".")) for name in call.config.fields}
    found = await read_fields(call.writing, call.module.entity, [record.row.id], paths.values())
    values = found[record.row.id]
    return {
        "module": call.module.entity.name,
        "id": record.id,
        "tool": f"module_tool_{call.tool_id}",
        "at": as_json(call.writing.deployment.clock.now()),
        "fields": {name: as_json(values[path]) for name, path in paths.items()},
    }
