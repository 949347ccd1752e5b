"""Customer memo: what was noted about a customer, and all that happened, in one timeline."""

from collections.abc import Iterable
from enum import StrEnum
from pathlib import Path

from core.declare import Contribution
from core.hookspecs import hookimpl
from core.timeline import TimelineSource
from plugins.pupesoft_tools.customer_memo import fields, mutations, queries, timeline
from plugins.pupesoft_tools.customer_memo.permissions import MemoPermission
from plugins.pupesoft_tools.customer_memo.timeline_types import TimelineEntry
from plugins.pupesoft_tools.customer_memo.types import Memo, MemoAttachment


@hookimpl
def register_types() -> Iterable[type]:
    return [Memo, MemoAttachment, TimelineEntry]


@hookimpl
def register_fields() -> Iterable[Contribution]:
    return [
        queries.fields,
        *fields.FIELDS,
        timeline.customer,
        timeline.timeline_kinds,
        mutations.memo_writes,
        mutations.attachment_writes,
    ]


@hookimpl
def register_timeline() -> Iterable[TimelineSource]:
    return [timeline.SOURCE]


@hookimpl
def register_permissions() -> Iterable[type[StrEnum]]:
    return [MemoPermission]


@hookimpl
def register_headings() -> Path:
    return Path(__file__).with_name("headings.toml")
