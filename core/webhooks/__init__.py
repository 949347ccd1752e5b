"""HTTP requests to other systems: a log, the job that sends, and the tool."""

from collections.abc import Iterable
from enum import StrEnum
from typing import Any

from core.declare import Contribution
from core.hookspecs import hookimpl
from core.jobs import Job
from core.tools.kind import AnyToolKind
from core.visibility import Reason
from core.webhooks import queries
from core.webhooks.permissions import WebhookPermission
from core.webhooks.sending import SEND
from core.webhooks.tools import HttpRequest
from core.webhooks.types import WebhookCall
from core.webhooks.visibility import REASONS


@hookimpl
def register_types() -> Iterable[type]:
    return [WebhookCall]


@hookimpl
def register_fields() -> Iterable[Contribution]:
    return [queries.fields]


@hookimpl
def register_permissions() -> Iterable[type[StrEnum]]:
    return [WebhookPermission]


@hookimpl
def register_visibility() -> Iterable[Reason]:
    return REASONS


@hookimpl
def register_tool_kinds() -> Iterable[AnyToolKind[Any, Any]]:
    return [HttpRequest()]


@hookimpl
def register_jobs() -> Iterable[Job]:
    return [SEND]
