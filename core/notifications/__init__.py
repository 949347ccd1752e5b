"""Notifications: what employees are told, and the tool that tells them."""

from collections.abc import Iterable
from typing import Any

from core.declare import Contribution
from core.hookspecs import hookimpl
from core.notifications import mutations, queries, subscriptions
from core.notifications.tools import Notify
from core.notifications.types import Notification
from core.tools.kind import AnyToolKind


@hookimpl
def register_types() -> Iterable[type]:
    return [Notification]


@hookimpl
def register_fields() -> Iterable[Contribution]:
    return [
        queries.fields,
        mutations.mark_notifications_read,
        subscriptions.notifications_changed,
    ]


@hookimpl
def register_tool_kinds() -> Iterable[AnyToolKind[Any, Any]]:
    return [Notify()]
